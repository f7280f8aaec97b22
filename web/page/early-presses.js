// @ts-check
/** Keeps what is pressed before the page's own scripts have come; page/main.js presses it again. */
globalThis.earlyPresses = {
  elements: [],
  keep(/** @type {Event} */ event) {
    const pressed = event.target instanceof Element && event.target.closest("[data-send]");
    if (pressed instanceof HTMLElement) globalThis.earlyPresses.elements.push(pressed);
  },
};
addEventListener("click", globalThis.earlyPresses.keep);
