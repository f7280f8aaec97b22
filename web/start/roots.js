// @ts-check
/**
 * Draws the roots of the Bokeh document, each in many small tasks: those on the page of the app that is shown at once, the
 * others whenever nothing happens. Only what is drawn is changed by Python, or seen.
 */
import {measureSeen} from "./layouts.js";

/** What makes the view of a root that is not drawn yet, by its place. @type {Map<HTMLElement, () => Promise<Bokeh.View>>} */
const undrawn = new Map();
/** Where somebody waits for a page, its parts are drawn for so long before anything else is done. */
const PATIENCE_MS = 30;
/** Settled when no root is being drawn; null while none is. @type {Promise<void> | null} */
let busy = null;
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
  const made = Bokeh.require("document").Document.from_json(JSON.parse(text));
  const views = made.views_manager = new ViewManager([], Bokeh.embed.index);
  undrawn.clear();
  shown.observe(document.body, {attributeFilter: ["data-page", "data-table", "data-has-table", "data-has-result"]});
  for (const root of made.all_roots) {
    if (!root.default_view) {
      made.notify_idle(root); // it has nothing to show
      continue;
    }
    const slot = slots.get(root.id);
    const place = /** @type {HTMLElement | null} */ (document.querySelector(`[data-root="${slot}"]`));
    if (!place) throw new Error(`The page has no slot for ${slot ?? root.id}.`);
    undrawn.set(place, () => views.build_view(root));
  }
  await drawSeen();
  return made;
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
  const drawn = draw(place, makeView, patience).catch((error) => console.error(error));
  const all = busy = Promise.all([busy, drawn]).then(() => { if (busy === all) busy = null; });
  await drawn;
}

/**
 * Do what the `build` of a view does, but in parts. The place cannot be seen meanwhile: half of it is not worth a look, and
 * would be measured again and again.
 * @param {HTMLElement} place
 * @param {() => Promise<Bokeh.View>} makeView
 * @param {number} patience
 * @returns {Promise<void>}
 */
async function draw(place, makeView, patience) {
  /** @type {Bokeh.View | undefined} */ let view;
  let isWhole = false;
  place.dataset.drawing = "";
  try {
    view = await makeView();
    place.replaceChildren();
    let begun = performance.now();
    for (const _part of renderInParts(view, () => view?.render_to?.(place))) {
      if (performance.now() - begun < patience) continue;
      await nextTask();
      begun = performance.now();
    }
    isWhole = true;
    view.r_after_render?.();
    delete place.dataset.drawing;
    measureSeen();
    view.notify_finished?.();
  } catch (error) {
    console.error(error);
    if (isWhole) return;
    undrawn.set(place, makeView); // it is tried again when somebody goes there
    view?.remove?.();
  } finally {
    delete place.dataset.drawing;
  }
}

/**
 * Draw a view with a rest before every second level of what is in it: the page of a training has so many widgets that
 * nothing else would be done for a tenth of a second.
 * @param {Bokeh.View} view
 * @param {() => void} render draws it in one go
 * @returns {Generator<void>}
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

/** @returns {Promise<void> | null} settled when no root is being drawn any more; null where none is */
export const drawing = () => busy;

/** Let the browser do what else is waiting: paint, or answer a press. A timer would wait for a minute where nobody looks. */
export const nextTask = () => /** @type {Promise<void>} */ (new Promise((resolve) => {
  const {port1, port2} = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    resolve();
  };
  port2.postMessage(null);
}));
