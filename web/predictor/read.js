// @ts-check
/* From the bytes of a file to the columns that the model reads. The rules are those of the table reader in
   elmweb/data, which html.py puts beside the model. */

/** @typedef {{ name: string, role: string, dtype: string, format: string | null,
 *   spellings?: Record<string, string> }} Column spellings: how a category was learned, by its plain spelling */
/** @typedef {{ missing: string[], truth: string[], numbers: Record<string, { pattern: string, marks: string }>,
 *   minus: string, delimiters: string[], months: Record<string, string[]>,
 *   encodings: { marks: [number[], string][], otherwise: string } }} Rules as reading_rules() in elmweb/data/_rules.py */

/** Reads what a person brings. */
class Reader {
  /** @param {Rules} rules */
  constructor(rules) {
    this.rules = rules;
    this.missing = new Set(rules.missing);
    this.numbers = Object.fromEntries(Object.entries(rules.numbers).map(([decimal, { pattern, marks }]) =>
      [decimal, { pattern: new RegExp(`^(?:${pattern})$`), marks }]));
  }

  /** The text of a file: in UTF-8, or in what its first bytes say, else in that of Western Windows.
   * @param {ArrayBuffer} bytes @returns {string} */
  text(bytes) {
    const start = new Uint8Array(bytes.slice(0, 4));
    for (const [mark, encoding] of this.rules.encodings.marks) {
      if (mark.every((byte, at) => start[at] === byte)) return new TextDecoder(encoding).decode(bytes);
    }
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      return new TextDecoder(this.rules.encodings.otherwise).decode(bytes);
    }
  }

  /** @param {string} text @param {string} decimal "." or "," @returns {number} NaN when it is none */
  number(text, decimal) {
    const { pattern, marks } = this.numbers[decimal];
    const found = pattern.exec(text)?.groups;
    if (!found || (found.sign1 && found.sign2) || (found.before && found.after)) return NaN;
    const digits = [...found.digits].filter((letter) => !marks.includes(letter)).join("").replace(decimal, ".");
    const sign = found.sign1 ?? found.sign2 ?? "+";
    const number = Number(digits) * (this.rules.minus.includes(sign) ? -1 : 1);
    return Number.isFinite(number) ? number : NaN;
  }

  /** Read a date as it was written in the table, or else as an ISO date.
   * @param {string} text @param {string | null} format as strptime has it @returns {number} seconds since 1970, or NaN */
  date(text, format) {
    const written = format && format !== "ISO8601" ? this.byFormat(text.trim(), format) : NaN;
    return Number.isNaN(written) ? byIso(text.trim()) : written;
  }

  /** @param {string} text @param {string} format @returns {number} */
  byFormat(text, format) {
    const { months } = this.rules;
    /** @type {Record<string, string>} */ const parts = { Y: "(\\d{4})", y: "(\\d{2})", p: "(am|pm)" };
    for (const [key, names] of Object.entries(months)) parts[key] = `(${names.map(escaped).join("|")})`;
    const order = [...format.matchAll(/%(.)/g)].map((match) => match[1]);
    const pattern = escaped(format).replace(/%(.)/g, (_, key) => parts[key] ?? "(\\d{1,2})");
    const found = new RegExp(`^${pattern}$`, "i").exec(text);
    if (!found) return NaN;
    const part = Object.fromEntries(order.map((key, at) => [key, found[at + 1].toLowerCase()]));
    const short = Number(part.y);
    const year = part.Y ? Number(part.Y) : short + (short < 69 ? 2000 : 1900);
    const hour = part.I ? (Number(part.I) % 12) + (part.p === "pm" ? 12 : 0) : Number(part.H ?? 0);
    const named = Object.keys(months).find((key) => part[key]);
    const month = named ? months[named].findIndex((name) => name.toLowerCase() === part[named]) + 1 : Number(part.m);
    return utc(year, month, Number(part.d ?? 1), hour, Number(part.M ?? 0), Number(part.S ?? 0));
  }

  /** Read one column. @param {string[]} cells @param {Column} column @param {string} decimal
   * @returns {{ tensor: Tensor, odd: string[] }} odd: cells that are there but do not fit */
  column(cells, { role, dtype, format, spellings = {} }, decimal) {
    const shape = [cells.length, 1];
    const there = cells.map((cell) => (this.missing.has(cell.trim()) ? "" : cell));
    if (dtype === "string") {
      // A category may be called "constructor", which every plain object has already.
      const learned = new Map(Object.entries(spellings));
      const data = this.asTruth(there).map((text) => learned.get(plainSpelling(text)) ?? text);
      return { tensor: { shape, data }, odd: [] };
    }
    const read = (/** @type {string} */ text) => (role === "date" ? this.date(text, format) : this.number(text, decimal));
    const numbers = Float64Array.from(there, (text) => (text === "" ? NaN : read(text)));
    const odd = there.filter((text, at) => text !== "" && Number.isNaN(numbers[at]));
    return { tensor: { shape, data: dtype === "float32" ? numbers.map(Math.fround) : numbers }, odd };
  }

  /** Truth values as a table has them, where a column has nothing else. @param {string[]} cells @returns {string[]} */
  asTruth(cells) {
    const small = cells.map((cell) => cell.toLowerCase());
    return small.every((cell) => cell === "" || this.rules.truth.includes(cell)) ? small : cells;
  }

  /** Split CSV text into rows of cells. @param {string} text @returns {{ rows: string[][], delimiter: string }} */
  rows(text) {
    const plain = text.replace(/^\uFEFF/, "");
    const line = plain.split(/\r?\n/, 1)[0];
    const counts = this.rules.delimiters.map((mark) => ({ mark, count: line.split(mark).length }));
    const best = counts.reduce((most, one) => (one.count > most.count ? one : most));
    const delimiter = best.count > 1 ? best.mark : ",";
    return { rows: cut(plain, delimiter).filter((cells) => cells.length > 1 || cells[0] !== ""), delimiter };
  }
}

/** A text without spaces at its ends or in a row, and without capitals. @param {string} text @returns {string} */
const plainSpelling = (text) => text.normalize("NFKC").trim().split(/\s+/).join(" ").toLowerCase();

/** @param {string} text @returns {string} a pattern that fits just this text */
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** @param {string} text @returns {number} seconds since 1970, NaN when it is no ISO date */
function byIso(text) {
  const found =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d*)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text);
  if (!found) return NaN;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0));
  const zone = /^([+-])(\d{2}):?(\d{2})$/.exec(found[7] ?? "");
  const ahead = zone ? Number(zone[1] + "1") * (3600 * Number(zone[2]) + 60 * Number(zone[3])) : 0;
  return utc(year, month, day, hour, minute, second) - ahead;
}

/** Seconds since 1970, NaN for a day that does not exist.
 * @param {number} year @param {number} month @param {number} day @param {number} hour @param {number} minute
 * @param {number} second @returns {number} */
function utc(year, month, day, hour, minute, second) {
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isDay && hour < 24 && minute < 60 ? date.getTime() / 1000 : NaN;
}

/** Cut CSV text where a delimiter or the end of a line stands outside of quotes.
 * @param {string} text @param {string} delimiter @returns {string[][]} */
function cut(text, delimiter) {
  /** @type {string[][]} */ const rows = [];
  /** @type {string[]} */ let row = [];
  let cell = "", quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') { cell += '"'; at += 1; }
      else quoted = false;
    } else if (letter === '"' && cell === "") quoted = true;
    else if (letter === delimiter) { row.push(cell); cell = ""; }
    else if (letter === "\n" || letter === "\r") {
      if (letter === "\r" && text[at + 1] === "\n") at += 1;
      row.push(cell); rows.push(row);
      row = []; cell = "";
    } else cell += letter;
  }
  if (cell !== "" || row.length) { row.push(cell); rows.push(row); }
  return rows;
}
