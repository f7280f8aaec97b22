// @ts-check
/** The site's Pyodide with what its working Python has, started as web/start/python-worker.js does; runs scipy_elm.py. */
import {Bundle, unpack} from "../start/bundle.js";
import {loadPyodide} from "../pyodide/pyodide.mjs";
import {loadShared} from "../start/shared-library.js";

const root = new URL("../", self.location.href).href;
const site = await (await fetch(`${root}site.json`)).json();

/** @param {string} name @returns {Promise<Uint8Array>} the inflated file */
async function inflated(name) {
  const body = /** @type {ReadableStream} */ ((await fetch(root + name)).body);
  return new Uint8Array(await new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
}

const bundles = await Promise.all([...site.engine.bundles, ...site.engine.later].map(inflated));
const python = await loadPyodide({
  indexURL: `${root}pyodide/`,
  stdLibURL: root + site.start.stdlib,
  env: {HOME: "/home/pyodide", ...site.start.env},
  fsInit: async (/** @type {any} */ FS) => { for (const bundle of bundles) unpack(FS, Bundle.of(bundle)); },
});
await loadShared(python, "/usr/lib/libopenblas.so"); // SciPy's libraries only find it if it is loaded first
const program = await (await fetch("scipy_elm.py")).text();
python.runPython(program);
const train = python.globals.get("train");
const read = async (/** @type {string} */ name) => new Uint8Array(await (await fetch(root + name)).arrayBuffer());
const images = python.toPy(await read("images.bin"));
const labels = python.toPy(await read("labels.bin"));

self.onmessage = async ({data: {weights, bias, ...job}}) => {
  try {
    const [W, b] = (await Promise.all([weights, bias].map(read))).map((bytes) => python.toPy(bytes));
    self.postMessage({seconds: train.callKwargs(images, labels, W, b, job)});
  } catch (error) {
    self.postMessage({error: String(error)});
  }
};
self.postMessage({ready: true});
