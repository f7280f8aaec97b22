// @ts-check
/** Loads Pyodide with the files of one role. */
import {unpack} from "./bundle.js";
import {download, inflate, prepared, root, whole} from "./download.js";

/**
 * @typedef {{role: import("./snapshot-store.js").Role, wasm: string, stdlib: string, bundles: string[], version: string,
 *   env: Record<string, string>, platform: Record<string, string>, trySnapshot?: boolean, takeSnapshot?: boolean}} Job
 * @typedef {object} Files what Python is made of, inflated
 * @property {Promise<BodyInit>} wasm
 * @property {Promise<BodyInit>} stdlib
 * @property {Promise<Uint8Array<ArrayBuffer>>[]} bundles
 */

/**
 * @param {Job} job
 * @returns {Files} the files of the site; all of them are on their way
 */
export function filesOfSite({wasm, stdlib, bundles}) {
  return {
    wasm: inflate(wasm).then(({body}) => /** @type {ReadableStream} */ (body)),
    stdlib: download(stdlib),
    bundles: bundles.map(async (name) => whole(await inflate(name))),
  };
}

/**
 * Start Python with the files of its role.
 * @param {Job} job
 * @param {Files} files
 * @param {object} options for loadPyodide
 * @returns {Promise<Pyodide.Python>}
 */
export async function load({stdlib, env, platform}, files, options = {}) {
  const asWasm = {headers: {"Content-Type": "application/wasm"}};
  prepared.set(`${root}pyodide/pyodide.asm.wasm`, async () => new Response(await files.wasm, asWasm));
  // Pyodide asks for a list of packages it could load by itself, and starts with one for its own platform only.
  const noPackages = {info: platform, packages: {}};
  prepared.set(`${root}pyodide/pyodide-lock.json`, async () => new Response(JSON.stringify(noPackages)));
  prepared.set(root + stdlib, async () => new Response(await files.stdlib));
  const {loadPyodide} = await import("../pyodide/pyodide.mjs");
  return loadPyodide({
    indexURL: `${root}pyodide/`,
    stdLibURL: root + stdlib,
    env: {HOME: "/home/pyodide", ...env},
    convertNullToNone: true, // null is what the browser's own stores answer when they have nothing
    fsInit: async (/** @type {Pyodide.FileSystem} */ FS) => { for (const bundle of files.bundles) unpack(FS, await bundle); },
    ...options,
  });
}
