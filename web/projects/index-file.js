// @ts-check
/**
 * The index: what projects there are, and which of their files count. Whatever it does not name was never finished.
 * It is written into two files in turn, each with a checksum. When one is torn, the other has what was before.
 */
import {crc32} from "./crc32.js";
import {failure} from "./failure.js";
import {words} from "../words/projects.js";

/**
 * @typedef {object} Facts what the list says of a project
 * @property {number} [rows]
 * @property {number} [columns]
 * @property {string} [predicts]
 * @property {string} [score]
 * @property {boolean} touched whether anything was chosen or trained
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} name
 * @property {number} created
 * @property {number} changed milliseconds since 1970
 * @property {number} version how often it was written
 * @property {string} tableName of the file, empty for none
 * @property {{state: string, table?: string, model?: string}} files
 * @property {{state: number, table?: number, model?: number}} sizes in bytes
 * @property {Facts} facts
 * @typedef {{format: number, sequence: number, projects: Entry[]}} Index
 */

const FORMAT = 1;
const SLOTS = ["index-0", "index-1"];

/** @param {Entry} entry @returns {number} bytes of all its files */
export const sizeOf = ({sizes}) => sizes.state + (sizes.table ?? 0) + (sizes.model ?? 0);

/**
 * @param {import("./files.js").Files} files
 * @returns {Promise<Index>} the newest whole one
 */
export async function readIndex(files) {
  /** @type {Index} */ let newest = {format: FORMAT, sequence: 0, projects: []};
  for (const slot of SLOTS) {
    const index = parsed(await (await files.read(slot))?.text() ?? "");
    if (index && index.sequence > newest.sequence) newest = index;
  }
  if (newest.format > FORMAT) throw failure("newer", {value: words.format(newest.format)});
  return newest;
}

/**
 * @param {import("./files.js").Files} files
 * @param {Index} index its sequence is that of the one before
 */
export async function writeIndex(files, index) {
  const sequence = index.sequence + 1;
  const text = JSON.stringify({...index, sequence});
  await files.write(SLOTS[sequence % 2], new Blob([`${sum(text)}\n${text}`]));
}

/** @param {string} text @returns {string} */
const sum = (text) => crc32(new TextEncoder().encode(text)).toString(16);

/** @param {string} whole @returns {Index | null} null for a file that is torn */
function parsed(whole) {
  const at = whole.indexOf("\n");
  const text = whole.slice(at + 1);
  return at > 0 && whole.slice(0, at) === sum(text) ? JSON.parse(text) : null;
}
