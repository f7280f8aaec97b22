// @ts-check
/**
 * Brings the painted page to life: draws the pre-rendered document, starts the two Pythons, carries their messages.
 *
 *   front worker   Panel: made first; patches of the document go to and fro as text
 *   bench worker   SciPy and friends: started when the front is live; ended and started again on Cancel or a crash
 *
 * What a person does before Python is there is kept in order and sent when it is.
 */
import {attach, hooks, save, send} from "./page.js";

const $ = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const site = await (await fetch("site.json")).json();

/** @type {Worker} */ let front;
/** @type {Worker | null} */ let bench = null;
/** @type {any} */ let doc = null;
/** Every file brought so far, so that a new bench can be told of it. @type {File[]} */
const files = [];
/** Patches made before Python was live. @type {string[] | null} */
let early = [];
let applying = false;

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
  const patch = JSON.stringify(doc.create_json_patch([event]));
  if (early) early.push(patch);
  else front.postMessage({type: "patch", text: patch});
}

/** The messages to Python inside patches that were kept. */
function messages(/** @type {string[]} */ patches) {
  return patches.flatMap((patch) => JSON.parse(patch).events)
    .filter((event) => event.attr === "text")
    .map((event) => JSON.parse(event.new));
}

/** Apply what Python changed: a list of patches. */
function fromPython(/** @type {string} */ text) {
  applying = true;
  try {
    for (const patch of JSON.parse(text)) doc.apply_json_patch(patch);
  } finally {
    applying = false;
  }
}

// The two Pythons

/** @param {"front" | "bench"} role @param {(data: any) => void} take */
function startPython(role, take) {
  const worker = new Worker("python-worker.js", {type: "module", name: role});
  worker.onmessage = ({data}) => take(data);
  worker.onerror = (event) => take({type: "failed", text: event.message});
  worker.postMessage({type: "start", role, ...site.start, ...site[role]});
  return worker;
}

/** Start the bench and give it one end of its channel to the front. */
function startBench(/** @type {MessagePort} */ port) {
  bench = startPython("bench", (data) => {
    if (data.type !== "failed") return;
    console.warn(data.text);
    replaceBench(data.text);
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

/** @type {Record<string, (data: any) => void>} */
const fromFront = {
  progress: ({file, bytes}) => showProgress(file, bytes),
  patch: ({text}) => fromPython(text),
  end_bench: () => replaceBench(""),
  deliver: ({filename, mime, data}) => save(filename, new Blob([data], {type: mime})),
  failed: ({text}) => showFailure(text),
  async live({fingerprint, text, roots}) {
    if (fingerprint !== site.document.fingerprint) {
      console.info("the pre-rendered page is not the page Python made; drawing it anew");
      await drawn;
      const said = messages(early ?? []);
      early = [];
      await draw(text, roots);
      for (const {name, args} of said) send(name, args);
    }
    await drawn;
    const patches = early ?? [];
    early = null;
    for (const patch of patches) front.postMessage({type: "patch", text: patch});
    $("strip").hidden = true;
    $("python").textContent = "ready";
    document.documentElement.dataset.live = "";
    performance.mark("live");
    startBench(port1);
    keepForNextTime();
  },
};

/** Have the service worker keep the site, once what is needed now has been loaded. */
async function keepForNextTime() {
  try {
    await navigator.serviceWorker?.register("sw.js");
    const {active} = await navigator.serviceWorker.ready;
    setTimeout(() => active?.postMessage("fill"), 5000);
  } catch (error) {
    console.info(`the site is not kept for the next visit: ${error}`);
  }
}

// What the strip says

const arrived = new Map();

function showProgress(/** @type {string} */ file, /** @type {number} */ bytes) {
  arrived.set(file, bytes);
  const done = [...arrived.values()].reduce((sum, n) => sum + n, 0);
  const total = site.bytes;
  const inMB = (/** @type {number} */ n) => (n / 1e6).toFixed(1);
  const share = Math.min(100, Math.round((100 * done) / total));
  $("strip-text").innerHTML = `<b>Python is arriving: <span class="nw">${inMB(done)} of ${inMB(total)} MB</span>.</b> `
    + "You can already look around and choose a table.";
  $("strip-bar").setAttribute("aria-valuenow", String(share));
  /** @type {HTMLElement} */ ($("strip-bar").firstElementChild).style.width = `${share}%`;
  $("python").textContent = `${share} %`;
}

function showFailure(/** @type {string} */ text) {
  $("strip").hidden = false;
  $("strip").setAttribute("role", "alert");
  $("strip-text").textContent = `Python could not start here: ${text.split("\n")[0]} `
    + "Load the page again, or use a current Chrome, Edge, Firefox or Safari.";
  $("python").textContent = "failed";
  console.error(text);
}

/** A file of the page goes to the bench by reference: Python reads slices of it there. */
hooks.file = async (file) => {
  const number = files.push(file) - 1;
  bench?.postMessage({type: "file", number, file});
  return /** @type {any} */ ({file: number, name: file.name, size: file.size});
};

$("strip").hidden = false;
showProgress("", 0);
front = startPython("front", (data) => fromFront[data.type](data));
const drawn = (async () => {
  const [text] = await Promise.all([fetch(site.document.file).then((answer) => answer.text()), loadBokeh()]);
  await draw(text, site.document.roots);
  performance.mark("drawn");
})();
const {port1, port2} = new MessageChannel();
front.postMessage({type: "connect", port: port2}, [port2]);
