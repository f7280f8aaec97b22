// @ts-check
/* The model of this page: predicts rows, and tables as text. */

/** @typedef {{ name: string, role: string, min: number | null, max: number | null, value: string | number | null,
 *   step: number | null, options: string[], n_options: number, shown: boolean, lowest: number | string | null,
 *   highest: number | string | null }} Field as form_fields in elmweb/features.py has it */
/** @typedef {{ name: string, task: "binary" | "multiclass" | "multilabel" | "regression", targets: string[],
 *   classes: string[], error_range: [number, number], threshold: number | null, columns: Column[], form: Field[], reading: Rules,
 *   graph: Graph & { constants: Record<string, StoredTensor> } }} Stored as elmweb/export/html.py writes it */
/** Labels, row after row, and for each row the probabilities or predicted numbers; odd: cells that do not fit, by column.
 * @typedef {{ label: (string | number)[], values: number[][], odd: Map<string, string[]> }} Prediction */

class Model {
  /** @param {Stored} stored */
  constructor(stored) {
    this.task = stored.task;
    this.columns = stored.columns;
    this.classes = stored.classes;
    this.targets = stored.targets;
    this.errorRange = stored.error_range;
    this.threshold = stored.threshold; // of two classes: from which probability on the second is said
    this.graph = stored.graph;
    this.constants = new Map(Object.entries(stored.graph.constants).map(([name, value]) => [name, tensorOf(value)]));
    this.reader = new Reader(stored.reading);
  }

  /** Predict rows given as columns of texts.
   * @param {Record<string, Cell[]>} cells @param {number} n @returns {Prediction} */
  predict(cells, n) {
    /** @type {Map<string, string[]>} */ const odd = new Map();
    // A column may be called "__proto__" or "constructor", which every plain object has already.
    /** @type {Record<string, Tensor>} */ const feeds = Object.create(null);
    for (const column of this.columns) {
      const given = Object.hasOwn(cells, column.name) ? cells[column.name] : Array(n).fill("");
      const read = this.reader.column(given, column);
      feeds[column.name] = read.tensor;
      if (read.odd.length) odd.set(column.name, read.odd);
    }
    const outputs = run(this.graph, this.constants, feeds);
    const last = outputs[outputs.length - 1], width = last.shape[1], numbers = numbersOf(last);
    const values = Array.from({ length: n }, (_, row) => [...numbers.slice(row * width, (row + 1) * width)]);
    return { label: outputs.length > 1 ? [...outputs[0].data] : [], values, odd };
  }

  /** Names of the columns that a table of predictions gets. @param {string[]} taken @returns {string[]} */
  newNames(taken) {
    const names = this.targets.map((name) => `predicted ${name}`);
    if (this.task !== "regression") names.push(...this.classes.map((name) => `probability of ${name}`));
    const used = new Set(taken);
    return names.map((name) => {
      while (used.has(name)) name += "'";
      used.add(name);
      return name;
    });
  }

  /** Predict a table. @param {string} text CSV with names in its first row
   * @returns {{ header: string[], rows: (string | number)[][], missing: string[], odd: Map<string, string[]>,
   *   delimiter: string }} */
  predictCsv(text) {
    const { rows, delimiter } = this.reader.rows(text);
    const names = uniqueNames(rows[0] ?? []);
    const body = rows.slice(1);
    const known = this.columns.map((column) => column.name);
    const read = knownNames(names, known), there = new Set(read);
    const missing = known.filter((name) => !there.has(name));
    if (missing.length === known.length) {
      const needs = known.slice(0, 8).join(", "); // by which a page says this in its language
      throw Object.assign(new Error(`No column of the model is in the first row. It needs: ${needs}.`), { needs });
    }
    /** @type {(string | number)[][]} */ const found = [];
    /** @type {Map<string, string[]>} */ const odd = new Map();
    for (let start = 0; start < body.length; start += 500) {
      const block = body.slice(start, start + 500);
      const cells = Object.fromEntries(read.map((name, at) => [name, block.map((row) => row[at] ?? "")]));
      const said = this.predict(cells, block.length);
      for (const [name, strange] of said.odd) odd.set(name, [...(odd.get(name) ?? []), ...strange]);
      block.forEach((row, at) => found.push([...names.map((_, column) => row[column] ?? ""), ...this.newCells(said, at)]));
    }
    return { header: [...names, ...this.newNames(names)], rows: found, missing, odd, delimiter };
  }

  /** @returns {string} the decimal mark of most of the columns of numbers, and so of a file for them */
  decimal() {
    const marks = this.columns.map(({ reading }) => reading).filter(({ holds }) => holds === "number").map(({ decimal }) => decimal);
    return marks.filter((mark) => mark === ",").length > marks.length / 2 ? "," : ".";
  }

  /** @param {Prediction} said @param {number} row @returns {(string | number)[]} */
  newCells(said, row) {
    if (this.task === "regression") return said.values[row];
    const width = this.targets.length;
    return [...said.label.slice(row * width, (row + 1) * width), ...said.values[row]];
  }
}

/** Names that are not empty and differ, by the rules of the table reader. @param {string[]} raw @returns {string[]} */
function uniqueNames(raw) {
  const stripped = raw.map((name) => name.trim().split(/\s+/).join(" "));
  const taken = new Set(stripped);
  /** @type {Map<string, number>} */ const counts = new Map();
  return stripped.map((name, at) => {
    let unique = name || `column ${at + 1}`;
    const count = (counts.get(unique) ?? 0) + 1;
    counts.set(unique, count);
    if (count > 1 || (!name && taken.has(unique))) {
      let copy = Math.max(count, 2);
      while (taken.has(`${unique} (${copy})`)) copy++;
      unique = `${unique} (${copy})`;
    }
    taken.add(unique);
    return unique;
  });
}

/** Names of columns as the model knows them: other capitals are no difference where only one can be meant.
 * @param {string[]} names @param {string[]} known @returns {string[]} */
function knownNames(names, known) {
  const there = new Set(names), wanted = new Set(known);
  const byFolded = (/** @type {string[]} */ some) => {
    /** @type {Map<string, string[]>} */ const found = new Map();
    for (const name of some) found.set(name.toLowerCase(), [...(found.get(name.toLowerCase()) ?? []), name]);
    return found;
  };
  const missing = byFolded(known.filter((name) => !there.has(name)));
  const free = byFolded(names.filter((name) => !wanted.has(name)));
  return names.map((name) => {
    const meant = missing.get(name.toLowerCase());
    return !wanted.has(name) && meant?.length === 1 && free.get(name.toLowerCase())?.length === 1 ? meant[0] : name;
  });
}
