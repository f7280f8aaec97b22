// @ts-check
/** What can be turned: a field for each setting, drawn from what Python says there is. */
import {make} from "../media/make.js";

/** @typedef {Record<string, any>} Scene */
/** @typedef {{name: string, label: string, values?: (string | number)[], words?: (value: string) => string, most?: number}} Field */

const WIDTHS = [1, 2, 3, 4, 6, 8, 10, 16, 32, 64];
const RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];
const BATCHES = [1, 5, 10, 20, 50, 100, 300];
const PENALTIES = [0, 1e-6, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100];

/** @type {Record<string, Field[]>} by fieldset */
const FIELDS = {
  "The network": [
    {name: "depth", label: "Hidden layers", values: [1, 2, 3, 4, 5, 6, 7, 8]},
    {name: "width", label: "Units in each", values: WIDTHS},
    {name: "activation", label: "Activation"},
    {name: "start", label: "Start of the weights"},
    {name: "rate", label: "Learning rate", values: RATES},
    {name: "batch", label: "Rows in a batch", values: BATCHES},
    {name: "optimizer", label: "Optimizer"},
    {name: "seed", label: "Seed of the network", most: 9999},
  ],
  "The ELM": [
    {name: "elm_width", label: "Random units", values: [2, 4, 8, 16, 32, 64, 128, 256, 512]},
    {name: "elm_penalty", label: "Penalty", values: PENALTIES, words: (value) => Number(value) ? value : "by leave-one-out"},
    {name: "elm_scale", label: "Scale of the weights", values: [0.1, 0.3, 0.5, 1, 2, 3, 10]},
    {name: "elm_seed", label: "Seed of the ELM", most: 9999},
  ],
  "The rows": [
    {name: "rows", label: "Rows to learn from", values: [10, 24, 50, 100, 200, 300]},
    {name: "noise", label: "Noise", values: [0, 0.05, 0.15, 0.3, 0.5, 1]},
    {name: "columns", label: "Columns"},
    {name: "x", label: "First column"},
    {name: "y", label: "Second column"},
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
  input.setAttribute("aria-label", field.label);
  input.addEventListener("change", () => change(name, input.value));
  return make("label", {}, make("span", {textContent: field.label}), input);
}

/** @param {Field} field @param {Scene} scene @returns {[string, string][]} value and word of each option */
function optionsOf({name, values, words = (value) => value}, scene) {
  const now = scene.settings[name];
  if (name === "x" || name === "y") {
    return scene.columns.map((/** @type {string} */ column, /** @type {number} */ at) => [String(at), column]);
  }
  if (!values) return Object.entries(scene.options[name]);
  const every = values.includes(now) ? values : [...values, now].sort((a, b) => Number(a) - Number(b));
  return every.map((value) => [String(value), words(String(value))]);
}

/** @param {[string, string][]} options @param {string} now @returns {HTMLSelectElement} */
export function choice(options, now) {
  const select = make("select", {className: "field"});
  for (const [value, text] of options) select.append(make("option", {value, textContent: text, selected: value === now}));
  return select;
}
