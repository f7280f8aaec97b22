// @ts-check
/** Where the keyboard's focus goes when a page is opened, and how it survives that Python redraws things. */
import {findDeep} from "./dom.js";

/**
 * Give an element the focus.
 * @param {HTMLElement} element
 * @returns {boolean} whether it took it: what BokehJS has just drawn is there and measured, but hidden for a moment
 */
function focus(element) {
  element.focus({preventScroll: true});
  return /** @type {Document | ShadowRoot} */ (element.getRootNode()).activeElement === element;
}

let asked = 0; // how often the focus was asked for: whoever asked last has it

/** @returns {Element | null} what has the focus, in whichever shadow root it stands */
function focused() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/**
 * Move the focus to the visible heading; a heading Python is still drawing gets it later, on a busy machine seconds.
 * Who has moved on by then keeps their place. A newer call ends an older one.
 */
export function focusHeading() {
  const mine = ++asked;
  const before = focused();
  const isHeading = (/** @type {HTMLElement} */ element) => element.tagName === "H1" && element.getClientRects().length > 0;
  const attempt = (/** @type {number} */ tries) => {
    const now = focused();
    if (mine !== asked || (now !== before && now !== document.body)) return;
    const heading = findDeep(document, isHeading);
    if (heading && !heading.hasAttribute("tabindex")) heading.setAttribute("tabindex", "-1");
    if (heading && focus(heading)) keepFocus(heading, isHeading);
    else if (tries > 0) setTimeout(() => attempt(tries - 1), 50);
  };
  attempt(100);
}

/**
 * Python redraws the part an element stands in; give its twin the focus, so that the keyboard does not lose its place.
 * A newer call ends an older one.
 * @param {HTMLElement} element
 * @param {(other: HTMLElement) => boolean} isTwin
 */
export function keepFocus(element, isTwin) {
  const mine = ++asked;
  const until = Date.now() + 15_000;
  let held = element;
  const look = () => {
    if (mine !== asked || Date.now() > until) return;
    if (held.isConnected) return void setTimeout(look, 50);
    if (document.activeElement !== document.body) return;
    const twin = findDeep(document, isTwin);
    if (twin && focus(twin)) held = twin; // it may be redrawn in its turn
    setTimeout(look, 50);
  };
  setTimeout(look, 50);
}
