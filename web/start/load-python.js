// @ts-check
/** Loads Pyodide with the files of one role. */
import {unpack} from "./bundle.js";
import {download, inflate, prepared, root, whole} from "./download.js";

/**
 * @typedef {{role: import("./site.js").Role, wasm: string, stdlib: string, bundles: string[], version: string,
 *   env: Record<string, string>, trySnapshot?: boolean, takeSnapshot?: boolean}} Job
 */

/** Pyodide asks for a list of packages it could load by itself: here there are none. */
const NO_PACKAGES = {info: {arch: "wasm32", platform: "emscripten", version: "0.27.7", python: "3.12.7"}, packages: {}};

/**
 * Start Python with the files of its role.
 * @param {Job} job
 * @param {object} options for loadPyodide
 * @returns {Promise<Pyodide.Python>}
 */
export async function load({wasm, stdlib, bundles, env}, options = {}) {
  const inflated = inflate(wasm);
  prepared.set(`${root}pyodide/pyodide.asm.wasm`, async () =>
    new Response((await inflated).body, {headers: {"Content-Type": "application/wasm"}}));
  prepared.set(`${root}pyodide/pyodide-lock.json`, async () => new Response(JSON.stringify(NO_PACKAGES)));
  const stdlibStream = download(stdlib);
  prepared.set(root + stdlib, async () => new Response(await stdlibStream));
  const arriving = bundles.map(async (name) => whole(await inflate(name)));
  const {loadPyodide} = await import("../pyodide/pyodide.mjs");
  return loadPyodide({
    indexURL: `${root}pyodide/`,
    stdLibURL: root + stdlib,
    env: {HOME: "/home/pyodide", ...env},
    fsInit: async (/** @type {Pyodide.FileSystem} */ FS) => { for (const bundle of arriving) unpack(FS, await bundle); },
    ...options,
  });
}
