// @ts-check
/**
 * BokehJS measures a whole root anew whenever a part of it changes, and what comes from Python changes many parts: a
 * result some thirty. While that is applied the roots wait, and each is measured once. A root that nobody sees has no
 * size, so its measuring waits until somebody does. (BokehJS therefore never calls the document idle, for which nothing
 * here waits.)
 */

/** How long roots wait: less than anybody notices in a chart, and long enough for several messages of Python. */
const WAIT_MS = 40;

/** The roots that have changed; null while each change is measured at once. @type {Set<Bokeh.LayoutView> | null} */
let waiting = null;
/** The roots that have changed while nobody saw them. @type {Set<Bokeh.LayoutView>} */
const unseen = new Set();
/** Such a root has a size now: somebody sees it from the next frame on. */
const appearing = new ResizeObserver(measureSeen);
/** What BokehJS does itself. @type {(this: Bokeh.LayoutView) => void} */
let measureRoot;

/** From now on roots can be held. BokehJS must be there. */
export function holdable() {
  const {LayoutDOMView} = Bokeh.require("models/layouts/layout_dom");
  const {prototype} = LayoutDOMView;
  measureRoot = prototype.invalidate_layout;
  for (const name of /** @type {const} */ (["invalidate_layout", "compute_layout"])) {
    const own = prototype[name];
    prototype[name] = function () {
      if (this.parent instanceof LayoutDOMView) own.call(this);
      else if (waiting) waiting.add(this);
      else if (unseen.has(this) || !this.el.checkVisibility()) measure(this); // all of it, or later
      else own.call(this);
    };
  }
}

/** @param {Bokeh.LayoutView} root measured now, or once somebody sees it */
function measure(root) {
  if (!root.el.checkVisibility()) {
    unseen.add(root);
    appearing.observe(root.el);
    return;
  }
  unseen.delete(root);
  appearing.unobserve(root.el);
  try {
    measureRoot.call(root);
  } catch (error) {
    reportError(error); // the others are measured all the same
  }
}

/** Measure the roots that have changed while nobody saw them, and that are seen from now on. */
export function measureSeen() {
  const others = waiting;
  waiting = null;
  for (const root of unseen) {
    if (!root.el.isConnected) unseen.delete(root); // it was drawn anew
    else if (root.el.checkVisibility()) {
      others?.delete(root);
      measure(root);
    }
  }
  waiting = others;
}

/** Let the roots wait for a moment. */
export function holdLayouts() {
  if (waiting) return;
  waiting = new Set();
  setTimeout(() => {
    const roots = waiting ?? [];
    waiting = null;
    for (const root of roots) if (root.el.isConnected) measure(root);
  }, WAIT_MS);
}
