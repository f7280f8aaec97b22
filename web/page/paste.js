// @ts-check
/** Tables and files that are pasted: anywhere on the page, or into the box for cells. */
import {$, inField} from "./dom.js";
import {openFile, openSeveral, takerFor} from "./files.js";
import {send} from "./messages.js";
import {current} from "./navigation.js";
import {showPending} from "./pending.js";
import {words} from "../words/page.js";

/** @param {ClipboardEvent} event */
export function pasted(event) {
  if (inField(event)) return;
  const files = [...(event.clipboardData?.files ?? [])], [file] = files;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const taker = current() === "models" ? takerFor(file) : null;
  if (files.length > 1) openSeveral(files);
  else if (file && taker) taker.take(file);
  else if (file) openFile(file, "open");
  else if (current() !== "models") openText(text);
}

/**
 * @param {string} text
 * @param {string} what is shown while Python is not there yet
 * @param {string} name of the table
 */
export function openText(text, what = words.pastedTable, name = words.pastedTableName) {
  if (!text.trim()) return;
  showPending(what);
  send("open", {source: {text, name}});
}

export function closePasteBox() {
  /** @type {HTMLFormElement} */ ($("paste-box")).reset();
  $("paste-box").hidden = true;
  $("paste-open").setAttribute("aria-expanded", "false");
}

/** The button that opens the box, and the box itself. */
export function watchPasteBox() {
  const button = $("paste-open");
  const box = $("paste-box");
  const field = /** @type {HTMLTextAreaElement} */ ($("paste"));
  button.addEventListener("click", () => {
    box.hidden = !box.hidden;
    button.setAttribute("aria-expanded", String(!box.hidden));
    if (!box.hidden) field.focus();
  });
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) openText(field.value);
    else field.focus();
  });
}
