// @ts-check
/** Finding elements of the page, inside shadow roots too; and its language. */
import {words} from "../words/page.js";

/** As the build has written it into the document. Numbers are written in it, and its files are asked for. */
export const language = document.documentElement.lang || "en";

/** @param {string} number with a point, as JavaScript writes it @returns {string} as the page's language writes it */
export const written = (number) => number.replace(".", words.decimalMark);

/**
 * @param {string} id
 * @returns {HTMLElement} an element of the shell
 */
export function $(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`There is no element #${id}.`);
  return found;
}

/**
 * Find the first element that fits, through shadow roots too.
 * @param {Document | ShadowRoot} root
 * @param {(element: HTMLElement) => boolean} fits
 * @returns {HTMLElement | null}
 */
export function findDeep(root, fits) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("*"))) {
    if (fits(element)) return element;
    const inside = element.shadowRoot && findDeep(element.shadowRoot, fits);
    if (inside) return inside;
  }
  return null;
}

/**
 * @param {string} tag
 * @returns {HTMLElement | null} the visible element of that kind, through shadow roots
 */
export const visible = (tag) =>
  findDeep(document, (element) => element.localName === tag && element.getClientRects().length > 0);

/**
 * @param {Event} event
 * @param {(element: HTMLElement) => boolean} fits
 * @returns {HTMLElement | undefined} the innermost element on the event's path that fits
 */
export function onPath(event, fits) {
  for (const node of event.composedPath()) if (node instanceof HTMLElement && fits(node)) return node;
}

/** @param {Event} event @returns {boolean} whether it happens where text can be written */
export function inField(event) {
  const [target] = event.composedPath();
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}
