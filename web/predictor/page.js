// @ts-check
/* The page of a trained model: a form that predicts while it is filled in, and predictions for a CSV file.
   elmweb/export/html.py puts the scripts of this folder, predictor.css and the model into one HTML file.
   Nothing is fetched and nothing is sent. */

/** Make an element with properties, or attributes where it has no such property, and children.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Record<string, unknown>} [given] @param {(string | HTMLElement)[]} children
 * @returns {HTMLElementTagNameMap[K]} */
function element(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(given)) {
    if (key in made) Reflect.set(made, key, value);
    else made.setAttribute(key, String(value));
  }
  made.append(...children);
  return made;
}

/** So many in 100, never 0 or 100 unless it is. @param {number} share */
const in100 = (share) => (share > 0 && share < 0.01 ? "<1" : share > 0.99 && share < 1 ? ">99" : (100 * share).toFixed(0));

/** A number with about four digits that count; whole digits are never cut. @param {number} value */
function quantity(value) {
  const size = Math.floor(Math.log10(Math.abs(value)));
  if (!Number.isFinite(value) || value === 0) return String(value);
  if (size < -5 || size >= 12) return value.toPrecision(4);
  return value.toLocaleString("en", { maximumFractionDigits: Math.max(0, 3 - size) });
}

/** @param {number} number @param {string} one @param {string} several */
const counted = (number, one, several) => `${number.toLocaleString("en")} ${number === 1 ? one : several}`;

/** @param {string} text */
const note = (text) => element("p", { className: "tiny" }, text);

/** @param {[string, number][]} rows @param {boolean} firstIsOurs */
function bars(rows, firstIsOurs) {
  const list = element("ul", { className: "bars" });
  rows.forEach(([label, share], at) => {
    const fill = element("b", { className: firstIsOurs && at === 0 ? "" : "q" });
    fill.style.width = `${(100 * share).toFixed(1)}%`;
    list.append(element("li", {}, element("span", { className: "cut", title: label }, label),
      element("span", { className: "bar", "aria-hidden": "true" }, fill), element("span", {}, in100(share))));
  });
  return list;
}

/** @param {string} text @param {string} beside */
const headline = (text, beside) =>
  element("p", {}, element("b", { className: "big" }, text), " ", element("span", { className: "small nw" }, beside));

/** Show the prediction for one row. @param {Model} model @param {Record<string, Cell>} row @param {HTMLElement} place */
function answer(model, row, place) {
  const said = model.predict(Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, [cell]])), 1);
  const values = said.values[0], parts = [];
  /** @type {[string, number][]} */ const sure = model.classes.map((name, at) => [name, values[at]]);
  if (model.task === "regression") {
    const [low, high] = model.errorRange;
    const range = `${quantity(values[0] + low)} to ${quantity(values[0] + high)} in 9 of 10 cases`;
    parts.push(headline(quantity(values[0]), range));
  } else if (model.task === "multilabel") {
    const on = model.classes.filter((_, at) => said.label[at] === 1);
    parts.push(headline(on.join(", ") || "none", ""), bars(sure.slice(0, 12), false));
  } else {
    sure.sort((a, b) => b[1] - a[1]);
    parts.push(headline(String(said.label[0]), `${in100(sure[0][1])} in 100 sure`), bars(sure.slice(0, 6), true));
  }
  for (const [name, cells] of said.odd) parts.push(note(`"${cells[0]}" cannot be read in ${name}. It counts as empty.`));
  place.replaceChildren(...parts);
}

/** What one types or chooses into. @param {Field} entry @param {string} id @param {HTMLElement} shown beside a slider
 * @returns {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} */
function control(entry, id, shown) {
  const value = String(entry.value ?? "");
  if (entry.role === "number" && entry.min !== null && entry.max !== null && entry.min < entry.max) {
    const digits = Math.max(0, -Math.floor(Math.log10(entry.step) + 1e-9));
    const slider = element("input", { id, type: "range", min: entry.min, max: entry.max, step: entry.step });
    const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    const say = () => { shown.textContent = Number(slider.value).toLocaleString("en", options); };
    slider.value = value;
    say();
    slider.addEventListener("input", say);
    return slider;
  }
  if (entry.role === "category") {
    const options = entry.options.map((option) => element("option", { value: option }, option));
    const select = element("select", { id }, ...options);
    select.value = value;
    return select;
  }
  if (entry.role === "text") return element("textarea", { id, value, spellcheck: false, rows: 3 });
  return element("input", { id, value, spellcheck: false, ...(entry.role === "number" ? { inputmode: "decimal" } : {}) });
}

/** Make one field. @param {Field} entry @param {(cell: Cell) => void} keep */
function field(entry, keep) {
  const id = `field ${entry.name}`, shown = element("output", { htmlFor: id });
  const input = control(entry, id, shown);
  const isSlider = input instanceof HTMLInputElement && input.type === "range"; // its number has a dot, whatever the table has
  input.addEventListener("input", () => keep(isSlider ? input.valueAsNumber : input.value));
  const label = element("label", { htmlFor: id, className: "k" }, element("span", { className: "cut" }, entry.name), shown);
  return element("div", { className: "field" }, label, input);
}

/** The first predictions, those in front, and then the table's own columns.
 * @param {Model} model @param {string} name @param {string[]} header @param {(string | number)[][]} rows */
function firstRows(model, name, header, rows) {
  const first = header.length - model.newNames([]).length;
  const columns = [...header.keys()], order = [...columns.slice(first), ...columns.slice(0, first)];
  const firstShare = model.task === "regression" ? header.length : first + model.targets.length;
  const say = (/** @type {string | number} */ cell, /** @type {number} */ at) =>
    typeof cell !== "number" ? cell : at >= firstShare ? `${in100(cell)} in 100` : quantity(cell);
  const head = element("tr", {}, ...order.map((at) => element("th", { scope: "col" }, header[at])));
  const body = rows.slice(0, 10).map((row) => element("tr", {}, ...order.map((at) => element("td", {}, say(row[at], at)))));
  return element("div", { className: "frame", tabIndex: 0, role: "region", "aria-label": `First predictions for ${name}` },
    element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)));
}

/** A text that a spreadsheet would take for a formula gets an apostrophe before it: the rules of elmweb/data/_formulas.py,
 * which undoes it. Numbers stay as they are. @param {string | number} value */
function safe(value) {
  if (typeof value === "number") return value;
  const formula = /^(?:['\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|['\s]*[\t\r])/.test(value);
  const number = /^[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?\s*%?$/.test(value);
  return formula && !number ? `'${value}` : value;
}

/** @param {string | number} value */
const quotedCell = (value) => `"${String(value).replaceAll('"', '""')}"`;

/** A table as CSV; its names in quotes when an apostrophe among them could be taken for one.
 * @param {(string | number)[][]} table @param {string} delimiter @param {string} decimal mark of its numbers
 * @returns {{ csv: string, changed: number }} changed: cells with an apostrophe more */
function csvOf(table, delimiter = ",", decimal = ".") {
  const special = ['"', "\r", "\n", delimiter];
  const csvCell = (/** @type {string | number} */ value) => {
    const text = typeof value === "number" ? String(value).replace(".", decimal) : value;
    return special.some((letter) => text.includes(letter)) ? quotedCell(text) : text;
  };
  const rows = table.map((row) => row.map(safe));
  const changed = rows.reduce((sum, row, at) => sum + row.filter((cell, column) => cell !== table[at][column]).length, 0);
  const names = rows[0].some((name) => String(name).includes("'")) ? quotedCell : csvCell;
  const lines = rows.map((row, at) => row.map(at ? csvCell : names).join(delimiter));
  return { csv: `${lines.join("\r\n")}\r\n`, changed };
}

/** A button that saves all predictions, and what is to be said of the file.
 * @param {string} name of the file @param {(string | number)[][]} table @param {string} delimiter
 * @param {string} decimal @returns {HTMLElement[]} */
function saveButton(name, table, delimiter, decimal) {
  const button = element("button", { type: "button", className: "btn" }, "Save all predictions");
  const { csv, changed } = csvOf(table, delimiter, decimal);
  button.addEventListener("click", () => {
    const href = URL.createObjectURL(new Blob(["\uFEFF", csv], { type: "text/csv" }));
    element("a", { href, download: `${name.replace(/\.[^.]*$/, "")} predicted.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
  });
  if (!changed) return [button];
  const cells = `${counted(changed, "cell", "cells")} for a formula`, them = changed === 1 ? "it" : "them";
  return [button, note(`A spreadsheet would take ${cells}. An apostrophe stands before ${them} in the file.`)];
}

/** Show what came out for a file. @param {Model} model @param {string} name @param {string} text @param {HTMLElement} place */
function predictFile(model, name, text, place) {
  try {
    const { header, rows, missing, odd, delimiter } = model.predictCsv(text);
    const parts = [element("p", {}, element("b", {}, name), `: ${counted(rows.length, "row", "rows")} predicted.`)];
    const more = missing.length > 6 ? ` and ${missing.length - 6} more` : "";
    if (missing.length) parts.push(note(`Not in the file, so they count as empty: ${missing.slice(0, 6).join(", ")}${more}.`));
    for (const [column, cells] of odd) {
      const counts = counted(cells.length, "cell counts", "cells count");
      parts.push(note(`Cannot be read in ${column}: "${cells[0]}". ${counts} as empty.`));
    }
    place.replaceChildren(...parts, firstRows(model, name, header, rows), ...saveButton(name, [header, ...rows], delimiter, model.decimal()));
  } catch (error) {
    place.replaceChildren(element("p", { className: "err" }, error instanceof Error ? error.message : String(error)));
  }
}

/** Bring the page to life. @param {Document} page */
function start(page) {
  const place = (/** @type {string} */ id) => /** @type {HTMLElement} */ (page.getElementById(id));
  const stored = /** @type {Stored} */ (JSON.parse(place("model").textContent ?? ""));
  const model = new Model(stored);
  const row = Object.fromEntries(stored.form.map((entry) => [entry.name, entry.value ?? ""]));
  const say = () => answer(model, row, place("answer"));
  const fields = (/** @type {boolean} */ shown) => stored.form.filter((entry) => entry.shown === shown)
    .map((entry) => field(entry, (cell) => { row[entry.name] = cell; say(); }));
  place("fields").append(...fields(true));
  const others = stored.form.filter((entry) => !entry.shown).length;
  if (others) {
    place("others").hidden = false;
    place("others").querySelector("summary")?.append(`Other columns (${others.toLocaleString("en")})`);
    place("others").addEventListener("toggle", () => place("more").append(...fields(false)), { once: true });
  }
  say();
  const read = async (/** @type {File | undefined} */ file) => {
    if (file) predictFile(model, file.name, model.reader.text(await file.arrayBuffer()), place("file-answer"));
  };
  const chosen = /** @type {HTMLInputElement} */ (place("file"));
  chosen.addEventListener("change", () => read(chosen.files?.[0]));
  const pasted = /** @type {HTMLTextAreaElement} */ (place("paste"));
  pasted.addEventListener("input", () => {
    if (pasted.value.trim()) predictFile(model, "pasted table.csv", pasted.value, place("file-answer"));
    else place("file-answer").replaceChildren();
  });
  page.addEventListener("dragover", (event) => event.preventDefault());
  page.addEventListener("drop", (event) => { event.preventDefault(); read(event.dataTransfer?.files[0]); });
}

if (typeof document !== "undefined") start(document);
