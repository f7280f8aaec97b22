// @ts-check
/** The form of the Result page: what is filled in is sent at once; a number and its slider show the same. */
import {send} from "./messages.js";

/**
 * Send the cell of a field that was changed.
 * @param {HTMLElement} field
 * @param {string | number | null} value
 */
function tell(field, value) {
  const cell = /** @type {HTMLElement} */ (field.querySelector("[data-cell]"));
  field.querySelector("[data-clear]")?.setAttribute("aria-pressed", String(value === null));
  send("cell", {name: cell.dataset.cell, value});
}

/** @param {Event} event */
function filled(event) {
  const input = event.composedPath()[0];
  if (!(input instanceof HTMLInputElement || input instanceof HTMLSelectElement || input instanceof HTMLTextAreaElement)) return;
  const field = /** @type {HTMLElement | null} */ (input.closest("[data-field]"));
  if (!field) return;
  const box = /** @type {HTMLInputElement} */ (field.querySelector("[data-cell]"));
  const slider = /** @type {HTMLInputElement | null} */ (field.querySelector("[data-slide]"));
  if (input === slider) box.value = input.value;
  box.toggleAttribute("aria-invalid", box.validity.badInput);
  if (box.validity.badInput) return; // half a number, such as a minus
  if (box.type === "number") {
    const number = box.value === "" ? null : Number(box.value);
    if (slider && input !== slider && number !== null) slider.value = box.value;
    tell(field, number);
  } else tell(field, box.value === "" ? null : box.value);
}

/** @param {Event} event */
function cleared(event) {
  const button = event.composedPath().find((part) => part instanceof HTMLElement && part.hasAttribute("data-clear"));
  const field = button instanceof HTMLElement ? /** @type {HTMLElement | null} */ (button.closest("[data-field]")) : null;
  if (!field) return;
  /** @type {HTMLInputElement} */ (field.querySelector("[data-cell]")).value = "";
  tell(field, null);
}

/** Follow every form of the page, those that come later too. */
export function followForms() {
  document.addEventListener("input", filled);
  document.addEventListener("click", cleared);
}
