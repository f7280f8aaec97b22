// @ts-check
/** Where the keyboard's focus goes when a page is opened, and how it survives that Python redraws things. */
import {findDeep} from "./dom.js";

/** Move the focus to the visible heading; a heading Python is still drawing gets it a moment later. */
export function focusHeading(tries = 20) {
  const isHeading = (/** @type {HTMLElement} */ element) => element.tagName === "H1" && element.getClientRects().length > 0;
  const heading = findDeep(document, isHeading);
  if (heading) {
    if (!heading.hasAttribute("tabindex")) heading.setAttribute("tabindex", "-1");
    heading.focus({preventScroll: true});
    keepFocus(heading, isHeading);
  } else if (tries > 0) setTimeout(() => focusHeading(tries - 1), 50);
}

let keeping = 0;

/**
 * Python redraws the part an element stands in; give its twin the focus, so that the keyboard does not lose its place.
 * A newer call ends an older one.
 * @param {HTMLElement} element
 * @param {(other: HTMLElement) => boolean} isTwin
 */
export function keepFocus(element, isTwin) {
  const mine = ++keeping;
  const until = Date.now() + 15_000;
  let held = element;
  const look = () => {
    if (mine !== keeping || Date.now() > until) return;
    if (held.isConnected) return void setTimeout(look, 50);
    if (document.activeElement !== document.body) return;
    const twin = findDeep(document, isTwin);
    if (!twin) return;
    twin.focus({preventScroll: true});
    held = twin; // it may be redrawn in its turn
    setTimeout(look, 50);
  };
  setTimeout(look, 50);
}
