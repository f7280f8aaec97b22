// @ts-check
/**
 * BokehJS measures a whole root anew whenever a part of it changes, and what comes from Python changes many parts: a
 * result some thirty. While that is applied the roots wait, and each is measured once.
 */

/** How long roots wait: less than anybody notices in a chart, and long enough for several messages of Python. */
const WAIT_MS = 40;

/** The roots that have changed; null while each change is measured at once. @type {Set<Bokeh.LayoutView> | null} */
let waiting = null;
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
      if (waiting && !(this.parent instanceof LayoutDOMView)) waiting.add(this);
      else own.call(this);
    };
  }
}

/** Let the roots wait for a moment. */
export function holdLayouts() {
  if (waiting) return;
  waiting = new Set();
  setTimeout(() => {
    const roots = waiting ?? [];
    waiting = null;
    for (const root of roots) if (root.el.isConnected) measure.call(root);
  }, WAIT_MS);
}
