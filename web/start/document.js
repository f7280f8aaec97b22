// @ts-check
/**
 * The Bokeh document: drawn from what the build has rendered, then kept equal to its twin in Python.
 * Patches go to and fro as text; what a person changes before Python is there is kept in order.
 */
import {$, language} from "../page/dom.js";
import {attach, send} from "../page/messages.js";
import {holdable, holdLayouts} from "./layouts.js";
import {hideLoadingBar} from "./loading-bar.js";
import {drawing, drawRest, drawRoots, nextTask} from "./roots.js";
import {site} from "./site.js";
import {words} from "../words/page.js";

/** @type {Bokeh.Document} */ let doc;
/** @type {Promise<void>} */ let drawn;
/** @type {() => void} */ let isThere;
/** Settled when Python has the document, too. @type {Promise<void>} */ const live = new Promise((resolve) => { isThere = resolve; });
/** Patches made before Python was live; null from then on. @type {string[] | null} */ let early = [];
/** Sends a patch to Python, once it is live. @type {(text: string) => void} */ let post;
/** Patches of Python that are not applied yet. @type {string[]} */ const fromThere = [];
let applying = false;
/** When the document changed last, on the page's clock. */
let lastChange = 0;
/** After this long without a change the roots are drawn that nobody has seen yet. */
const QUIET_MS = 1_000;

/** Whether Python has the document, too. */
export const isLive = () => early === null;

/** Milliseconds since the document changed last. */
export const unchangedFor = () => performance.now() - lastChange;

/** Draw the document that the build has rendered. */
export function drawFirst() {
  drawn = (async () => {
    const [text] = await Promise.all([fetch(site.document.file).then((answer) => answer.text()), loadBokeh()]);
    await nextTask();
    holdable();
    if (language !== "en") (await import("../page/tick-labels.js")).translateTicks();
    await draw(text, site.document.roots);
    performance.mark("drawn");
  })();
}

/** Load BokehJS and Panel's part of it, in order; the worker is already on its way by then. BokehJS starts in three parts. */
function loadBokeh() {
  const part = "next-part", names = ["bokeh.min", part, part, part, "bokeh-widgets.min", "bokeh-tables.min", "panel.min"];
  return Promise.all(names.map((name) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, {src: `bokeh/${name}.js`, async: false, onload: resolve, onerror: reject});
    document.head.append(script);
  })));
}

/**
 * Draw a document, and keep it equal to its twin from then on.
 * @param {string} text
 * @param {Record<string, string>} roots
 */
async function draw(text, roots) {
  doc = await drawRoots(text, roots);
  doc.on_change(toPython, false);
  attach(doc);
}

/** Wait until nothing has happened for a while. */
async function quiet() {
  do await new Promise((resolve) => setTimeout(resolve, QUIET_MS - unchangedFor()));
  while (unchangedFor() < QUIET_MS);
}

/**
 * Send what the page changed, or keep it until Python is live.
 * @param {Bokeh.ChangeEvent} event
 */
function toPython(event) {
  if (applying) return;
  lastChange = performance.now();
  const patch = JSON.stringify(doc.create_json_patch([event]));
  if (early) early.push(patch);
  else post(patch);
}

/**
 * Apply what Python changed, in order, as soon as everything is drawn that it may change.
 * @param {string} text a list of patches
 */
export async function fromPython(text) {
  fromThere.push(text);
  if (fromThere.length > 1) return; // who waits already goes on with it
  while (fromThere.length) {
    if (!isLive()) await live;
    while (drawing()) await drawing();
    try {
      apply(fromThere[0]);
    } catch (error) {
      reportError(error);
    }
    fromThere.shift();
  }
}

/** @param {string} text a list of patches */
function apply(text) {
  applying = true;
  lastChange = performance.now();
  holdLayouts();
  try {
    for (const patch of JSON.parse(text)) doc.apply_json_patch(patch);
  } finally {
    applying = false;
  }
}

/**
 * The messages to Python inside patches that were kept.
 * @param {string[]} patches
 * @returns {import("../page/messages.js").Message[]}
 */
function messages(patches) {
  return patches.flatMap((patch) => JSON.parse(patch).events)
    .filter((event) => event.attr === "text")
    .map((event) => JSON.parse(event.new));
}

/**
 * Python is there: make sure it means the same document, then send what was kept.
 * @param {{fingerprint: string, text: string, roots: Record<string, string>}} twin the document as Python has it
 * @param {(text: string) => void} toWorker sends a patch
 */
export async function goLive({fingerprint, text, roots}, toWorker) {
  await drawn;
  if (fingerprint !== site.document.fingerprint) {
    console.info("the pre-rendered page is not the page Python made; it is drawn anew");
    const said = messages(early ?? []);
    early = [];
    await drawing();
    await draw(text, roots);
    for (const {name, args} of said) send(name, args);
  }
  const patches = early ?? [];
  early = null;
  isThere();
  post = toWorker;
  for (const patch of patches) post(patch);
  drawRest(quiet);
  hideLoadingBar();
  $("python").textContent = words.ready;
  document.documentElement.dataset.live = "";
  performance.mark("live");
}
