// @ts-check
/** Buttons whose data-send attribute holds the message that they send. */
import {onPath} from "./dom.js";
import {keepFocus} from "./focus.js";
import {send} from "./messages.js";
import {showPending} from "./pending.js";
import {words} from "../words/page.js";

/** @param {Event} event */
export function press(event) {
  const element = onPath(event, (node) => Boolean(node.dataset.send));
  if (!element?.dataset.send || element.hasAttribute("disabled") || element.getAttribute("aria-disabled") === "true") return;
  event.preventDefault();
  if (element.getAttribute("aria-busy") === "true") return; // it is being opened already
  const {name, args} = JSON.parse(element.dataset.send);
  if (element.getAttribute("role") === "switch") { // Python redraws it; until then a second press means the opposite
    element.setAttribute("aria-checked", String(args.on));
    element.dataset.send = JSON.stringify({name, args: {...args, on: !args.on}});
  }
  if (name === "open") showPending(element.querySelector("b")?.textContent ?? words.theTable, element);
  send(name, args);
  const {key} = element.dataset;
  if (key) keepFocus(element, (other) => other.dataset.key === key);
}
