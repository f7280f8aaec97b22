// @ts-check
/**
 * Draws the roots of the Bokeh document, each in many small tasks: those on the page of the app that is shown at once, the
 * others whenever nothing happens. Only what is drawn is changed by Python, or seen.
 */
import {measureSeen} from "./layouts.js";

/** Draws a root, part by part. @typedef {Generator<void>} Parts */

/** What makes the view of a root that is not drawn yet, by its place. @type {Map<HTMLElement, () => Promise<Bokeh.View>>} */
const undrawn = new Map();
/** Where somebody waits for a page, its parts are drawn for so long before anything else is done. */
const PATIENCE_MS = 30;
/** The number of roots that are just being drawn. */
let nUnfinished = 0;
/** What is seen may be other than before. */
const shown = new MutationObserver(() => {
  drawSeen();
  requestAnimationFrame(measureSeen); // before it is painted
});

/**
 * Draw what is seen of a document into the slots of the page. The rest is drawn when somebody goes there, or by `drawRest`.
 * This is what Bokeh.embed.add_document_standalone does, which draws all roots in one task.
 * @param {string} text
 * @param {Record<string, string>} roots the identifier of each slot's root
 * @returns {Promise<Bokeh.Document>}
 */
export async function drawRoots(text, roots) {
  const slots = new Map(Object.entries(roots).map(([slot, id]) => [id, slot]));
  const {ViewManager} = Bokeh.require("core/view_manager");
  const drawing = Bokeh.require("document").Document.from_json(JSON.parse(text));
  const views = drawing.views_manager = new ViewManager([], Bokeh.embed.index);
  undrawn.clear();
  shown.observe(document.body, {attributeFilter: ["data-page", "data-table", "data-has-table", "data-has-result"]});
  for (const root of drawing.all_roots) {
    if (!root.default_view) {
      drawing.notify_idle(root); // it has nothing to show
      continue;
    }
    const slot = slots.get(root.id);
    const place = /** @type {HTMLElement | null} */ (document.querySelector(`[data-root="${slot}"]`));
    if (!place) throw new Error(`The page has no slot for ${slot ?? root.id}.`);
    undrawn.set(place, () => views.build_view(root));
  }
  await drawSeen();
  return drawing;
}

/**
 * Draw the root of a place, unless that was done.
 * @param {HTMLElement} place
 * @param {number} patience how long its parts may hold up all else, in milliseconds
 */
async function drawAt(place, patience) {
  const makeView = undrawn.get(place);
  if (!makeView) return;
  undrawn.delete(place);
  nUnfinished += 1;
  /** @type {Bokeh.View | undefined} */ let view;
  try {
    view = await makeView();
    let begun = performance.now();
    for (const _part of inParts(view, place)) {
      if (performance.now() - begun < patience) continue;
      await nextTask();
      begun = performance.now();
    }
  } catch (error) {
    view?.remove?.();
    undrawn.set(place, makeView); // it is tried again when somebody goes there
    console.error(error);
  }
  nUnfinished -= 1;
}

/**
 * What the `build` of a view does, with a rest before every second level: the page of a training has so many widgets that
 * nothing else would be done for a tenth of a second. The place is hidden meanwhile: half of it is not worth a look, and
 * would be measured again and again.
 * @param {Bokeh.View} view of a root
 * @param {HTMLElement} place
 * @returns {Parts}
 */
function* inParts(view, place) {
  const isHidden = place.hidden;
  place.hidden = true;
  try {
    place.replaceChildren();
    yield* renderInParts(view, () => view.render_to?.(place));
    yield;
    view.r_after_render?.();
  } finally {
    place.hidden = isHidden;
  }
  measureSeen();
  view.notify_finished?.();
}

/**
 * @param {Bokeh.View} view
 * @param {() => void} render draws it in one go
 * @returns {Parts}
 */
function* renderInParts(view, render) {
  const below = (view.child_views ?? []).flatMap((child) => child.child_views ?? []);
  /** @type {Bokeh.View[]} */ const later = [];
  for (const part of below) { // these are put before the methods of their class, for now
    part.render_to = (target) => {
      target.append(part.el);
      later.push(part);
    };
    part.r_after_render = () => {}; // the root's own comes last, and does all
  }
  try {
    render();
  } finally {
    for (const part of below) delete part.render_to;
    for (const part of below) if (!later.includes(part)) delete part.r_after_render;
  }
  for (const part of later) {
    yield;
    delete part.r_after_render;
    yield* renderInParts(part, () => part.render?.());
  }
}

/** @param {Element} place @returns {boolean} whether the page of the app it is on is shown */
const isShown = (place) => (place.closest("section") ?? place).checkVisibility();

/** Draw the roots of the page of the app that is shown, also those there is nothing to see of yet. */
async function drawSeen() {
  for (const place of [...undrawn.keys()]) {
    if (!isShown(place)) continue;
    await nextTask();
    await drawAt(place, PATIENCE_MS);
  }
}

/**
 * Draw the other roots.
 * @param {() => Promise<void>} quiet waits until nothing happens
 */
export async function drawRest(quiet) {
  for (const place of [...undrawn.keys()]) {
    await quiet();
    await drawAt(place, 0);
  }
}

/** Whether a root is just being drawn. */
export const isDrawing = () => nUnfinished > 0;

/** Let the browser do what else is waiting: paint, or answer a press. A timer would wait for a minute where nobody looks. */
export const nextTask = () => /** @type {Promise<void>} */ (new Promise((resolve) => {
  const {port1, port2} = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    resolve();
  };
  port2.postMessage(null);
}));
