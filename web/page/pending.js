// @ts-check
/** What is on its way: the card that was pressed is busy, and the loading bar says what opens when Python is there. */
import {$} from "./dom.js";
import {words} from "../words/page.js";

/** The card that was pressed, which may stand in a shadow root. @type {HTMLElement | undefined} */ let pressed;

/**
 * Show at once that something is being opened, also while the Python that will read it is still arriving.
 * @param {string} what
 * @param {HTMLElement} [element] the card that was pressed
 */
export function showPending(what, element) {
  clearPending();
  pressed = element;
  pressed?.setAttribute("aria-busy", "true");
  $("loading-bar-next").textContent = words.opensSoon(what); // seen while the loading bar is
}

/** Nothing is on its way any more: it is shown, or was refused. */
export function clearPending() {
  pressed?.removeAttribute("aria-busy");
  $("loading-bar-next").textContent = "";
}
