// @ts-check
/** Keys that press buttons: those with data-shortcut, while the focus is in an element with data-keys around them. */
import {inField, onPath} from "./dom.js";
import {keepFocus} from "./focus.js";

/** @param {KeyboardEvent} event */
export function pressKey(event) {
  if (event.defaultPrevented || event.altKey || event.repeat || inField(event)) return;
  const around = onPath(event, (node) => node.dataset.keys !== undefined);
  if (!around) return;
  const command = event.ctrlKey || event.metaKey;
  const key = (command ? event.key.toLowerCase() === "z" ? "Undo" : "" : event.key).toLowerCase();
  const found = [...around.querySelectorAll("button")].find(({dataset}) => key && dataset.shortcut?.toLowerCase() === key);
  if (!found) return;
  event.preventDefault();
  found.click();
  around.focus({preventScroll: true}); // and not on the button, which the next Enter would press for another row
  keepFocus(around, (other) => other.dataset.key === around.dataset.key);
}
