// @ts-check
/**
 * One Python in a worker. The page starts two of them from this file: the front (Panel, paints and answers)
 * and the bench (SciPy, pandas, scikit-learn; reads, trains, predicts).
 *
 * Messages in:   {type: "start", ...Job}, then whatever Python asked for with elmweb.on().
 * Messages out:  {type: "progress", file, bytes}, {type: "failed", text}, and what Python sends with elmweb.post().
 */
import {unpack} from "./bundle.js";
import * as snapshots from "./snapshot.js";

const here = new URL("./", self.location.href).href;

/**
 * @typedef {{role: "front" | "bench" | "snapshot", wasm: string, stdlib: string, bundles: string[],
 *   env: Record<string, string>, version: string, trySnapshot: boolean}} Job
 */

/** Pyodide asks for a list of packages it could load by itself: here there are none. */
const NO_PACKAGES = {info: {arch: "wasm32", platform: "emscripten", version: "0.27.7", python: "3.12.7"}, packages: {}};

/** @type {Map<string, (data: any) => void>} */ const takers = new Map();
/** @type {any[]} */ const waiting = [];
/** @type {Map<number, File>} */ const files = new Map();
/** The newest pictures and sounds from the page: a question may be asked again. @type {Map<number, Uint8Array | Float32Array>} */
const media = new Map();
const MOST_MEDIA = 8;
/** @type {any} */ let python = null;
let fromSnapshot = false;

// Nothing but this site is ever asked for anything, whatever code runs in here.
const fetchAnywhere = self.fetch.bind(self);
self.fetch = (resource, options) => {
  const url = new URL(resource instanceof Request ? resource.url : resource, here);
  if (url.origin !== self.location.origin) return Promise.reject(new TypeError(`${url.host} is not this site`));
  return prepared.get(url.href)?.() ?? fetchAnywhere(resource, options);
};

/** Answers made here for files Pyodide asks for by name. @type {Map<string, () => Promise<Response>>} */
const prepared = new Map();

/** What Python sees as js.elmweb. */
Object.assign(self, {
  elmweb: {
    /** @param {string} type @param {(data: any) => void} take */
    on(type, take) {
      takers.set(type, take);
      for (const data of waiting.splice(0)) receive(data);
    },
    /** @param {string} type @param {object} fields */
    post: (type, fields) => self.postMessage({type, ...fields, snapshot: fromSnapshot}),
    /** @param {MessagePort} port @param {string} text @param {Uint8Array[]} buffers */
    send(port, text, buffers) {
      port.postMessage({text, buffers}, [...new Set(buffers.map((buffer) => buffer.buffer))]);
    },
    mountFile,
    mountSample,
    /** @param {number} number @returns {Uint8Array | Float32Array | undefined} a picture or sound of the page */
    media: (number) => media.get(number),
    openPool,
    openOrt,
    openKernel,
  },
});

/** @param {any} data */
function receive(data) {
  if (data.type === "file") files.set(data.number, data.file);
  else if (data.type === "media") keepMedia(data.number, data.array);
  else if (takers.has(data.type)) takers.get(data.type)?.(data);
  else waiting.push(data);
}

/**
 * Fetch one file of this site; say how many bytes have come, so the page can show it.
 * @param {string} name
 * @returns {Promise<ReadableStream<Uint8Array>>}
 */
async function download(name) {
  const response = await fetchAnywhere(here + name);
  if (!response.ok || !response.body) throw new Error(`${name} could not be loaded (${response.status})`);
  let bytes = 0;
  let told = 0;
  const count = new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes - told > 200_000) self.postMessage({type: "progress", file: name, bytes: (told = bytes)});
      controller.enqueue(chunk);
    },
    flush: () => self.postMessage({type: "progress", file: name, bytes}),
  });
  return response.body.pipeThrough(count);
}

/** @param {string} name @returns {Promise<ReadableStream<Uint8Array>>} the inflated file */
const inflate = async (name) => (await download(name)).pipeThrough(new DecompressionStream("gzip"));

/** @param {ReadableStream<Uint8Array>} stream @returns {Promise<Uint8Array>} */
const whole = async (stream) => new Uint8Array(await new Response(stream).arrayBuffer());

/**
 * Start Python with the files of its role.
 * @param {Job} job
 * @param {object} options for loadPyodide
 */
async function load({wasm, stdlib, bundles, env}, options = {}) {
  const wasmStream = inflate(wasm);
  prepared.set(`${here}pyodide/pyodide.asm.wasm`, async () =>
    new Response(await wasmStream, {headers: {"Content-Type": "application/wasm"}}));
  prepared.set(`${here}pyodide/pyodide-lock.json`, async () => new Response(JSON.stringify(NO_PACKAGES)));
  const stdlibStream = download(stdlib);
  prepared.set(here + stdlib, async () => new Response(await stdlibStream));
  const arriving = bundles.map(async (name) => whole(await inflate(name)));
  const {loadPyodide} = await import("./pyodide/pyodide.mjs");
  return loadPyodide({
    indexURL: `${here}pyodide/`,
    stdLibURL: here + stdlib,
    env: {HOME: "/home/pyodide", ...env},
    fsInit: async (/** @type {any} */ FS) => { for (const bundle of arriving) unpack(FS, await bundle); },
    ...options,
  });
}

/**
 * Start Python from the picture of its memory that an earlier visit left, if there is one.
 * @param {Job} job
 * @returns {Promise<any>} Python, or null
 */
async function loadSnapshot(job) {
  const snapshot = await snapshots.find(job.version);
  if (!snapshot) return null;
  await import("./pyodide/pyodide.asm.js");
  snapshots.restoreInto(snapshot);
  const restored = await load(job, {_loadSnapshot: snapshot.memory});
  restored.runPython("import random; random.seed(); del random");
  return restored;
}

/**
 * The front: from the picture where that works, else the ordinary way.
 * @param {Job} job
 */
async function startFront(job) {
  python = job.trySnapshot ? await loadSnapshot(job) : null;
  fromSnapshot = python !== null;
  python ??= await load(job);
  python.pyimport("elmweb.workers.page").main();
}

/**
 * The bench: SciPy's libraries find OpenBLAS only when it is loaded before them.
 * @param {Job} job
 */
async function startBench(job) {
  python = await load(job);
  await python._api.loadDynlib("/usr/lib/libopenblas.so", true);
  python.pyimport("elmweb.workers.engine").main();
  self.postMessage({type: "ready"});
}

/**
 * Make the front once more, only to take a picture of its memory for the next visit.
 * @param {Job} job
 */
async function takeSnapshot(job) {
  await import("./pyodide/pyodide.asm.js");
  const scope = /** @type {any} */ (self);
  const create = scope._createPyodideModule;
  let tableStart = 0;
  scope._createPyodideModule = async (/** @type {any} */ settings) => {
    const module = await create(settings);
    tableStart = module.wasmTable.length;
    return module;
  };
  // Packages that are there when Python starts get an entry in its memory that a picture must not have.
  const fresh = await load({...job, bundles: []}, {_makeSnapshot: true});
  for (const name of job.bundles) unpack(fresh.FS, await whole(await inflate(name)));
  fresh.runPython("import importlib; importlib.invalidate_caches()");
  fresh.runPython("from elmweb.workers.page import for_snapshot; for_snapshot()");
  await snapshots.keep(job.version, snapshots.capture(fresh, tableStart));
  self.postMessage({type: "kept"});
  self.close();
}

/**
 * Give a file of the page a path from which Python reads slices; the file is never copied whole.
 * @param {number} number
 * @returns {Promise<string>}
 */
async function mountFile(number) {
  const file = files.get(number);
  if (!file) throw new Error(`file ${number} is not known here`);
  const folder = `/files/${number}`;
  if (!python.FS.analyzePath(folder).exists) {
    const data = (await isParquet(file)) ? await (await import("./parquet.js")).asCsv(file) : file;
    python.FS.mkdirTree(folder);
    python.FS.mount(python.FS.filesystems.WORKERFS, {blobs: [{name: "file", data}]}, folder);
  }
  return `${folder}/file`;
}

/** @param {number} number @param {Uint8Array | Float32Array} array */
function keepMedia(number, array) {
  media.set(number, array);
  for (const oldest of media.keys()) {
    if (media.size <= MOST_MEDIA) break;
    media.delete(oldest);
  }
}

/** @param {Blob} file @returns {Promise<boolean>} whether its first bytes are those of a Parquet file */
async function isParquet(file) {
  return (await file.slice(0, 4).text()) === "PAR1";
}

/**
 * Fetch a bundled sample to where Python looks for it.
 * @param {string} path such as /samples/iris.csv; the site has it under the same name
 */
async function mountSample(path) {
  if (python.FS.analyzePath(path).exists) return;
  python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
  python.FS.writeFile(path, await whole(await download(path.slice(1))));
}

/**
 * Start kernel workers, one for each core.
 * @param {number} size
 * @returns {Promise<import("./kernel/pool.js").Pool>}
 */
async function openPool(size) {
  const {Pool} = await import("./kernel/pool.js");
  return new Pool({worker: `${here}kernel/worker.js`, kernel: `${here}kernel/`}, size);
}

/**
 * Prepare for deep models; their worker starts when one is first asked for.
 * @returns {Promise<import("./ort/host.js").Host>}
 */
async function openOrt() {
  const {Host} = await import("./ort/host.js");
  return new Host(`${here}ort-worker.js`);
}

/**
 * Load the kernel into this very thread, for fits that cannot wait.
 * @returns {Promise<import("./kernel/here.js").Here>}
 */
async function openKernel() {
  const {openHere} = await import("./kernel/here.js");
  return openHere(async (name) => {
    const answer = await fetch(`${here}kernel/${name}`);
    if (!answer.ok) throw new Error(`${name} could not be fetched: ${answer.status}.`);
    return answer.arrayBuffer();
  });
}

self.onmessage = ({data}) => {
  if (data.type !== "start") return receive(data);
  const starts = {front: startFront, bench: startBench, snapshot: takeSnapshot};
  starts[/** @type {Job} */ (data).role](data).catch((error) => self.postMessage({type: "failed", text: String(error?.stack ?? error)}));
};
