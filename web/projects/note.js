// @ts-check
/** What is said of the open project above every page: that it cannot be kept, or is only looked at. */
import {$} from "../page/dom.js";
import {button, make} from "./elements.js";
import {words} from "../words/projects.js";

/** @typedef {Record<string, () => void>} Actions what can be done about it, by the words on the button */

/**
 * @param {import("../words/projects.js").Said} said
 * @param {Actions} [actions]
 * @param {"err" | "warn"} [kind]
 */
export function showNote({what, needed, found, hints}, actions = {}, kind = "err") {
  const details = [needed && words.needed(needed), found && words.found(found.replace(/\.$/, ""))].filter(Boolean).join(" ");
  const buttons = Object.entries(actions).map(([text, act]) => button(text, () => { hideNote(); act(); }, "btn sm"));
  $("project-note").replaceChildren(make("div", {class: kind, role: kind === "err" ? "alert" : "status"},
    make("b", {}, what),
    ...[details, ...hints].filter(Boolean).map((text) => make("p", {}, /** @type {string} */ (text))),
    make("p", {class: "ways"}, ...buttons, button(words.closeMessage, hideNote)),
  ));
  if (kind === "err") scrollTo({top: 0});
}

export function hideNote() {
  $("project-note").replaceChildren();
}
