// @ts-check
/* What elmweb-predictor offers. The build puts the scripts of ../predictor and ../projects/zip.js before it, as one file
   without imports. */
import {partsOf} from "../projects/zip.js";

/** @typedef {import("./elmweb-predictor.js").Predictor} Predictor */
/** @typedef {import("./elmweb-predictor.js").Source} Source */
/** @typedef {import("./elmweb-predictor.js").Row} Row */
/** @typedef {import("./elmweb-predictor.js").Prediction} OnePrediction */

const KIND = "elmweb predictor", FORMAT = 1;
const SAVE_AGAIN = "a file from Save model of a newer elmweb";

/** What went wrong, what is needed and what was found. */
export class PredictorError extends Error {
  /** @param {string} what @param {{rule?: string, value?: string}} [facts] */
  constructor(what, {rule = "", value = ""} = {}) {
    super([what, rule && `Needed: ${rule}.`, value && `Found: ${value}.`].filter(Boolean).join(" "));
    this.name = /** @type {const} */ ("PredictorError");
    this.rule = rule;
    this.value = value;
  }
}

/** Load a model that elmweb saved. @param {Source} source @returns {Promise<Predictor>} */
export async function loadModel(source) {
  const stored = await storedOf(await fileOf(source));
  if (stored?.kind !== KIND) throw new PredictorError("This is not a model that elmweb saved.", {rule: SAVE_AGAIN, value: String(stored?.kind)});
  if (!(stored.format <= FORMAT)) {
    throw new PredictorError("This model is newer than elmweb-predictor.", {rule: `format ${FORMAT} or older`, value: `format ${stored.format}, written by elmweb ${stored.elmweb}`});
  }
  if (stored.why_not) throw new PredictorError(stored.why_not.what, stored.why_not);
  return new TablePredictor(stored.model);
}

/** @param {Source} source @returns {Promise<Blob>} */
async function fileOf(source) {
  if (source instanceof Blob) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return new Blob([source]);
  if (source instanceof Response) return bodyOf(source);
  if (typeof source !== "string" && !(source instanceof URL)) {
    throw new PredictorError("A model cannot be loaded from this.", {rule: "an address, a Response, a Blob or bytes", value: typeName(source)});
  }
  try {
    return await bodyOf(await fetch(source));
  } catch (error) {
    if (error instanceof PredictorError) throw error;
    throw new PredictorError("The model could not be fetched.", {rule: "an address that this page may read", value: `${source} (${error})`});
  }
}

/** @param {Response} response @returns {Promise<Blob>} */
async function bodyOf(response) {
  if (response.ok) return response.blob();
  throw new PredictorError("The model could not be fetched.", {rule: "an address with a file", value: `${response.url || "a response"}, status ${response.status}`});
}

/** @param {Blob} file @returns {Promise<any>} */
async function storedOf(file) {
  let parts;
  try {
    parts = await partsOf(file);
  } catch (error) {
    throw new PredictorError("The model file cannot be read.", {rule: "a whole file from Save model", value: messageOf(error)});
  }
  const part = parts.get("predictor.json");
  if (!part) {
    const isModel = parts.has("model.json");
    throw new PredictorError(isModel ? "This model was not saved for pages." : "This is not a model that elmweb saved.",
      {rule: SAVE_AGAIN, value: isModel ? "a file without predictor.json" : `a zip file with ${[...parts.keys()].slice(0, 3).join(", ")}`});
  }
  try {
    return JSON.parse(await (await part()).text());
  } catch (error) {
    throw new PredictorError("The model file is damaged.", {rule: "a whole file from Save model", value: messageOf(error)});
  }
}

/** @param {unknown} error @returns {string} */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/** @param {unknown} value @returns {string} */
const typeName = (value) => (value === null ? "null" : typeof value === "object" ? value.constructor?.name ?? "an object" : typeof value);

/** @implements {Predictor} */
class TablePredictor {
  #model;

  /** @param {Stored} stored */
  constructor(stored) {
    this.#model = new Model(stored);
    this.name = stored.name;
    this.task = stored.task;
    this.targets = Object.freeze([...stored.targets]);
    this.classes = Object.freeze([...stored.classes]);
    this.threshold = stored.threshold;
    const options = new Map(stored.form.map((field) => [field.name, field.options ?? []]));
    this.columns = Object.freeze(stored.columns.map(({name, role, reading}) => Object.freeze({
      name, role: /** @type {"number"} */ (role), unit: reading.unit,
      options: Object.freeze(role === "category" ? [...options.get(name) ?? []] : []),
    })));
  }

  /** @param {readonly Row[]} rows */
  predict(rows) {
    if (!Array.isArray(rows)) throw new PredictorError("Rows cannot be predicted.", {rule: "a list of rows", value: typeName(rows)});
    const given = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const known = this.#model.columns.map((column) => column.name);
    const meant = knownNames(given, known);
    const missing = known.filter((name) => !meant.includes(name));
    if (rows.length && missing.length === known.length) {
      throw new PredictorError("No column of the model is in the rows.", {rule: known.slice(0, 8).join(", "), value: given.slice(0, 8).join(", ") || "rows without columns"});
    }
    /** @type {Record<string, Cell[]>} */ const cells = Object.create(null);
    for (const column of this.#model.columns) {
      const at = meant.indexOf(column.name);
      if (at >= 0) cells[column.name] = rows.map((row, number) => cellOf(Object.hasOwn(row, given[at]) ? row[given[at]] : null, column, number));
    }
    const said = rows.length ? this.#model.predict(cells, rows.length) : {label: [], values: [], odd: new Map()};
    return {
      predictions: rows.map((_, row) => this.#prediction(said, row)),
      missing,
      unused: given.filter((_, at) => !known.includes(meant[at]) && !this.targets.includes(given[at])),
      odd: oddOf(said.odd),
    };
  }

  /** @param {string} text */
  predictCsv(text) {
    try {
      const {header, rows, missing, odd, delimiter} = this.#model.predictCsv(text);
      return {header, rows, missing, odd: oddOf(odd), delimiter};
    } catch (error) {
      throw new PredictorError(messageOf(error));
    }
  }

  /** @param {Prediction} said as model.js has it @param {number} row @returns {OnePrediction} */
  #prediction(said, row) {
    const values = said.values[row];
    if (this.task === "regression") {
      const [low, high] = this.#model.errorRange;
      return {kind: "number", value: values[0], interval: low < high ? [values[0] + low, values[0] + high] : null};
    }
    const probabilities = Object.fromEntries(this.classes.map((name, at) => [name, values[at]]));
    if (this.task === "multilabel") {
      const width = this.targets.length;
      return {kind: "labels", labels: Object.fromEntries(this.targets.map((name, at) => [name, Boolean(said.label[row * width + at])])), probabilities};
    }
    return {kind: "class", label: String(said.label[row]), probabilities};
  }
}

/** @param {Map<string, string[]>} odd */
const oddOf = (odd) => [...odd].map(([column, values]) => ({column, values: [...new Set(values)]}));

/** What the reader of a column takes for a cell.
 * @param {unknown} value @param {Column} column @param {number} row @returns {Cell} */
function cellOf(value, {name, role, reading}, row) {
  if (value === null || value === undefined || Number.isNaN(value)) return "";
  if (typeof value === "string") return value;
  if (role === "date") {
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.getTime() / 1000;
  } else if (typeof value === "boolean") {
    return role === "number" ? Number(value) : String(value);
  } else if (typeof value === "number") {
    return role === "number" ? value : numberText(value, reading.decimal);
  }
  const rule = {number: "a number or a text", date: "a Date, or a text as in the table"}[role] ?? "a text";
  throw new PredictorError(`"${name}" in row ${row + 1} cannot be read.`, {rule, value: typeName(value)});
}
