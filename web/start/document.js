// @ts-check
/**
 * The Bokeh document: drawn from what the build has rendered, then kept equal to its twin in Python.
 * Patches go to and fro as text; what a person changes before Python is there is kept in order.
 */
import {$, language} from "../page/dom.js";
import {attach, send} from "../page/messages.js";
import {holdable, holdLayouts} from "./layouts.js";
import {hideLoadingBar} from "./loading-bar.js";
import {site} from "./site.js";
import {words} from "../words/page.js";

/** @type {Bokeh.Document} */ let doc;
/** @type {Promise<void>} */ let drawn;
/** Patches made before Python was live; null from then on. @type {string[] | null} */ let early = [];
/** Sends a patch to Python, once it is live. @type {(text: string) => void} */ let post;
let applying = false;
/** When the document changed last, on the page's clock. */
let lastChange = 0;
/** What draws the root of a place that nobody has seen yet. @type {Map<Element, () => Promise<void>>} */ const undrawn = new Map();
/** Another page of the app is shown: before it is painted its root is drawn. */
const shown = new MutationObserver(() => drawSeen());
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
    holdable();
    if (language !== "en") (await import("../page/tick-labels.js")).translateTicks();
    await draw(text, site.document.roots);
    performance.mark("drawn");
  })();
}

/** Load BokehJS and Panel's part of it, in order; the worker is already on its way by then. */
function loadBokeh() {
  const names = ["bokeh", "bokeh-widgets", "bokeh-tables", "panel"];
  return Promise.all(names.map((name) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, {src: `bokeh/${name}.min.js`, async: false, onload: resolve, onerror: reject});
    document.head.append(script);
  })));
}

/**
 * Draw what is seen of a document into the slots of the page, and the rest once nothing happens or somebody goes there.
 * This is what Bokeh.embed.add_document_standalone does, which draws all roots in one task.
 * @param {string} text
 * @param {Record<string, string>} roots
 */
async function draw(text, roots) {
  const slots = new Map(Object.entries(roots).map(([slot, id]) => [id, slot]));
  const {ViewManager} = Bokeh.require("core/view_manager");
  const drawing = Bokeh.require("document").Document.from_json(JSON.parse(text));
  const views = drawing.views_manager = new ViewManager([], Bokeh.embed.index);
  undrawn.clear();
  shown.observe(document.body, {attributeFilter: ["data-page"]});
  for (const root of drawing.all_roots) {
    if (!root.default_view) {
      drawing.notify_idle(root); // it has nothing to show
      continue;
    }
    const slot = slots.get(root.id);
    const place = document.querySelector(`[data-root="${slot}"]`);
    if (!place) throw new Error(`The page has no slot for ${slot ?? root.id}.`);
    undrawn.set(place, async () => {
      const view = await views.build_view(root);
      place.replaceChildren();
      view.build?.(place);
    });
  }
  await nextTask();
  await drawSeen();
  doc = drawing;
  doc.on_change(toPython, false);
  attach(doc);
}

/** @param {Element} place draw its root, unless that was done */
async function drawAt(place) {
  const drawRoot = undrawn.get(place);
  if (!drawRoot) return;
  undrawn.delete(place);
  try {
    await drawRoot();
  } catch (error) {
    undrawn.set(place, drawRoot); // it is tried again when somebody goes there
    console.error(error);
  }
}

/** Draw the roots of the page of the app that is shown, also what there is nothing to see of yet. */
async function drawSeen() {
  for (const place of [...undrawn.keys()]) if ((place.closest("section") ?? place).checkVisibility()) await drawAt(place);
}

/** Draw the other roots, each in a task of its own, whenever nothing has happened for a while. */
async function drawRest() {
  for (const place of [...undrawn.keys()]) {
    do await new Promise((resolve) => setTimeout(resolve, QUIET_MS - unchangedFor()));
    while (unchangedFor() < QUIET_MS);
    await drawAt(place);
  }
}

/** Let the browser do what else is waiting: paint, or answer a press. */
const nextTask = () => new Promise((resolve) => setTimeout(resolve));

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
 * Apply what Python changed.
 * @param {string} text a list of patches
 */
export function fromPython(text) {
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
    await draw(text, roots);
    for (const {name, args} of said) send(name, args);
  }
  const patches = early ?? [];
  early = null;
  post = toWorker;
  for (const patch of patches) post(patch);
  drawRest();
  hideLoadingBar();
  $("python").textContent = words.ready;
  document.documentElement.dataset.live = "";
  performance.mark("live");
}
