// @ts-check
/** What the build says of the site: the files of each Python, their size, and the document it has rendered. */
import {language} from "../page/dom.js";

/**
 * @typedef {import("./snapshot-store.js").Role} Role which of the two Pythons
 * @typedef {object} Program what a Python is made of
 * @property {string[]} bundles it begins with
 * @property {string[]} later bundles that come after these
 * @property {string} snapshot of its memory, which the build has taken; empty where there is none
 * @property {number} bytes that it loads
 * @property {string} version of all its files
 * @typedef {object} Site
 * @property {{wasm: string, packed: number, module: string, stdlib: string, env: Record<string, string>, platform: Record<string, string>}} start what
 *   every Python needs; platform: what Pyodide was built for
 * @property {Program} page
 * @property {Program} engine
 * @property {{file: string, fingerprint: string, roots: Record<string, string>}} document roots: model ids, by slot
 */

/** @type {Site} */
export const site = await (await fetch(language === "en" ? "site.json" : `${language}/site.json`)).json();
