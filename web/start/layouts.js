// @ts-check
/**
 * BokehJS measures a whole root anew whenever a part of it changes, and what comes from Python changes many parts: a
 * result some thirty. While that is applied the roots wait, and each is measured once. A root that nobody sees has no
 * size yet; it waits until somebody does.
 */

/** How long roots wait: less than anybody notices in a chart, and long enough for several messages of Python. */
const WAIT_MS = 40;

/** The roots that have changed; null while each change is measured at once. @type {Set<Bokeh.LayoutView> | null} */
let waiting = null;
/** The roots that have changed while nobody saw them. @type {WeakMap<Element, Bokeh.LayoutView>} */
const unseen = new WeakMap();
/** Tells that such a root has a size now, before it is painted. */
const appearing = new ResizeObserver((entries) => {
  for (const {target} of entries) {
    const root = unseen.get(target);
    if (root && isSeen(root)) measureNow(root);
  }
});
/** What BokehJS does itself. @type {(this: Bokeh.LayoutView) => void} */
let measure;

/** From now on roots can be held. BokehJS must be there. */
export function holdable() {
  const {LayoutDOMView} = Bokeh.require("models/layouts/layout_dom");
  const {prototype} = LayoutDOMView;
  measure = prototype.invalidate_layout;
  for (const name of /** @type {const} */ (["invalidate_layout", "compute_layout"])) {
    const own = prototype[name];
    prototype[name] = function () {
      if (this.parent instanceof LayoutDOMView) own.call(this);
      else if (waiting) waiting.add(this);
      else if (isSeen(this)) own.call(this);
      else awaitSight(this);
    };
  }
}

/** @param {Bokeh.LayoutView} root */
const isSeen = (root) => root.el.checkVisibility();

/** @param {Bokeh.LayoutView} root measured once somebody sees it */
function awaitSight(root) {
  unseen.set(root.el, root);
  appearing.observe(root.el);
}

/** @param {Bokeh.LayoutView} root measured in this task, also while others wait */
function measureNow(root) {
  unseen.delete(root.el);
  appearing.unobserve(root.el);
  const others = waiting;
  waiting = null;
  try {
    measure.call(root);
  } finally {
    waiting = others;
  }
}

/** Let the roots wait for a moment. */
export function holdLayouts() {
  if (waiting) return;
  waiting = new Set();
  setTimeout(() => {
    const roots = waiting ?? [];
    waiting = null;
    for (const root of roots) {
      if (isSeen(root)) measure.call(root);
      else awaitSight(root);
    }
  }, WAIT_MS);
}
