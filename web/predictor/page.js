// @ts-check
/* The page of a trained model: a form that predicts while it is filled in, and predictions for a CSV file.
   elmweb/export/html.py puts the scripts of this folder, predictor.css and the model into one HTML file.
   Nothing is fetched and nothing is sent. */

/** What the script says, as elmweb/words/engine/export_predictor.py has it: sentences with the names of values in braces,
 * and such that depend on a number, each with a form for a kind of number.
 * @typedef {{ numbers: string, texts: Record<string, string>, counts: Record<string, Record<string, string>> }} Words */

/** @type {Words} */ let words = { numbers: "en", texts: {}, counts: {} };

/** A sentence with values in it. @param {string} text @param {Record<string, string>} values */
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** A whole number. @param {number} number */
const whole = (number) => number.toLocaleString(words.numbers);

/** A sentence with a number in it, in the form that the number asks for.
 * @param {Record<string, string>} forms @param {number} number @param {Record<string, string>} [values] */
function counted(forms, number, values = {}) {
  const form = new Intl.PluralRules(words.numbers).select(number);
  return filled(forms[form] ?? forms.other, { ...values, number: whole(number) });
}

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

/** A number with about four digits that count; whole digits are never cut. @param {number} value @param {number} [digits] */
function quantity(value, digits = 4) {
  const size = Math.floor(Math.log10(Math.abs(value)));
  if (!Number.isFinite(value) || value === 0) return String(value);
  if (size < -5 || size >= 12) return value.toPrecision(digits);
  return value.toLocaleString(words.numbers, { maximumFractionDigits: Math.max(0, digits - 1 - size) });
}

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

/** Show the prediction for one row.
 * @param {Model} model @param {Field[]} form @param {Record<string, Cell>} row @param {HTMLElement} place */
function answer(model, form, row, place) {
  const said = model.predict(Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, [cell]])), 1);
  const values = said.values[0], parts = [];
  /** @type {[string, number][]} */ const sure = model.classes.map((name, at) => [name, values[at]]);
  if (model.task === "regression") {
    const [low, high] = model.errorRange;
    const range = filled(words.texts.range, { low: quantity(values[0] + low), high: quantity(values[0] + high) });
    parts.push(headline(quantity(values[0]), range));
  } else if (model.task === "multilabel") {
    const on = model.classes.filter((_, at) => said.label[at] === 1);
    parts.push(headline(on.join(", ") || words.texts.none, ""), bars(sure.slice(0, 12), false));
  } else {
    const first = String(said.label[0]); // what is said comes first, also when a threshold makes it the less probable
    sure.sort((a, b) => Number(b[0] === first) - Number(a[0] === first) || b[1] - a[1]);
    parts.push(headline(first, filled(words.texts.likely, { percent: in100(sure[0][1]) })), bars(sure.slice(0, 6), true));
    if (model.threshold !== null) {
      parts.push(note(filled(words.texts.said_from, { answer: model.classes[1], percent: in100(model.threshold) })));
    }
  }
  for (const [name, cells] of said.odd) parts.push(note(filled(words.texts.unread, { cell: cells[0], column: name })));
  place.replaceChildren(...parts, ...beyond(form, row));
}

/** A field's box, and beside a number its slider.
 * @typedef {{ box: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement, slider: HTMLInputElement | null }} Control */

/** What one types, picks or chooses into: exact numbers with the steps of the data, days, kinds; each may be missing.
 * @param {Field} entry @param {string} id @returns {Control} */
function control(entry, id) {
  const value = String(entry.value ?? ""), { min, max, step } = entry;
  if (entry.role === "number") {
    const least = entry.lowest === null ? {} : { min: entry.lowest }; // the arrows stop there; what is typed may lie beyond
    const box = element("input", { id, type: "number", ...least, step: step ?? "any", placeholder: words.texts.missing, inputmode: "decimal" });
    box.value = value;
    if (min === null || max === null || step === null || !(min < max)) return { box, slider: null };
    const slider = element("input", { type: "range", tabIndex: -1, "aria-label": entry.name, min, max, step });
    slider.value = value;
    return { box, slider };
  }
  if (entry.role === "date") {
    const timed = [min, max, entry.value].some((text) => String(text ?? "").length > 10);
    const box = element("input", { id, type: timed ? "datetime-local" : "date", ...(timed ? { step: 1 } : {}) });
    box.value = timed ? value.replace(" ", "T") : value.slice(0, 10);
    return { box, slider: null };
  }
  if (entry.role === "category" && entry.n_options <= entry.options.length) {
    const none = entry.options.includes(words.texts.missing) ? words.texts.missing_beside : words.texts.missing;
    const options = [...entry.options.map((option) => element("option", { value: option }, option)), element("option", { value: "" }, none)];
    const box = element("select", { id }, ...options);
    box.value = value;
    return { box, slider: null };
  }
  if (entry.role === "text") return { box: element("textarea", { id, value, spellcheck: false, rows: 3 }), slider: null };
  const box = element("input", { id, value, spellcheck: false, placeholder: words.texts.missing });
  box.setAttribute("list", `kinds of ${entry.name}`); // the property of that name cannot be set
  return { box, slider: null };
}

/** Make one field. @param {Field} entry @param {(cell: Cell) => void} keep */
function field(entry, keep) {
  const id = `field ${entry.name}`, { box, slider } = control(entry, id);
  const clear = element("button", { type: "button", className: "clear", "aria-pressed": String(box.value === "") }, words.texts.missing);
  clear.setAttribute("aria-label", filled(words.texts.column_missing, { column: entry.name }));
  const isNumber = entry.role === "number"; // its number has a dot, whatever the table has
  const told = () => {
    clear.setAttribute("aria-pressed", String(box.value === ""));
    keep(isNumber && box.value !== "" ? Number(box.value) : box.value);
  };
  box.addEventListener("input", () => {
    const unread = box.validity.badInput; // half a number, such as a minus
    box.toggleAttribute("aria-invalid", unread);
    if (unread) return;
    if (slider && box.value !== "") slider.value = box.value;
    told();
  });
  slider?.addEventListener("input", () => { box.value = slider.value; told(); });
  clear.addEventListener("click", () => { box.value = ""; told(); });
  const label = element("label", { htmlFor: id, className: "cut" }, entry.name);
  const head = element("div", { className: "k" }, label, ...(isNumber || entry.role === "date" ? [clear] : []));
  /** @type {HTMLElement[]} */ const parts = [slider ? element("div", { className: "exact" }, box, slider) : box];
  if (entry.role === "category" && box instanceof HTMLInputElement) {
    parts.push(element("datalist", { id: `kinds of ${entry.name}` }, ...entry.options.map((value) => element("option", { value }))));
  }
  const ends = seen(entry);
  if (ends) parts.push(note(filled(words.texts.seen, ends)));
  return element("div", { className: "field" }, head, ...parts);
}

/** Between which numbers or days a column was seen, as values of a sentence; null for other columns.
 * @param {Field} entry @returns {Record<string, string> | null} */
function seen({ role, lowest, highest }) {
  if ((role !== "number" && role !== "date") || lowest === null || highest === null) return null;
  const say = (/** @type {number | string} */ end) => (typeof end === "number" ? quantity(end, 6) : end.slice(0, 10));
  return { low: say(lowest), high: say(highest) };
}

/** A note on each number and date that lies outside what was seen. @param {Field[]} form @param {Record<string, Cell>} row */
function beyond(form, row) {
  return form.filter(({ name, lowest, highest }) => {
    const cell = row[name];
    if (cell === "" || cell === null || cell === undefined || lowest === null || highest === null) return false;
    if (typeof lowest === "number") return typeof cell === "number" && (cell < lowest || cell > Number(highest));
    return String(cell) < lowest || String(cell).slice(0, String(highest).length) > String(highest);
  }).map((entry) => note(filled(words.texts.beyond, { column: entry.name, cell: String(row[entry.name]), ...seen(entry) })));
}

/** The first predictions, those in front, and then the table's own columns.
 * @param {Model} model @param {string} name @param {string[]} header @param {(string | number)[][]} rows */
function firstRows(model, name, header, rows) {
  const first = header.length - model.newNames([]).length;
  const columns = [...header.keys()], order = [...columns.slice(first), ...columns.slice(0, first)];
  const firstShare = model.task === "regression" ? header.length : first + model.targets.length;
  const say = (/** @type {string | number} */ cell, /** @type {number} */ at) =>
    typeof cell !== "number" ? cell : at >= firstShare ? `${in100(cell)} %` : quantity(cell);
  const head = element("tr", {}, ...order.map((at) => element("th", { scope: "col" }, header[at])));
  const body = rows.slice(0, 10).map((row) => element("tr", {}, ...order.map((at) => element("td", {}, say(row[at], at)))));
  return element("div", { className: "frame", tabIndex: 0, role: "region", "aria-label": filled(words.texts.first, { file: name }) },
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
  const button = element("button", { type: "button", className: "btn" }, words.texts.save);
  const { csv, changed } = csvOf(table, delimiter, decimal);
  button.addEventListener("click", () => {
    const href = URL.createObjectURL(new Blob(["\uFEFF", csv], { type: "text/csv" }));
    element("a", { href, download: filled(words.texts.predicted_file, { name: name.replace(/\.[^.]*$/, "") }) }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
  });
  return changed ? [button, note(counted(words.counts.formulas, changed))] : [button];
}

/** Show what came out for a file. @param {Model} model @param {string} name @param {string} text @param {HTMLElement} place */
function predictFile(model, name, text, place) {
  try {
    const { header, rows, missing, odd, delimiter } = model.predictCsv(text);
    const [before, after] = counted(words.counts.predicted, rows.length, { file: "\0" }).split("\0");
    const parts = [element("p", {}, before, element("b", {}, name), after)];
    const columns = missing.slice(0, 6).join(", "), more = missing.length - 6;
    if (more > 0) parts.push(note(filled(words.texts.absent_more, { columns, number: whole(more) })));
    else if (missing.length) parts.push(note(filled(words.texts.absent, { columns })));
    for (const [column, cells] of odd) {
      parts.push(note(counted(words.counts.unread, cells.length, { column, cell: cells[0] })));
    }
    place.replaceChildren(...parts, firstRows(model, name, header, rows), ...saveButton(name, [header, ...rows], delimiter, model.decimal()));
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    const needs = error instanceof Error && "needs" in error ? String(error.needs) : "";
    place.replaceChildren(element("p", { className: "err" }, needs ? filled(words.texts.needs, { columns: needs }) : told));
  }
}

/** Bring the page to life. @param {Document} page */
function start(page) {
  const place = (/** @type {string} */ id) => /** @type {HTMLElement} */ (page.getElementById(id));
  const stored = /** @type {Stored} */ (JSON.parse(place("model").textContent ?? ""));
  words = /** @type {Words} */ (JSON.parse(place("words").textContent ?? ""));
  const model = new Model(stored);
  const row = Object.fromEntries(stored.form.map((entry) => [entry.name, entry.value ?? ""]));
  const say = () => answer(model, stored.form, row, place("answer"));
  const fields = (/** @type {boolean} */ shown) => stored.form.filter((entry) => entry.shown === shown)
    .map((entry) => field(entry, (cell) => { row[entry.name] = cell; say(); }));
  place("fields").append(...fields(true));
  const others = stored.form.filter((entry) => !entry.shown).length;
  if (others) {
    place("others").hidden = false;
    place("others").querySelector("summary")?.append(filled(words.texts.others, { number: whole(others) }));
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
    if (pasted.value.trim()) predictFile(model, words.texts.pasted, pasted.value, place("file-answer"));
    else place("file-answer").replaceChildren();
  });
  page.addEventListener("dragover", (event) => event.preventDefault());
  page.addEventListener("drop", (event) => { event.preventDefault(); read(event.dataTransfer?.files[0]); });
}

if (typeof document !== "undefined") start(document);
