// @ts-check
/**
 * BokehJS measures a whole root anew whenever a part of it changes, and what comes from Python changes many parts: a
 * result some thirty. While that is applied the roots wait, and each is measured once. A root that nobody sees has no
 * size, so its measuring waits until somebody does. (BokehJS therefore never calls the document idle, for which nothing
 * here waits.)
 */

/** How long roots wait: less than anybody notices in a chart, and long enough for several messages of Python. */
const WAIT_MS = 40;

/** Roots that have changed, and whether their sizes are to be worked out, too. @typedef {Map<Bokeh.LayoutView, boolean>} Changed */

/** Those that wait; null while each change is measured at once. @type {Changed | null} */ let waiting = null;
/** Those that nobody saw. @type {Changed} */ const unseen = new Map();
/** The roots that have been measured once. @type {WeakSet<Bokeh.LayoutView>} */ const known = new WeakSet();
/** A root that nobody saw has a size now: somebody sees it from the next frame on. */
const appearing = new ResizeObserver(measureSeen);
/** What BokehJS does itself. @type {Pick<Bokeh.LayoutView, "invalidate_layout" | "compute_layout">} */ let own;

/** From now on roots can be held. BokehJS must be there. */
export function holdable() {
  const {LayoutDOMView} = Bokeh.require("models/layouts/layout_dom");
  const {prototype} = LayoutDOMView;
  const {invalidate_layout, compute_layout} = prototype;
  own = {invalidate_layout, compute_layout};
  for (const name of /** @type {const} */ (["invalidate_layout", "compute_layout"])) {
    prototype[name] = function () {
      if (this.parent instanceof LayoutDOMView) own[name].call(this);
      else if (waiting) note(waiting, this, name === "invalidate_layout");
      else measure(this, name === "invalidate_layout");
    };
  }
}

/**
 * @param {Changed} changed
 * @param {Bokeh.LayoutView} root
 * @param {boolean} sizes
 */
function note(changed, root, sizes) {
  changed.set(root, sizes || changed.get(root) === true);
}

/**
 * Measure a root now, or once somebody sees it.
 * @param {Bokeh.LayoutView} root
 * @param {boolean} sizes
 */
function measure(root, sizes) {
  if (!root.el.checkVisibility()) {
    note(unseen, root, sizes);
    appearing.observe(root.el);
    return;
  }
  const all = sizes || unseen.get(root) || !known.has(root);
  unseen.delete(root);
  appearing.unobserve(root.el);
  known.add(root);
  try {
    if (all) own.invalidate_layout.call(root);
    else own.compute_layout.call(root);
  } catch (error) {
    reportError(error); // the others are measured all the same
  }
}

/** Measure the roots that have changed while nobody saw them, and that are seen from now on. */
export function measureSeen() {
  const others = waiting;
  waiting = null;
  for (const root of unseen.keys()) {
    if (!root.el.isConnected) unseen.delete(root); // it was drawn anew
    else if (root.el.checkVisibility()) {
      measure(root, others?.get(root) === true);
      others?.delete(root);
    }
  }
  waiting = others;
}

/** Let the roots wait for a moment. */
export function holdLayouts() {
  if (waiting) return;
  waiting = new Map();
  setTimeout(() => {
    const roots = waiting ?? [];
    waiting = null;
    for (const [root, sizes] of roots) if (root.el.isConnected) measure(root, sizes);
  }, WAIT_MS);
}
