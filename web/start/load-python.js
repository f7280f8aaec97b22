// @ts-check
/** Loads Pyodide with the files of one role, or with what another Python has compiled of them. */
import {Bundle, unpack} from "./bundle.js";
import {download, fetchModule, inflate, inflateApart, prepared, root, whole} from "./download.js";

/**
 * @typedef {{role: import("./snapshot-store.js").Role, wasm: string, packed: number, module: string, stdlib: string,
 *   bundles: string[], later: string[], snapshot: string, version: string, env: Record<string, string>,
 *   platform: Record<string, string>, isKept: boolean, compiled?: WebAssembly.Module, trySnapshot?: boolean,
 *   trySiteSnapshot?: boolean, takeSnapshot?: boolean}} Job
 *   module: wasm inflated, as the service worker has it; isKept: there is one; compiled: the same, where another worker has
 *   it; snapshot: the one of the site, if there is any
 * @typedef {object} Files what Python is made of, inflated
 * @property {() => Promise<BodyInit>} wasm
 * @property {Promise<BodyInit>} stdlib
 * @property {Promise<Bundle>[]} bundles
 */

/** @param {string} name @returns {Promise<Bundle>} one of the site */
export const fetchBundle = async (name) => Bundle.of(await whole(await inflate(name)));

/** @param {string} name @returns {Promise<Bundle>} the same, for a Python that runs already */
export const fetchBundleApart = async (name) => Bundle.of(await inflateApart(name));

/**
 * @param {Job} job
 * @returns {Files} the files of the site that Python begins with; all but the module of WebAssembly are on their way
 */
export function filesOfSite({wasm, stdlib, bundles}) {
  return {
    wasm: async () => /** @type {ReadableStream} */ ((await inflate(wasm)).body),
    stdlib: download(stdlib),
    bundles: bundles.map(fetchBundle),
  };
}

/**
 * @param {Job} job
 * @param {Files} files
 * @returns {Promise<WebAssembly.Module>} compiled while it comes; the service worker gives the machine code of earlier visits, too
 */
export async function compile({wasm: name, packed, module, isKept, compiled}, files) {
  if (compiled) return compiled;
  const asWasm = {headers: {"Content-Type": "application/wasm"}};
  return WebAssembly.compileStreaming((isKept && await fetchModule(module, name, packed)) || new Response(await files.wasm(), asWasm));
}

/** Pyodide compiles what it fetches under this name. Here is nothing, and the module is given to it. @param {Promise<WebAssembly.Module>} compiling */
function give(compiling) {
  const {instantiateStreaming} = WebAssembly;
  prepared.set(`${root}pyodide/pyodide.asm.wasm`, async () => new Response());
  WebAssembly.instantiateStreaming = async (_answer, imports) => {
    WebAssembly.instantiateStreaming = instantiateStreaming;
    const module = await compiling;
    return {module, instance: await WebAssembly.instantiate(module, imports)};
  };
}

/**
 * Start Python with the files of its role.
 * @param {Job} job
 * @param {Files} files
 * @param {object} options for loadPyodide
 * @param {Promise<WebAssembly.Module>} compiling
 * @returns {Promise<Pyodide.Python>}
 */
export async function load(job, files, options = {}, compiling = compile(job, files)) {
  const {stdlib, env, platform} = job;
  give(compiling);
  // Pyodide asks for a list of packages it could load by itself, and starts with one for its own platform only.
  const noPackages = {info: platform, packages: {}};
  prepared.set(`${root}pyodide/pyodide-lock.json`, async () => new Response(JSON.stringify(noPackages)));
  prepared.set(root + stdlib, async () => new Response(await files.stdlib));
  /** Pyodide waits for ever for what does not come, or does not tell which file it was. @type {Promise<never>} */
  const broken = new Promise((_resolve, reject) => { for (const file of [compiling, files.stdlib]) file.catch(reject); });
  const {loadPyodide} = await import("../pyodide/pyodide.mjs");
  const loading = loadPyodide({
    indexURL: `${root}pyodide/`,
    stdLibURL: root + stdlib,
    env: {HOME: "/home/pyodide", ...env},
    convertNullToNone: true, // null is what the browser's own stores answer when they have nothing
    fsInit: async (/** @type {Pyodide.FileSystem} */ FS) => { for (const bundle of files.bundles) unpack(FS, await bundle); },
    ...options,
  });
  return Promise.race([loading, broken]);
}
