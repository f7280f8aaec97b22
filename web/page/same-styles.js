// @ts-check
/**
 * A style sheet that is written anew with the same text is left alone. Whenever a part of the page changes its size,
 * BokehJS writes its sheets again and then measures; nine in ten times the text is what it was, and for each the browser
 * would go through the sheets of all shadow roots: half of the time that opening a page took.
 */

/** Look before each write to a style element. */
export function keepSameStyles() {
  const {get, set} = /** @type {Required<PropertyDescriptor>} */ (
    Object.getOwnPropertyDescriptor(Node.prototype, "textContent"));
  Object.defineProperty(HTMLStyleElement.prototype, "textContent", {
    configurable: true,
    get,
    set(/** @type {string} */ text) { if (get.call(this) !== text) set.call(this, text); },
  });
}
