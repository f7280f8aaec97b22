// @ts-check
/** A project as one file: a zip of project.json, the table as it was brought, and the model as Save model writes it. */
import {failure} from "./failure.js";
import {pack, partsOf} from "./zip.js";
import {words} from "../words/projects.js";

/**
 * @typedef {{state: string, tableName: string, table?: Blob, model?: Blob}} Content state: JSON that Python wrote
 * @typedef {import("./index-file.js").Facts} Facts
 */

const KIND = "elmweb project";
/** Newer ones are refused. */
const FORMAT = 1;
const LARGEST_STATE = 20e6;
const LONGEST_NAME = 200;

export const ENDING = ".elm-project.zip";

/**
 * @param {{name: string, created: number, changed: number, facts: Facts}} entry
 * @param {Content} content
 * @returns {Promise<Blob>}
 */
export async function packProject({name, created, changed, facts}, {state, tableName, table, model}) {
  const head = {
    kind: KIND, format: FORMAT, name, facts,
    created: new Date(created).toISOString(), changed: new Date(changed).toISOString(),
    table: table ? `table/${tableName.replace(/[/\\]/g, "_")}` : null, tableName,
    model: model ? "model.elm.zip" : null,
    state: JSON.parse(state),
  };
  return pack([
    {name: "project.json", data: new Blob([JSON.stringify(head, null, 1)]), pack: true},
    ...(head.table && table ? [{name: head.table, data: table, pack: true}] : []),
    ...(head.model && model ? [{name: head.model, data: model, pack: false}] : []),
  ]);
}

/**
 * @param {Blob} file
 * @returns {Promise<{content: Content, name: string, facts: Facts}>} what is in it; Python examines the state, the table and the model
 */
export async function readProject(file) {
  const parts = await partsOf(file);
  const head = await headOf(parts);
  if (head?.kind !== KIND) throw failure("foreign", {value: words.anotherProgram});
  if (!(head.format <= FORMAT)) throw failure("newer", {value: words.format(head.format)});
  if (typeof head.state !== "object" || typeof head.name !== "string") throw failure("damaged", {value: words.noProject});
  const read = async (/** @type {unknown} */ name) => {
    if (!name) return undefined;
    const part = parts.get(String(name));
    if (!part) throw failure("damaged", {value: words.isMissing(name)});
    return part();
  };
  const [table, model] = [await read(head.table), await read(head.model)];
  if (!table && !model) throw failure("damaged", {value: words.isEmpty});
  return {
    content: {state: JSON.stringify(head.state), tableName: table ? String(head.tableName) : "", table, model},
    name: head.name.slice(0, LONGEST_NAME).trim() || "project",
    facts: factsFrom(head.facts),
  };
}

/** @param {Map<string, () => Promise<Blob>>} parts @returns {Promise<any>} */
async function headOf(parts) {
  const part = parts.get("project.json");
  if (!part) {
    const what = parts.has("model.json") ? words.aModel : words.otherContents;
    throw failure("foreign", {value: what});
  }
  const text = await part();
  if (text.size > LARGEST_STATE) throw failure("damaged", {value: words.stateTooLarge});
  try {
    return JSON.parse(await text.text());
  } catch {
    throw failure("damaged", {value: words.stateUnreadable});
  }
}

/** @param {any} said @returns {Facts} what the list may show of it */
function factsFrom(said) {
  const number = (/** @type {unknown} */ value) => Number.isSafeInteger(value) ? Number(value) : undefined;
  const text = (/** @type {unknown} */ value) => typeof value === "string" ? value.slice(0, LONGEST_NAME) : undefined;
  return {rows: number(said?.rows), columns: number(said?.columns), predicts: text(said?.predicts), score: text(said?.score), touched: true};
}
