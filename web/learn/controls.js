// @ts-check
/** What can be turned: a field for each setting, drawn from what Python says there is. */
import {make} from "../media/make.js";
import {written} from "../page/dom.js";
import {words} from "../words/learn.js";

/** @typedef {Record<string, any>} Scene */
/** @typedef {{name: keyof typeof words.fields, values?: (string | number)[], said?: (value: string) => string, most?: number}} Field */

const WIDTHS = [1, 2, 3, 4, 6, 8, 10, 16, 32, 64];
const RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];
const BATCHES = [1, 5, 10, 20, 50, 100, 300];
const PENALTIES = [0, 1e-6, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100];

/** @type {Record<string, Field[]>} by fieldset */
const FIELDS = {
  [words.theNetwork]: [
    {name: "depth", values: [1, 2, 3, 4, 5, 6, 7, 8]},
    {name: "width", values: WIDTHS},
    {name: "activation"},
    {name: "start"},
    {name: "rate", values: RATES},
    {name: "batch", values: BATCHES},
    {name: "optimizer"},
    {name: "seed", most: 9999},
  ],
  [words.theElm]: [
    {name: "elm_width", values: [2, 4, 8, 16, 32, 64, 128, 256, 512]},
    {name: "elm_penalty", values: PENALTIES, said: (value) => Number(value) ? written(value) : words.byLeaveOneOut},
    {name: "elm_scale", values: [0.1, 0.3, 0.5, 1, 2, 3, 10]},
    {name: "elm_seed", most: 9999},
  ],
  [words.theRows]: [
    {name: "rows", values: [10, 24, 50, 100, 200, 300]},
    {name: "noise", values: [0, 0.05, 0.15, 0.3, 0.5, 1]},
    {name: "columns"},
    {name: "x"},
    {name: "y"},
  ],
};
const OF_MADE_ROWS = ["noise"];
const OF_TABLES = ["columns", "x", "y"];
const MADE = ["moons", "circles", "xor", "spirals"];

/** Fields that a scene does not have. @param {Scene} scene @param {string} name */
function isLeftOut(scene, name) {
  const {data, columns} = scene.settings;
  if (data === "drawn" && [...OF_MADE_ROWS, ...OF_TABLES, "rows"].includes(name)) return true;
  if (MADE.includes(data)) return OF_TABLES.includes(name);
  if (OF_MADE_ROWS.includes(name)) return true;
  return ["x", "y"].includes(name) && columns === "all" && scene.columns.length < 2;
}

/**
 * Draw the fields of a scene; each sends its new value.
 * @param {HTMLElement} place
 * @param {Scene} scene
 * @param {(name: string, value: string) => void} change
 */
export function drawControls(place, scene, change) {
  const focused = /** @type {HTMLElement | null} */ (/** @type {ShadowRoot} */ (place.getRootNode()).activeElement)?.dataset.set;
  place.replaceChildren(...Object.entries(FIELDS).map(([title, fields]) => {
    const shown = fields.filter(({name}) => !isLeftOut(scene, name)).map((field) => label(field, scene, change));
    const set = make("fieldset", {}, make("legend", {textContent: title}), ...shown);
    set.hidden = shown.length === 0;
    return set;
  }));
  if (focused) /** @type {HTMLElement | null} */ (place.querySelector(`[data-set="${focused}"]`))?.focus();
}

/** @param {Field} field @param {Scene} scene @param {(name: string, value: string) => void} change */
function label(field, scene, change) {
  const {name, most} = field, now = String(scene.settings[name]);
  const input = most === undefined ? choice(optionsOf(field, scene), now)
    : make("input", {type: "number", min: "0", max: String(most), step: "1", value: now, className: "field"});
  input.dataset.set = name;
  input.setAttribute("aria-label", words.fields[field.name]);
  input.addEventListener("change", () => change(name, input.value));
  return make("label", {}, make("span", {textContent: words.fields[field.name]}), input);
}

/** @param {Field} field @param {Scene} scene @returns {[string, string][]} value and word of each option */
function optionsOf({name, values, said = written}, scene) {
  const now = scene.settings[name];
  if (name === "x" || name === "y") {
    return scene.columns.map((/** @type {string} */ column, /** @type {number} */ at) => [String(at), column]);
  }
  if (!values) return Object.entries(scene.options[name]);
  const every = values.includes(now) ? values : [...values, now].sort((a, b) => Number(a) - Number(b));
  return every.map((value) => [String(value), said(String(value))]);
}

/** @param {[string, string][]} options @param {string} now @returns {HTMLSelectElement} */
export function choice(options, now) {
  const select = make("select", {className: "field"});
  for (const [value, text] of options) select.append(make("option", {value, textContent: text, selected: value === now}));
  return select;
}
