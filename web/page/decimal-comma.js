// @ts-check
/** A comma in a field of numbers, where the page's language writes one: Bokeh's own fields take a point only. */
import {onPath} from "./dom.js";
import {words} from "../words/page.js";

const NUMBER = /^[-+]?\d*,\d*$/;

/** @param {InputEvent} event what is about to be typed or pasted */
export function takeComma(event) {
  const [field] = event.composedPath(), text = event.data ?? "";
  if (words.decimalMark !== "," || !NUMBER.test(text) || !(field instanceof HTMLInputElement)) return;
  if (!onPath(event, (node) => node.classList.contains("decimal"))) return;
  event.preventDefault();
  field.setRangeText(text.replace(",", "."), field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
  field.dispatchEvent(new InputEvent("input", {bubbles: true, composed: true}));
}
