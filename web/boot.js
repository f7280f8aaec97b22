// @ts-check
/**
 * Brings the painted page to life: draws the pre-rendered document, starts the two Pythons, carries their messages.
 *
 *   front worker     Panel: made first; patches of the document go to and fro as text
 *   bench worker     SciPy and friends: started when the front is live; ended and started again on Cancel or a crash
 *   snapshot worker  once, when all is quiet: leaves a picture of the front's memory for the next visit
 *
 * What a person does before Python is there is kept in order and sent when it is.
 */
import {attach, hooks, save, send} from "./page.js";
import {forget, has} from "./snapshot.js";
import {hideStrip, showFailure, showProgress} from "./strip.js";

/** After this long a start from the picture of an earlier visit counts as failed. */
const SNAPSHOT_PATIENCE_MS = 15_000;
/** After this long without a change in the document, work for the next visit may be done. */
const QUIET_MS = 6_000;
/** A bench that fails this often before it was ready is not started again. */
const MOST_FAILURES = 3;
const TRYING = "elmweb-trying-snapshot";

const site = await (await fetch("site.json")).json();

/** @type {Worker} */ let front;
/** @type {Worker | null} */ let bench = null;
/** The bench's end of its channel to the front, until there is a bench. @type {MessagePort} */ let benchPort;
/** @type {any} */ let doc = null;
/** Every file brought so far, so that a new bench can be told of it. @type {File[]} */ const files = [];
/** Patches made before Python was live; null from then on. @type {string[] | null} */ let early = [];
/** How many arrays the page has handed over. */
let arrays = 0;
let applying = false;
/** When the document changed last, on the page's clock. */
let lastChange = 0;
/** How often in a row the bench could not even start. */
let failures = 0;

// The document

/** Load BokehJS and Panel's part of it, in order; the worker is already on its way by then. */
function loadBokeh() {
  const names = ["bokeh", "bokeh-widgets", "bokeh-tables", "panel"];
  return Promise.all(names.map((name) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, {src: `bokeh/${name}.min.js`, async: false, onload: resolve, onerror: reject});
    document.head.append(script);
  })));
}

/** Draw a document into the slots of the page. */
async function draw(/** @type {string} */ text, /** @type {Record<string, string>} */ roots) {
  const Bokeh = /** @type {any} */ (globalThis).Bokeh;
  const slots = Object.fromEntries(Object.entries(roots).map(([slot, id]) => [id, slot]));
  doc = Bokeh.require("document").Document.from_json(JSON.parse(text));
  const places = doc.roots().map((/** @type {any} */ root) => document.querySelector(`[data-root="${slots[root.id]}"]`));
  for (const place of places) place.replaceChildren();
  await Bokeh.embed.add_document_standalone(doc, document.body, places, false);
  doc.on_change(toPython, false);
  attach(doc);
}

/** Send what the page changed, or keep it until Python is live. */
function toPython(/** @type {any} */ event) {
  if (applying) return;
  lastChange = performance.now();
  const patch = JSON.stringify(doc.create_json_patch([event]));
  if (early) early.push(patch);
  else front.postMessage({type: "patch", text: patch});
}

/** Apply what Python changed: a list of patches. */
function fromPython(/** @type {string} */ text) {
  applying = true;
  lastChange = performance.now();
  try {
    for (const patch of JSON.parse(text)) doc.apply_json_patch(patch);
  } finally {
    applying = false;
  }
}

/** The messages to Python inside patches that were kept. */
function messages(/** @type {string[]} */ patches) {
  return patches.flatMap((patch) => JSON.parse(patch).events)
    .filter((event) => event.attr === "text")
    .map((event) => JSON.parse(event.new));
}

/** Python is there: make sure it means the same document, then send what was kept. */
async function goLive(/** @type {any} */ {fingerprint, text, roots}) {
  await drawn;
  if (fingerprint !== site.document.fingerprint) {
    console.info("the pre-rendered page is not the page Python made; it is drawn anew");
    const said = messages(early ?? []);
    early = [];
    await draw(text, roots);
    for (const {name, args} of said) send(name, args);
  }
  const patches = early ?? [];
  early = null;
  for (const patch of patches) front.postMessage({type: "patch", text: patch});
  hideStrip();
  const readout = document.getElementById("python");
  if (readout) readout.textContent = "ready";
  document.documentElement.dataset.live = "";
  performance.mark("live");
}

// The Pythons

/** @param {"front" | "bench" | "snapshot"} role @param {object} job @param {(data: any) => void} take */
function startPython(role, job, take) {
  const worker = new Worker("python-worker.js", {type: "module", name: role});
  worker.onmessage = ({data}) => take(data);
  worker.onerror = (event) => take({type: "failed", text: event.message});
  worker.postMessage({type: "start", role, version: site.version, ...site.start, ...site[role], ...job});
  return worker;
}

/** Start the front, from the picture of an earlier visit if there is one and it may be tried. */
function startFront(/** @type {boolean} */ trySnapshot) {
  const {port1, port2} = new MessageChannel();
  benchPort = port1;
  if (trySnapshot) localStorage.setItem(TRYING, "1");
  const giveUp = (/** @type {string} */ why) => {
    console.info(`the picture of an earlier visit did not work: ${why}`);
    clearTimeout(timer);
    front.terminate();
    forget();
    localStorage.removeItem(TRYING);
    startFront(false);
  };
  const timer = trySnapshot ? setTimeout(giveUp, SNAPSHOT_PATIENCE_MS, "it took too long") : 0;
  /** @type {Record<string, (data: any) => void>} */
  const takes = {
    progress: ({file, bytes}) => { if (early) showProgress("front", site.bytes.front, file, bytes); },
    patch: ({text}) => fromPython(text),
    end_bench: () => replaceBench(""),
    deliver: ({filename, mime, data}) => save(filename, new Blob([data], {type: mime})),
    failed({text}) {
      if (early && trySnapshot) return giveUp(text);
      console.error(text);
      showFailure(text, early === null);
    },
    async live(data) {
      clearTimeout(timer);
      await goLive(data);
      if (trySnapshot) localStorage.removeItem(TRYING);
      document.documentElement.dataset.start = data.snapshot ? "snapshot" : "plain";
      startBench(benchPort);
      keepSite();
    },
  };
  front = startPython("front", {trySnapshot}, (data) => takes[data.type](data));
  front.postMessage({type: "connect", port: port2}, [port2]);
}

/** Start the bench and give it its end of the channel to the front. */
function startBench(/** @type {MessagePort} */ port) {
  bench = startPython("bench", {}, ({type, file, bytes, text}) => {
    if (type === "progress" && file.startsWith("python/")) showProgress("bench", site.bytes.bench, file, bytes);
    if (type === "ready") {
      failures = 0;
      hideStrip();
      document.documentElement.dataset.bench = "";
      performance.mark("bench");
      whenQuiet(takeSnapshot);
    }
    if (type === "failed") {
      console.warn(text);
      if (++failures < MOST_FAILURES) replaceBench(text);
      else showFailure(text, true);
    }
  });
  files.forEach((file, number) => bench?.postMessage({type: "file", number, file}));
  bench.postMessage({type: "connect", port}, [port]);
}

/** End the bench worker, whatever it is doing, and start another. */
function replaceBench(/** @type {string} */ why) {
  bench?.terminate();
  const {port1, port2} = new MessageChannel();
  startBench(port1);
  front.postMessage({type: "bench_lost", port: port2, why}, [port2]);
}

// The next visit

/** Do something once nobody has done anything for a while: it must not slow down a training. */
function whenQuiet(/** @type {() => void} */ then) {
  const left = lastChange + QUIET_MS - performance.now();
  if (left > 0) setTimeout(whenQuiet, left, then);
  else then();
}

/** Leave a picture of the front's memory for the next visit, unless there is one or memory is short. */
async function takeSnapshot() {
  const {deviceMemory = 8} = /** @type {any} */ (navigator);
  if (deviceMemory < 4 || !globalThis.caches || (await has(site.version))) return;
  const worker = startPython("snapshot", site.front, ({type, text}) => {
    if (type === "failed") {
      console.info(`no picture is kept for the next visit: ${text}`);
      worker.terminate();
    }
    if (type === "kept") document.documentElement.dataset.kept = "";
  });
}

/** Have the service worker keep the site's files, after what is needed now has been loaded. */
async function keepSite() {
  try {
    if (!navigator.serviceWorker) return;
    await navigator.serviceWorker.register("sw.js");
    navigator.serviceWorker.onmessage = () => { document.documentElement.dataset.offline = ""; };
    const {active} = await navigator.serviceWorker.ready;
    whenQuiet(() => active?.postMessage("fill"));
  } catch (error) {
    console.info(`the site is not kept for the next visit: ${error}`);
  }
}

/** A file of the page goes to the bench by reference: Python reads slices of it there. */
hooks.file = async (file) => {
  const number = files.push(file) - 1;
  bench?.postMessage({type: "file", number, file});
  return /** @type {any} */ ({file: number, name: file.name, size: file.size});
};

/** Arrays go to the bench by reference too. */
hooks.media = async (array, shape) => {
  const number = ++arrays;
  bench?.postMessage({type: "media", number, array}, [array.buffer]);
  return {media: number, shape};
};

/** Whether a picture may be tried: one that ended the page last time is not tried again. */
async function maySnapshot() {
  if (localStorage.getItem(TRYING)) {
    localStorage.removeItem(TRYING);
    await forget();
    return false;
  }
  return Boolean(globalThis.caches) && has(site.version);
}

/** Draw the pre-rendered document. */
async function drawFirst() {
  const [text] = await Promise.all([fetch(site.document.file).then((answer) => answer.text()), loadBokeh()]);
  await draw(text, site.document.roots);
  performance.mark("drawn");
}

showProgress("front", site.bytes.front);
const trySnapshot = await maySnapshot().catch(() => false);
const drawn = drawFirst();
startFront(trySnapshot);
