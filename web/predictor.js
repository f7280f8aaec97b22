// @ts-check
/* A trained model in one page: a form that predicts while it is filled in, and predictions for a CSV file.
   elmweb/export/html.py puts this file, predictor.css and the model (JSON, weights in base64) into one HTML file.
   Nothing is fetched and nothing is sent. The operators are those that elmweb/export/onnx.py writes. */
"use strict";

/** @typedef {{shape: number[], data: any}} Tensor  data: Float64Array (numbers, also whole ones and 0/1) or string[] */
/** @typedef {{op: string, inputs: string[], output: string, attributes: Record<string, any>}} Node */
/** @typedef {{name: string, role: string, dtype: string, format: string|null}} Column */

// ---- arrays

/** Decode base64 numbers. @param {{dtype: string, shape: number[], data?: string, texts?: string[]}} stored @returns {Tensor} */
function tensorOf(stored) {
  if (stored.texts) return { shape: stored.shape, data: stored.texts };
  const text = atob(stored.data ?? "");
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const kinds = { float64: Float64Array, float32: Float32Array, int32: Int32Array, int8: Int8Array };
  return { shape: stored.shape, data: Float64Array.from(new kinds[stored.dtype](bytes.buffer)) };
}

const sizeOf = (/** @type {number[]} */ shape) => shape.reduce((product, size) => product * size, 1);

/** Apply a function element by element; smaller arrays repeat, as in NumPy.
 * @param {(...values: any[]) => any} apply @param {Tensor[]} inputs @returns {Tensor} */
function elementwise(apply, inputs) {
  const rank = Math.max(...inputs.map((input) => input.shape.length));
  const padded = inputs.map((input) => [...Array(rank - input.shape.length).fill(1), ...input.shape]);
  const shape = Array.from({ length: rank }, (_, axis) => padded.reduce((most, sizes) => (sizes[axis] === 1 ? most : sizes[axis]), 1));
  const steps = padded.map((sizes) => {
    let step = 1;
    const found = Array(rank).fill(0);
    for (let axis = rank - 1; axis >= 0; axis -= 1) {
      found[axis] = sizes[axis] === 1 ? 0 : step;
      step *= sizes[axis];
    }
    return found;
  });
  const out = new Float64Array(sizeOf(shape));
  const at = inputs.map(() => 0);
  const counter = Array(rank).fill(0);
  for (let place = 0; place < out.length; place += 1) {
    out[place] = inputs.length === 1 ? apply(inputs[0].data[at[0]])
      : inputs.length === 2 ? apply(inputs[0].data[at[0]], inputs[1].data[at[1]])
      : apply(inputs[0].data[at[0]], inputs[1].data[at[1]], inputs[2].data[at[2]]);
    for (let axis = rank - 1; axis >= 0; axis -= 1) {
      counter[axis] += 1;
      for (let which = 0; which < at.length; which += 1) at[which] += steps[which][axis];
      if (counter[axis] < shape[axis]) break;
      for (let which = 0; which < at.length; which += 1) at[which] -= steps[which][axis] * shape[axis];
      counter[axis] = 0;
    }
  }
  return { shape, data: out };
}

/** Multiply two matrices. @param {Tensor} A @param {Tensor} B @returns {Tensor} */
function matmul(A, B) {
  const [n, d] = A.shape, width = B.shape[1];
  const out = new Float64Array(n * width);
  for (let row = 0; row < n; row += 1) {
    for (let k = 0; k < d; k += 1) {
      const factor = A.data[row * d + k];
      if (factor === 0) continue;
      for (let column = 0, from = k * width, to = row * width; column < width; column += 1) out[to + column] += factor * B.data[from + column];
    }
  }
  return { shape: [n, width], data: out };
}

/** Split a shape at an axis. @param {number[]} shape @param {number} axis @returns {[number, number, number]} before, at, after */
const around = (shape, axis) => [sizeOf(shape.slice(0, axis)), shape[axis], sizeOf(shape.slice(axis + 1))];

/** Join arrays along an axis. @param {Tensor[]} parts @param {number} axis @returns {Tensor} */
function concat(parts, axis) {
  const shape = [...parts[0].shape];
  shape[axis] = parts.reduce((sum, part) => sum + part.shape[axis], 0);
  const out = new Float64Array(sizeOf(shape));
  const [before, all, after] = around(shape, axis);
  let offset = 0;
  for (const part of parts) {
    const length = part.shape[axis] * after;
    for (let row = 0; row < before; row += 1) out.set(part.data.subarray(row * length, (row + 1) * length), row * all * after + offset);
    offset += length;
  }
  return { shape, data: out };
}

/** Take entries along an axis. @param {Tensor} X @param {Tensor} index @param {number} axis @returns {Tensor} */
function gather(X, index, axis) {
  const [before, length, after] = around(X.shape, axis);
  const out = [];
  for (let row = 0; row < before; row += 1) {
    for (const at of index.data) for (let k = 0; k < after; k += 1) out.push(X.data[(row * length + at) * after + k]);
  }
  const shape = [...X.shape.slice(0, axis), ...index.shape, ...X.shape.slice(axis + 1)];
  return { shape, data: Array.isArray(X.data) ? out : Float64Array.from(out) };
}

/** Sum along an axis. @param {Tensor} X @param {number} axis @param {boolean} keep @returns {Tensor} */
function reduceSum(X, axis, keep) {
  const [before, length, after] = around(X.shape, axis);
  const out = new Float64Array(before * after);
  for (let row = 0; row < before; row += 1) {
    for (let at = 0; at < length; at += 1) for (let k = 0; k < after; k += 1) out[row * after + k] += X.data[(row * length + at) * after + k];
  }
  return { shape: [...X.shape.slice(0, axis), ...(keep ? [1] : []), ...X.shape.slice(axis + 1)], data: out };
}

/** Change the shape; a size of -1 follows from the others. @param {Tensor} X @param {number[]} wanted @returns {Tensor} */
function reshape(X, wanted) {
  const known = wanted.filter((size) => size >= 0).reduce((product, size) => product * size, 1);
  return { shape: wanted.map((size) => (size < 0 ? X.data.length / known : size)), data: X.data };
}

/** Put the axes in another order. @param {Tensor} X @param {number[]} order @returns {Tensor} */
function transpose(X, order) {
  const shape = order.map((axis) => X.shape[axis]);
  const steps = order.map((axis) => sizeOf(X.shape.slice(axis + 1)));
  const out = new Float64Array(X.data.length), counter = Array(shape.length).fill(0);
  for (let place = 0, from = 0; place < out.length; place += 1) {
    out[place] = X.data[from];
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      counter[axis] += 1;
      from += steps[axis];
      if (counter[axis] < shape[axis]) break;
      from -= steps[axis] * shape[axis];
      counter[axis] = 0;
    }
  }
  return { shape, data: out };
}

/** Do something with each row of a matrix. @param {Tensor} X @param {number} width @param {(row: any) => Iterable<number>} apply @returns {Tensor} */
function byRow(X, width, apply) {
  const [n, d] = X.shape;
  const out = new Float64Array(n * width);
  for (let row = 0; row < n; row += 1) out.set([...apply(X.data.slice(row * d, (row + 1) * d))], row * width);
  return { shape: width === 1 ? [n] : [n, width], data: out };
}

/** @param {Float64Array} row @returns {Float64Array} */
function softmax(row) {
  const top = Math.max(...row);
  const powers = row.map((value) => Math.exp(value - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((value) => value / sum);
}

/** The error function: its series near 0, a continued fraction beyond. @param {number} x @returns {number} */
function erf(x) {
  const z = Math.abs(x);
  if (z > 6) return Math.sign(x);
  if (z < 2.5) {
    let term = x, sum = x;
    for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum); k += 1) {
      term *= -x * x / k;
      sum += term / (2 * k + 1);
      if (k > 200) break;
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }
  let tail = 0;
  for (let k = 60; k > 0; k -= 1) tail = k / 2 / (z + tail);
  return Math.sign(x) * (1 - Math.exp(-z * z) / Math.sqrt(Math.PI) / (z + tail));
}

/** Count words of two letters or digits and more. @param {Tensor} X @param {string[]} words @returns {Tensor} */
function countWords(X, words) {
  const place = new Map(words.map((word, at) => [word, at]));
  const out = new Float64Array(X.data.length * words.length);
  X.data.forEach((/** @type {string} */ text, /** @type {number} */ row) => {
    for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}_]{2,}/gu)) {
      const at = place.get(word);
      if (at !== undefined) out[row * words.length + at] += 1;
    }
  });
  return { shape: [X.data.length, words.length], data: out };
}

/** Turn texts into the numbers they stand for. @param {Tensor} X @param {Record<string, any>} attributes @returns {Tensor} */
function labelEncoder(X, attributes) {
  const values = attributes.values_int64s ?? attributes.values_floats;
  const known = new Map(attributes.keys_strings.map((/** @type {string} */ key, /** @type {number} */ at) => [key, values[at]]));
  const other = attributes.default_int64 ?? attributes.default_float;
  return { shape: X.shape, data: Float64Array.from(X.data, (/** @type {string} */ text) => known.get(text) ?? other) };
}

const FLOAT32 = 1; // ONNX's number for it

/** What each operator does. @type {Record<string, (inputs: Tensor[], attributes: Record<string, any>) => Tensor>} */
const OPERATORS = {
  ArgMax: ([X]) => byRow(X, 1, (row) => [row.indexOf(Math.max(...row))]),
  Cast: ([X], { to }) => (to === FLOAT32 ? elementwise(Math.fround, [X]) : X),
  Concat: (parts, { axis }) => concat(parts, axis),
  CountWords: ([X], { words }) => countWords(X, words),
  Gather: ([X, index], { axis }) => gather(X, index, axis),
  Identity: ([X]) => X,
  LabelEncoder: ([X], attributes) => labelEncoder(X, attributes),
  MatMul: ([A, B]) => matmul(A, B),
  ReduceSum: ([X, axes], { keepdims }) => reduceSum(X, axes.data[0], keepdims === 1),
  Reshape: ([X, shape]) => reshape(X, [...shape.data]),
  Softmax: ([X]) => byRow(X, X.shape[1], softmax),
  Squeeze: ([X, axes]) => ({ shape: X.shape.filter((_, axis) => axis !== axes.data[0]), data: X.data }),
  Transpose: ([X], { perm }) => transpose(X, perm),
  Unsqueeze: ([X, axes]) => ({ shape: [...X.shape.slice(0, axes.data[0]), 1, ...X.shape.slice(axes.data[0])], data: X.data }),
};
const ELEMENTWISE = {
  Add: (a, b) => a + b, Sub: (a, b) => a - b, Mul: (a, b) => a * b, Div: (a, b) => a / b,
  Max: Math.max, Min: Math.min, Neg: (a) => -a, Floor: Math.floor, Sqrt: Math.sqrt,
  Exp: Math.exp, Log: Math.log, Sin: Math.sin, Cos: Math.cos, Tanh: Math.tanh, Erf: erf,
  Sigmoid: (a) => (a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a))),
  Greater: (a, b) => Number(a > b), GreaterOrEqual: (a, b) => Number(a >= b),
  IsNaN: (a) => Number(Number.isNaN(a)), Where: (yes, a, b) => (yes ? a : b),
};
for (const [op, apply] of Object.entries(ELEMENTWISE)) OPERATORS[op] = (inputs) => elementwise(apply, inputs);

/** Run the model. @param {{nodes: Node[], outputs: string[]}} graph @param {Map<string, Tensor>} constants
 * @param {Record<string, Tensor>} feeds @returns {Tensor[]} one for each output */
function run(graph, constants, feeds) {
  const values = new Map([...constants, ...Object.entries(feeds)]);
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => /** @type {Tensor} */ (values.get(name)));
    values.set(node.output, OPERATORS[node.op](inputs, node.attributes));
  }
  return graph.outputs.map((name) => /** @type {Tensor} */ (values.get(name)));
}

// ---- from cells to what the model reads

const MISSING = new Set(["", "NA", "N/A", "n/a", "null", "NULL", "None", "nan", "NaN", "?", "-", "#N/A"]);
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** @param {string} text @param {boolean} comma whether the decimal mark is a comma @returns {number} NaN when it is none */
function numberOf(text, comma) {
  const plain = text.replace(/[\s'\u2019$€£¥₹%‰]|EUR|USD|GBP|CHF/g, "").replace("\u2212", "-");
  const digits = comma ? plain.replaceAll(".", "").replace(",", ".") : plain.replaceAll(",", "");
  const number = digits === "" ? NaN : Number(digits);
  return Number.isFinite(number) ? number : NaN;
}

/** Read a date as it was written in the table, or else as an ISO date.
 * @param {string} text @param {string|null} format as strptime has it @returns {number} seconds since 1970, or NaN */
function secondsOf(text, format) {
  const written = format && format !== "ISO8601" ? byFormat(text.trim(), format) : NaN;
  if (!Number.isNaN(written)) return written;
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d*)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text.trim());
  if (!found) return NaN;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0));
  const zone = /^([+-])(\d{2}):?(\d{2})$/.exec(found[7] ?? "");
  const ahead = zone ? Number(zone[1] + "1") * (3600 * Number(zone[2]) + 60 * Number(zone[3])) : 0;
  return utc(year, month, day, hour, minute, second) - ahead;
}

/** @param {string} text @param {string} format @returns {number} */
function byFormat(text, format) {
  const parts = { Y: "(\\d{4})", y: "(\\d{2})", b: "([A-Za-z]{3,})", B: "([A-Za-z]{3,})", p: "([AaPp][Mm])" };
  const order = [...format.matchAll(/%(.)/g)].map((match) => match[1]);
  const pattern = format.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/%(.)/g, (_, key) => parts[key] ?? "(\\d{1,2})");
  const found = new RegExp(`^${pattern}$`).exec(text);
  if (!found) return NaN;
  const part = Object.fromEntries(order.map((key, at) => [key, found[at + 1]]));
  const name = (part.b ?? part.B)?.slice(0, 3).toLowerCase();
  const short = Number(part.y);
  const year = part.Y ? Number(part.Y) : short + (short < 69 ? 2000 : 1900);
  const hour = part.I ? (Number(part.I) % 12) + (part.p?.toLowerCase() === "pm" ? 12 : 0) : Number(part.H ?? 0);
  const month = name ? MONTHS.indexOf(name) + 1 : Number(part.m);
  return utc(year, month, Number(part.d), hour, Number(part.M ?? 0), Number(part.S ?? 0));
}

/** Seconds since 1970, NaN for a day that does not exist. @param {...number} parts */
function utc(...parts) {
  const [year, month, day, hour, minute, second] = parts;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 ? date.getTime() / 1000 : NaN;
}

/** Read one column. @param {string[]} cells @param {Column} column @param {boolean} comma
 * @returns {{tensor: Tensor, odd: string[]}} odd: cells that are there but do not fit */
function columnOf(cells, column, comma) {
  const shape = [cells.length, 1];
  const there = cells.map((cell) => (MISSING.has(cell.trim()) ? "" : cell));
  if (column.dtype === "string") return { tensor: { shape, data: there }, odd: [] };
  const read = column.role === "date" ? (/** @type {string} */ text) => secondsOf(text, column.format) : (/** @type {string} */ text) => numberOf(text, comma);
  const numbers = Float64Array.from(there, (text) => (text === "" ? NaN : read(text)));
  const odd = there.filter((text, at) => text !== "" && Number.isNaN(numbers[at]));
  return { tensor: { shape, data: column.dtype === "float32" ? numbers.map(Math.fround) : numbers }, odd };
}

/** Split CSV text into rows of cells. @param {string} text @returns {{rows: string[][], delimiter: string}} */
function parseCsv(text) {
  const plain = text.replace(/^\uFEFF/, "");
  const line = plain.split(/\r?\n/, 1)[0];
  const counts = [",", ";", "\t", "|"].map((mark) => ({ mark, count: line.split(mark).length }));
  const delimiter = counts.reduce((best, one) => (one.count > best.count ? one : best)).mark;
  /** @type {string[][]} */
  const rows = [];
  let row = [], cell = "", quoted = false;
  for (let at = 0; at < plain.length; at += 1) {
    const letter = plain[at];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (plain[at + 1] === '"') { cell += '"'; at += 1; }
      else quoted = false;
    } else if (letter === '"' && cell === "") quoted = true;
    else if (letter === delimiter) { row.push(cell); cell = ""; }
    else if (letter === "\n" || letter === "\r") {
      if (letter === "\r" && plain[at + 1] === "\n") at += 1;
      row.push(cell); rows.push(row);
      row = []; cell = "";
    } else cell += letter;
  }
  if (cell !== "" || row.length) { row.push(cell); rows.push(row); }
  return { rows: rows.filter((cells) => cells.length > 1 || cells[0] !== ""), delimiter };
}

const csvCell = (/** @type {any} */ value) => (/[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));

/** The model of this page. */
class Model {
  /** @param {any} stored as elmweb/export/html.py writes it */
  constructor(stored) {
    Object.assign(this, stored);
    /** @type {Column[]} */ this.columns = stored.columns;
    /** @type {string[]} */ this.classes = stored.classes;
    /** @type {string[]} */ this.targets = stored.targets;
    /** @type {string} */ this.task = stored.task;
    /** @type {[number, number]} */ this.errorRange = stored.error_range;
    this.graph = stored.graph;
    this.constants = new Map(Object.entries(stored.graph.constants).map(([name, value]) => [name, tensorOf(/** @type {any} */ (value))]));
  }

  /** Predict rows given as columns of texts. @param {Record<string, string[]>} cells @param {number} n @param {boolean} comma
   * @returns {{label: any[], values: number[][], odd: Map<string, string[]>}} values: probabilities, or predicted numbers */
  predict(cells, n, comma = false) {
    const odd = new Map(), feeds = {};
    for (const column of this.columns) {
      const read = columnOf(cells[column.name] ?? Array(n).fill(""), column, comma);
      feeds[column.name] = read.tensor;
      if (read.odd.length) odd.set(column.name, read.odd);
    }
    const outputs = run(this.graph, this.constants, feeds);
    const last = outputs[outputs.length - 1], width = last.shape[1];
    const values = Array.from({ length: n }, (_, row) => [...last.data.slice(row * width, (row + 1) * width)]);
    return { label: outputs.length > 1 ? [...outputs[0].data] : [], values, odd };
  }

  /** Names of the columns that a table of predictions gets. @param {string[]} taken */
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
   * @returns {{header: string[], rows: any[][], missing: string[], odd: Map<string, string[]>}} */
  predictCsv(text) {
    const { rows, delimiter } = parseCsv(text);
    const names = uniqueNames(rows[0] ?? []);
    const body = rows.slice(1);
    const known = this.columns.map((column) => column.name);
    const read = knownNames(names, known), there = new Set(read);
    const missing = known.filter((name) => !there.has(name));
    if (missing.length === known.length) throw new Error(`No column of the model is in the first row. It needs: ${known.slice(0, 8).join(", ")}.`);
    // A comma between digits is a decimal mark where it does not separate cells.
    const comma = delimiter !== "," && body.some((cells) => cells.some((cell) => /^-?\d+,\d+$/.test(cell.trim())));
    const found = [], odd = new Map();
    for (let start = 0; start < body.length; start += 500) {
      const block = body.slice(start, start + 500);
      const cells = Object.fromEntries(read.map((name, at) => [name, block.map((row) => row[at] ?? "")]));
      const said = this.predict(cells, block.length, comma);
      for (const [name, strange] of said.odd) odd.set(name, [...(odd.get(name) ?? []), ...strange]);
      block.forEach((row, at) => found.push([...names.map((_, column) => row[column] ?? ""), ...this.newCells(said, at)]));
    }
    return { header: [...names, ...this.newNames(names)], rows: found, missing, odd };
  }

  /** @param {{label: any[], values: number[][]}} said @param {number} row */
  newCells(said, row) {
    if (this.task === "regression") return said.values[row];
    const width = this.targets.length;
    return [...said.label.slice(row * width, (row + 1) * width), ...said.values[row]];
  }
}

/** Names that are not empty and differ, by the rules of the table reader. @param {string[]} raw @returns {string[]} */
function uniqueNames(raw) {
  const stripped = raw.map((name) => name.trim().split(/\s+/).join(" "));
  const taken = new Set(stripped), counts = new Map();
  return stripped.map((name, at) => {
    let unique = name || `column ${at + 1}`;
    counts.set(unique, (counts.get(unique) ?? 0) + 1);
    if (counts.get(unique) > 1 || (!name && taken.has(unique))) {
      let copy = Math.max(counts.get(unique), 2);
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
    const found = /** @type {Map<string, string[]>} */ (new Map());
    for (const name of some) found.set(name.toLowerCase(), [...(found.get(name.toLowerCase()) ?? []), name]);
    return found;
  };
  const missing = byFolded(known.filter((name) => !there.has(name))), free = byFolded(names.filter((name) => !wanted.has(name)));
  return names.map((name) => {
    const meant = missing.get(name.toLowerCase());
    return !wanted.has(name) && meant?.length === 1 && free.get(name.toLowerCase())?.length === 1 ? meant[0] : name;
  });
}

/** The text of a file: UTF-8, UTF-16 with its mark, else the letters of Western Windows. @param {ArrayBuffer} bytes */
function textOf(bytes) {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

// ---- the page

/** Make an element. @param {string} tag @param {Record<string, any>} [properties] @param {...(Node|string|HTMLElement)} children */
function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) key in made ? (made[key] = value) : made.setAttribute(key, value);
  made.append(.../** @type {any[]} */ (children));
  return made;
}

/** So many in 100, never 0 or 100 unless it is. @param {number} share */
const in100 = (share) => (share > 0 && share < 0.01 ? "<1" : share > 0.99 && share < 1 ? ">99" : (100 * share).toFixed(0));

/** A number with about four digits that count; whole digits are never cut. @param {number} value */
function quantity(value) {
  const size = Math.floor(Math.log10(Math.abs(value)));
  if (!Number.isFinite(value) || value === 0) return String(value);
  if (size < -5 || size >= 12) return value.toPrecision(4);
  return value.toLocaleString("en", { maximumFractionDigits: Math.max(0, 3 - size) });
}

/** @param {[string, number][]} rows @param {boolean} firstIsOurs */
function bars(rows, firstIsOurs) {
  const list = element("ul", { className: "bars" });
  rows.forEach(([label, share], at) => {
    const fill = element("b", { className: firstIsOurs && at === 0 ? "" : "q" });
    fill.style.width = `${(100 * share).toFixed(1)}%`;
    list.append(element("li", {}, element("span", { className: "cut", title: label }, label), element("span", { className: "bar", "aria-hidden": "true" }, fill), element("span", {}, in100(share))));
  });
  return list;
}

/** Show the prediction for one row. @param {Model} model @param {Record<string, string>} row @param {HTMLElement} place */
function answer(model, row, place) {
  const said = model.predict(Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, [cell]])), 1);
  const values = said.values[0], parts = [];
  const headline = (/** @type {string} */ text, /** @type {string} */ beside) => element("p", {}, element("b", { className: "big" }, text), " ", element("span", { className: "small nw" }, beside));
  if (model.task === "regression") {
    const [low, high] = model.errorRange;
    parts.push(headline(quantity(values[0]), `${quantity(values[0] + low)} to ${quantity(values[0] + high)} in 9 of 10 cases`));
  } else {
    const sure = model.classes.map((name, at) => /** @type {[string, number]} */ ([name, values[at]]));
    if (model.task === "multilabel") {
      const on = model.classes.filter((_, at) => said.label[at] === 1);
      parts.push(headline(on.join(", ") || "none", ""), bars(sure.slice(0, 12), false));
    } else {
      sure.sort((a, b) => b[1] - a[1]);
      parts.push(headline(String(said.label[0]), `${in100(sure[0][1])} in 100 sure`), bars(sure.slice(0, 6), true));
    }
  }
  for (const [name, cells] of said.odd) parts.push(element("p", { className: "tiny" }, `"${cells[0]}" cannot be read in ${name}. It counts as empty.`));
  place.replaceChildren(...parts);
}

/** Make one field. @param {any} entry as form_fields has it @param {(cell: string) => void} keep */
function field(entry, keep) {
  const id = `field ${entry.name}`, value = entry.value ?? "";
  const shown = element("output", { htmlFor: id });
  let input;
  if (entry.role === "number" && entry.min !== null && entry.min < entry.max) {
    const digits = Math.max(0, -Math.floor(Math.log10(entry.step) + 1e-9));
    const say = () => { shown.textContent = Number(input.value).toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }); };
    input = element("input", { id, type: "range", min: entry.min, max: entry.max, step: entry.step });
    /** @type {any} */ (input).value = value;
    say();
    input.addEventListener("input", say);
  } else if (entry.role === "category") {
    input = element("select", { id }, ...entry.options.map((/** @type {string} */ option) => element("option", { value: option }, option)));
    /** @type {any} */ (input).value = value;
  } else {
    input = element(entry.role === "text" ? "textarea" : "input", { id, value, spellcheck: false, ...(entry.role === "text" ? { rows: 3 } : {}) });
    if (entry.role === "number") input.setAttribute("inputmode", "decimal");
  }
  input.addEventListener("input", () => keep(/** @type {any} */ (input).value));
  return element("div", { className: "field" }, element("label", { htmlFor: id, className: "k" }, element("span", { className: "cut" }, entry.name), shown), input);
}

/** Show what came out for a file, with a button that saves it. @param {Model} model @param {string} name @param {string} text @param {HTMLElement} place */
function predictFile(model, name, text, place) {
  try {
    const { header, rows, missing, odd } = model.predictCsv(text);
    const parts = [element("p", {}, element("b", {}, name), `: ${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"} predicted.`)];
    if (missing.length) parts.push(element("p", { className: "tiny" }, `Not in the file, so they count as empty: ${missing.slice(0, 6).join(", ")}${missing.length > 6 ? ` and ${missing.length - 6} more` : ""}.`));
    for (const [column, cells] of odd) parts.push(element("p", { className: "tiny" }, `Cannot be read in ${column}: "${cells[0]}". ${cells.length} ${cells.length === 1 ? "cell counts" : "cells count"} as empty.`));
    const first = header.length - model.newNames([]).length;
    const order = [...header.keys()].slice(first).concat([...header.keys()].slice(0, first));
    const firstShare = model.task === "regression" ? header.length : first + model.targets.length;
    const shown = (/** @type {any} */ cell, /** @type {number} */ at) => (at >= firstShare ? `${in100(cell)} in 100` : typeof cell === "number" ? quantity(cell) : String(cell));
    parts.push(element("div", { className: "frame", tabIndex: 0, role: "region", "aria-label": `First predictions for ${name}` },
      element("table", {}, element("thead", {}, element("tr", {}, ...order.map((at) => element("th", { scope: "col" }, header[at])))),
        element("tbody", {}, ...rows.slice(0, 10).map((row) => element("tr", {}, ...order.map((at) => element("td", {}, shown(row[at], at)))))))));
    const save = element("button", { type: "button", className: "btn" }, "Save all predictions");
    const csv = [header, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
    save.addEventListener("click", () => {
      const link = element("a", { href: URL.createObjectURL(new Blob(["\uFEFF", csv], { type: "text/csv" })), download: `${name.replace(/\.[^.]*$/, "")} predicted.csv` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(/** @type {any} */ (link).href), 10_000);
    });
    parts.push(save);
    place.replaceChildren(...parts);
  } catch (error) {
    place.replaceChildren(element("p", { className: "err" }, error instanceof Error ? error.message : String(error)));
  }
}

/** Bring the page to life. @param {Document} page */
function start(page) {
  const place = (/** @type {string} */ id) => /** @type {HTMLElement} */ (page.getElementById(id));
  const stored = JSON.parse(place("model").textContent ?? "");
  const model = new Model(stored);
  const row = Object.fromEntries(stored.form.map((/** @type {any} */ entry) => [entry.name, String(entry.value ?? "")]));
  const say = () => answer(model, row, place("answer"));
  const fields = (/** @type {boolean} */ shown) => stored.form.filter((/** @type {any} */ entry) => entry.shown === shown)
    .map((/** @type {any} */ entry) => field(entry, (cell) => { row[entry.name] = cell; say(); }));
  place("fields").append(...fields(true));
  const others = stored.form.filter((/** @type {any} */ entry) => !entry.shown).length;
  if (others) {
    place("others").hidden = false;
    place("others").querySelector("summary").textContent = `Other columns (${others.toLocaleString("en")})`;
    place("others").addEventListener("toggle", () => place("more").append(...fields(false)), { once: true });
  }
  say();
  const read = async (/** @type {File|undefined} */ file) => { if (file) predictFile(model, file.name, textOf(await file.arrayBuffer()), place("file-answer")); };
  place("file").addEventListener("change", (event) => read(/** @type {any} */ (event.target).files[0]));
  place("paste").addEventListener("input", (event) => {
    const text = /** @type {HTMLTextAreaElement} */ (event.target).value;
    text.trim() ? predictFile(model, "pasted table.csv", text, place("file-answer")) : place("file-answer").replaceChildren();
  });
  page.addEventListener("dragover", (event) => event.preventDefault());
  page.addEventListener("drop", (event) => { event.preventDefault(); read(event.dataTransfer?.files[0]); });
}

if (typeof document !== "undefined") start(document);
