// @ts-check
/**
 * Draws the roots of the Bokeh document: those on the page of the app that is shown at once, and the others bit by bit,
 * whenever nothing happens. Only what is drawn may be changed or seen.
 */

/** Draws a root, part by part. @typedef {Generator<void>} Parts */
/** Gives what draws it. @typedef {() => Promise<Parts>} Begin */

/** What draws the root of a place that nobody has seen yet. @type {Map<Element, Begin>} */ const undrawn = new Map();
/** The roots of which only parts are drawn, and what takes their errors. @type {Map<Parts, (error: unknown) => void>} */
const unfinished = new Map();
/** Another page of the app is shown: before it is painted its root is drawn. */
const shown = new MutationObserver(() => drawSeen());

/**
 * Draw what is seen of a document into the slots of the page, and the rest once nothing happens or somebody goes there.
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
  shown.observe(document.body, {attributeFilter: ["data-page"]});
  for (const root of drawing.all_roots) {
    if (!root.default_view) {
      drawing.notify_idle(root); // it has nothing to show
      continue;
    }
    const slot = slots.get(root.id);
    const place = document.querySelector(`[data-root="${slot}"]`);
    if (!place) throw new Error(`The page has no slot for ${slot ?? root.id}.`);
    undrawn.set(place, async () => inParts(await views.build_view(root), place));
  }
  await nextTask();
  await drawSeen();
  return drawing;
}

/**
 * What the `build` of a view does, with a rest before every second level: the page of a training has so many widgets that
 * nothing else would be done for a tenth of a second.
 * @param {Bokeh.View} view of a root
 * @param {Element} place
 * @returns {Parts}
 */
function* inParts(view, place) {
  place.replaceChildren();
  yield* renderInParts(view, () => view.render_to?.(place));
  view.r_after_render?.();
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
  for (const part of below) {
    part.render_to = (target) => {
      target.append(part.el);
      later.push(part);
    };
  }
  render();
  for (const part of below) delete part.render_to; // from here on that of its class
  for (const part of later) {
    yield;
    yield* renderInParts(part, () => part.render?.());
  }
}

/**
 * Draw the root of a place, unless that was done.
 * @param {Element} place
 * @param {() => Promise<void>} rest what is waited for before each part
 */
async function drawAt(place, rest) {
  const begin = undrawn.get(place);
  if (!begin) return;
  undrawn.delete(place);
  const failed = (/** @type {unknown} */ error) => {
    undrawn.set(place, begin); // it is tried again when somebody goes there
    console.error(error);
  };
  try {
    const parts = await begin();
    unfinished.set(parts, failed);
    do await rest();
    while (drawNext(parts));
  } catch (error) {
    failed(error);
  }
}

/** @param {Parts} parts @returns {boolean} whether there may be more to draw */
function drawNext(parts) {
  const failed = unfinished.get(parts);
  if (!failed) return false;
  try {
    if (!parts.next().done) return true;
  } catch (error) {
    failed(error);
  }
  unfinished.delete(parts);
  return false;
}

/** Draw what is left of roots that are being drawn: what is not drawn cannot be changed, and should not be seen. */
export function finishDrawing() {
  for (const parts of unfinished.keys()) while (drawNext(parts));
}

/** @param {Element} place @returns {boolean} whether the page of the app it is on is shown */
const isShown = (place) => (place.closest("section") ?? place).checkVisibility();

/** Draw the roots of the page of the app that is shown, also what there is nothing to see of yet. */
async function drawSeen() {
  finishDrawing();
  for (const place of [...undrawn.keys()]) if (isShown(place)) await drawAt(place, async () => {});
}

/**
 * Draw the other roots, in many small tasks.
 * @param {() => Promise<void>} quiet waits until nothing happens
 */
export async function drawRest(quiet) {
  for (const place of [...undrawn.keys()]) {
    await quiet();
    await drawAt(place, nextTask);
  }
}

/** Let the browser do what else is waiting: paint, or answer a press. */
export const nextTask = () => /** @type {Promise<void>} */ (new Promise((resolve) => setTimeout(resolve)));
