// @ts-check
/**
 * One Python in a worker. The page starts two of them from this file: the page worker (Panel, paints and answers)
 * and the engine (SciPy, pandas, scikit-learn; reads, trains, predicts).
 *
 * Messages in:   {type: "start", ...Job}, then whatever Python asked for with elmweb.on().
 * Messages out:  {type: "progress", file, bytes}, {type: "fetched", compiled}, {type: "failed", text}, and what Python sends
 *                with elmweb.post(), with how it was started.
 */
import {Bundle, unpack} from "./bundle.js";
import {haveInflated, root, speed, whole} from "./download.js";
import {Helper, helperFailed} from "./helper.js";
import {compile, fetchBundle, fetchBundleApart, filesOfSite, load} from "./load-python.js";
import {fileOf, keepFile, keepMedia, mediaOf, mountFile, mountSample} from "./mounts.js";
import {prepare} from "./prepare.js";
import {read} from "./site-snapshot.js";
import {find, keep} from "./snapshot-store.js";
import {capturable, capture, restoring} from "./snapshot.js";

/** @typedef {import("./load-python.js").Job} Job */

/**
 * Pyodide's scripts try importScripts to learn what kind of worker this is. In a module it only throws, and Chromium's
 * own once ended the whole page where it was tried in a worker that was being ended.
 */
self.importScripts = () => { throw new TypeError("This worker is a module."); };

/** Pyodide's scripts are large: they are on their way before the page says what is to be done. */
const script = import("../pyodide/pyodide.asm.mjs");
import("../pyodide/pyodide.mjs");

/** @type {Map<string, (data: any) => void>} */ const takers = new Map();
/** Messages that Python has not asked for yet. @type {any[]} */ const waiting = [];
/** @type {Pyodide.Python} */ let python;
/** Brings the files that Python does not begin with. */
let bringRest = async () => {};
/** Settled once they are there. @type {Promise<void> | null} */ let rest = null;
/** Between one try to bring them and the next. */
const TRY_AGAIN_MS = [1_000, 4_000];
/** @type {"plain" | "snapshot" | "shipped"} */ let started = "plain";
/** What the page speaks, if it is not English. @type {string | undefined} */ let language;

/** What Python sees as js.elmweb. */
self.elmweb = {
  on(type, take) {
    takers.set(type, take);
    for (const data of waiting.splice(0)) receive(data);
  },
  post: (type, fields) => self.postMessage({type, ...fields, started}),
  keep(text, table, model) { // as Blobs, which cross without a copy
    self.postMessage({type: "keep", text, table: table && new Blob([table]), model: model && new Blob([model])});
  },
  send(port, text, buffers) {
    port.postMessage({text, buffers}, [...new Set(buffers.map((buffer) => buffer.buffer))]);
  },
  complete,
  mountFile: (number) => mountFile(python.FS, number),
  mountSample: (path) => mountSample(python.FS, path),
  media: mediaOf,
  async openPool(size) {
    const {Pool} = await import("../kernel/pool.js");
    return new Pool({worker: `${root}kernel/worker.js`, kernel: `${root}kernel/`}, size, (url) => new Helper(url, "kernel"));
  },
  async openExamples() {
    const {Examples} = await import("../examples/host.js");
    return new Examples(fileOf, hear);
  },
  async openOrt() {
    const {Host} = await import("../ort/host.js");
    const start = (/** @type {string} */ url) => new Helper(url, "models");
    if (!language) return new Host(`${root}ort/worker.js`, start);
    // A worker has no import map: the words of another language take the place of the English here.
    const [{words}, own] = await Promise.all([import("../words/ort.js"), import(`../words/${language}/ort.js`)]);
    Object.assign(words, own.words);
    return new Host(`${root}ort/worker.js?language=${language}`, start);
  },
  async openKernel() {
    const {openHere} = await import("../kernel/here.js");
    return openHere(fileOfKernel);
  },
  async openNetworks() {
    const {openNetworks} = await import("../kernel/network.js");
    return openNetworks(fileOfKernel, python._module.memory);
  },
};

/** Clips that the page decodes, by number. @type {Map<number, {resolve: (heard: Float32Array) => void, reject: (why: Error) => void}>} */
const heard = new Map();
let clips = 0;

/** @param {Blob} sound @param {number} rate @returns {Promise<Float32Array>} */
function hear(sound, rate) {
  const number = ++clips;
  self.postMessage({type: "hear", number, sound, rate});
  return new Promise((resolve, reject) => { heard.set(number, {resolve, reject}); });
}

/** @param {{number: number, array?: Float32Array, why?: string}} message */
function haveHeard({number, array, why}) {
  const {resolve, reject} = heard.get(number) ?? {};
  heard.delete(number);
  if (array) resolve?.(array);
  else reject?.(new Error(why));
}

/** @param {string} name @returns {Promise<ArrayBuffer>} */
async function fileOfKernel(name) {
  const answer = await fetch(`${root}kernel/${name}`);
  if (!answer.ok) throw new Error(`${name} could not be fetched: ${answer.status}.`);
  return answer.arrayBuffer();
}

/** @param {any} data a message of the page, plain data with a type */
function receive(data) {
  if (data.type === "file") keepFile(data.number, data.file);
  else if (data.type === "files") data.files.forEach((/** @type {File} */ file, /** @type {number} */ at) => keepFile(data.first + at, file));
  else if (data.type === "heard") haveHeard(data);
  else if (data.type === "helper_failed") helperFailed(data);
  else if (data.type === "inflated") haveInflated(data);
  else if (data.type === "media") keepMedia(data.number, data.array);
  else if (takers.has(data.type)) takers.get(data.type)?.(data);
  else waiting.push(data);
}

/** What is random must not be the same in each visit. */
const SEED_ANEW = `
import random, sys
random.seed()
if "numpy.random" in sys.modules:
    sys.modules["numpy.random"].seed()
del random, sys
`;

/** After this long the files that Python has not asked for are read, too: another tab may want to replace them. */
const LOAD_AFTER_MS = 10_000;

/**
 * Start Python from the snapshot of its memory that an earlier visit left, if there is one.
 * @param {Job} job
 * @returns {Promise<Pyodide.Python | null>}
 */
async function restore(job) {
  const kept = await find(job.role, job.version);
  if (!kept) return null;
  const opened = [...job.bundles, ...job.later].map((_, index) => kept.open(`bundle-${index}`));
  const files = {
    wasm: () => kept.read("wasm"),
    stdlib: kept.read("stdlib"),
    bundles: opened.map(async (file) => new Bundle((await file).read)),
  };
  const layout = JSON.parse(new TextDecoder().decode(await kept.read("layout")));
  const restored = await loadFrom({layout, header: await kept.read("header")}, (heap) => kept.readInto("heap", heap), job, files);
  setTimeout(async () => { for (const file of opened) (await file).load(); }, LOAD_AFTER_MS);
  return restored;
}

/**
 * @param {Omit<import("./snapshot.js").Snapshot, "heap">} snapshot
 * @param {(heap: Int8Array) => Promise<void>} readHeap
 * @param {Job} job
 * @param {import("./load-python.js").Files} files
 * @param {Promise<WebAssembly.Module>} [compiling]
 * @returns {Promise<Pyodide.Python>} with the memory of a snapshot
 */
async function loadFrom({layout, header}, readHeap, job, files, compiling) {
  const createPyodideModule = restoring((await script).default, layout, readHeap, files.bundles);
  const restored = await load(job, files, {_loadSnapshot: header, createPyodideModule}, compiling);
  restored.runPython(SEED_ANEW);
  return restored;
}

/** @param {BodyInit} body @returns {Promise<Uint8Array<ArrayBuffer>>} */
const inMemory = (body) => whole(new Response(body));

/** From this speed on, in bytes a second, the snapshot of the site comes faster than Python's modules are imported. */
const FAST_LINE = 6e6;
/** A snapshot that has not come by then is not waited for: the line was not so fast. */
const SNAPSHOT_MS = 4_000;

/**
 * Start Python the ordinary way, or on a fast line from the snapshot of its memory that the build took: it is larger than
 * all files that it spares Python to import. What comes from a service worker says nothing of the line.
 * @param {Job} job
 * @returns {Promise<Pyodide.Python>}
 */
async function loadFromSite(job) {
  const files = filesOfSite(job), compiling = compile(job, files);
  const fetched = Promise.all([compiling, ...files.bundles]).then(([compiled]) => {
    try { self.postMessage({type: "fetched", compiled}); }
    catch { self.postMessage({type: "fetched"}); } // where a module cannot be passed on, the engine compiles its own
  });
  fetched.catch(() => {}); // heard of where it is waited for, as are these
  if (!job.trySiteSnapshot || job.isKept) return loadPlainly(job, files, compiling, fetched);
  const stdlib = files.stdlib.then(inMemory);
  for (const coming of [compiling, stdlib]) coming.catch(() => {});
  const here = {...files, stdlib};
  const isFast = await Promise.race([speed, fetched.then(() => 0)]) > FAST_LINE;
  const snapshot = isFast ? await fetchSnapshot(job) : null;
  if (!snapshot) return loadPlainly(job, here, compiling, fetched);
  await Promise.all([stdlib, fetched]); // what fails from here on is not the line
  self.postMessage({type: "restoring"});
  const restored = await loadFrom(snapshot, async (heap) => {
    heap.set(snapshot.heap);
    snapshot.heap = new Uint8Array(); // Pyodide keeps its settings, and they this
  }, job, here, compiling);
  started = "shipped";
  return restored;
}

/**
 * @param {Job} job
 * @returns {Promise<import("./snapshot.js").Snapshot | null>} null: it did not come, or is not of these files
 */
async function fetchSnapshot({snapshot, version}) {
  try {
    const {body, ok, status} = await fetch(root + snapshot, {signal: AbortSignal.timeout(SNAPSHOT_MS)});
    if (!ok || !body) throw new Error(String(status));
    return read(await whole(new Response(body.pipeThrough(new DecompressionStream("gzip")))), version);
  } catch (error) {
    console.info(`the site's snapshot of the ${self.name} could not be had: ${error}`);
    return null;
  }
}

/**
 * Start Python the ordinary way. What it does not begin with comes after it.
 * @param {Job} job
 * @param {import("./load-python.js").Files} files
 * @param {Promise<WebAssembly.Module>} compiling
 * @param {Promise<void>} fetched
 * @returns {Promise<Pyodide.Python>}
 */
async function loadPlainly(job, files, compiling, fetched) {
  const [loaded] = await Promise.all([load(job, files, {}, compiling), fetched]); // Pyodide does not tell which file did not come
  if (job.later.length) {
    bringRest = async () => {
      await add(loaded, job.later.map(fetchBundleApart));
      await prepare[job.role](loaded);
    };
  } else await prepare[job.role](loaded);
  return loaded;
}

/** Wait until all files of Python are there. What does not come is asked for a few times, and again by the next call. */
function complete() {
  const tryAgain = async () => {
    for (const wait of TRY_AGAIN_MS) {
      try { return await bringRest(); } catch { await new Promise((resolve) => setTimeout(resolve, wait)); }
    }
    return bringRest();
  };
  const tell = () => self.postMessage({type: "complete"});
  return (rest ??= tryAgain().then(tell, (error) => { rest = null; throw error; }));
}

/**
 * Add bundles to a Python that runs.
 * @param {Pyodide.Python} python
 * @param {Promise<Bundle>[]} coming
 * @returns {Promise<Bundle[]>}
 */
async function add(python, coming) {
  const bundles = await Promise.all(coming);
  for (const bundle of bundles) unpack(python.FS, bundle);
  python.runPython("import importlib; importlib.invalidate_caches()");
  return bundles;
}

/**
 * Run the program of a role: from a snapshot where there is one, else the ordinary way.
 * @param {Job} job
 */
async function run(job) {
  const restored = job.trySnapshot ? await restore(job) : null;
  if (restored) started = "snapshot";
  else if (job.trySnapshot) self.postMessage({type: "nothingKept"});
  python = restored ?? await loadFromSite(job);
  // Memory or the stack ran out: no message would come any more.
  python._api.on_fatal = (error) => self.postMessage({type: "failed", text: String(error)});
  python.pyimport(`elmweb.workers.${job.role}`).main();
  self.postMessage({type: "ready", started});
  await complete().catch(({message}) => self.postMessage({type: "incomplete", text: message}));
}

/**
 * Bring a Python to where its program begins, only to take a snapshot of its memory for the next visit.
 * @param {Job} job
 */
async function takeSnapshot(job) {
  const createPyodideModule = capturable((await script).default);
  const files = filesOfSite(job);
  const [wasm, stdlib] = await Promise.all([files.wasm(), files.stdlib].map(async (body) => inMemory(await body)));
  // Packages that are there when Python starts get an entry in its memory that a snapshot must not have.
  const first = {wasm: async () => wasm, stdlib: Promise.resolve(stdlib), bundles: []};
  // A browser keeps the machine code of one Python that it has compiled. That of the engine has more to do.
  const isKept = job.isKept && job.role === "engine";
  const fresh = await load({...job, isKept}, first, {_makeSnapshot: true, createPyodideModule});
  const bundles = await add(fresh, [...files.bundles, ...job.later.map(fetchBundle)]);
  await prepare[job.role](fresh);
  fresh.runPython(`from elmweb.workers.${job.role} import for_snapshot; for_snapshot()`);
  const {layout, header, heap} = capture(fresh);
  await keep(job.role, job.version, {
    layout: new TextEncoder().encode(JSON.stringify(layout)), header, heap, wasm, stdlib,
    ...Object.fromEntries(bundles.map((bundle, index) => [`bundle-${index}`, bundle.whole()])),
  });
  self.postMessage({type: "kept"});
  self.close();
}

self.onmessage = ({data}) => {
  if (data.type !== "start") return receive(data);
  const job = /** @type {Job} */ (data);
  language = job.env.ELMWEB_LANGUAGE;
  const done = job.takeSnapshot ? takeSnapshot(job) : run(job);
  done.catch(fail);
};

/** @param {any} error */
const fail = (error) => self.postMessage({type: "failed", text: String(error?.stack ?? error)});
