// @ts-check
/** Names for sliders: Bokeh draws a slider's title and value beside its handle and does not tell a screen reader. */

/**
 * Name a slider that is there for the first time.
 * @param {ShadowRoot} root
 */
export function nameSliders(root) {
  const title = root.querySelector(".bk-slider-title");
  if (title) nameSlider(title);
}

/**
 * Give a slider's handle its title and value as a name.
 * @param {EventTarget} place where something changed
 */
export function nameSlider(place) {
  const title = place instanceof HTMLElement && place.closest(".bk-input-group")?.querySelector(".bk-slider-title");
  const handle = title && title.parentElement?.querySelector(".noUi-handle");
  if (!handle) return;
  const words = (title.textContent ?? "").replace(/:\s*$/, "");
  const at = words.lastIndexOf(": ");
  handle.setAttribute("aria-label", at < 0 ? words : words.slice(0, at));
  if (at >= 0) handle.setAttribute("aria-valuetext", words.slice(at + 2));
}
