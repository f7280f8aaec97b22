// @ts-check
/* From the bytes of a file to the columns that the model reads. The rules are those of the table reader in
   elmweb/data, which html.py puts beside the model. */

/** @typedef {{ holds: string, decimal: string, unit: string, missing: string[], gone: number[], lowest: number | null,
 *   highest: number | null, spellings: string[], dates: string[] }} Reading as column_rules() in elmweb/data/_rules.py */
/** @typedef {{ name: string, role: string, dtype: string, reading: Reading }} Column */
/** @typedef {{ blanks: string, truth: string[], numbers: Record<string, { pattern: string, marks: string }>,
 *   minus: string, times: Record<string, number>, delimiters: string[], months: Record<string, string[]>,
 *   encodings: { marks: [number[], string][], otherwise: string } }} Rules as reading_rules() in elmweb/data/_rules.py */
/** @typedef {string | number} Cell a number is what a slider of the page says */

/** Reads what a person brings. */
class Reader {
  /** @param {Rules} rules */
  constructor(rules) {
    this.rules = rules;
    const blank = `[${escaped(rules.blanks)}]+`;
    this.ends = new RegExp(`^${blank}|${blank}$`, "g");
    this.runs = new RegExp(blank, "g");
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

  /** @param {string} text @returns {string} without blanks at its ends */
  strip(text) {
    return text.replace(this.ends, "");
  }

  /** The number in a text, and the unit beside it.
   * @param {string} text @param {string} decimal "." or "," @returns {{ number: number, unit: string }} NaN for none */
  written(text, decimal) {
    const none = { number: NaN, unit: "" };
    const { pattern, marks } = this.numbers[decimal];
    const found = pattern.exec(this.strip(text))?.groups;
    if (!found || (found.sign1 && found.sign2) || (found.before && found.after) || !found.open !== !found.close) return none;
    const start = found.sign1 ?? found.sign2 ?? "", end = found.end ?? "";
    if (start + end && (found.open || (start && end) || !`+${this.rules.minus}`.includes(start + end))) return none;
    const digits = [...found.digits].filter((letter) => !marks.includes(letter)).join("").replace(decimal, ".");
    const negative = found.open || this.rules.minus.includes(start || end || "+");
    const number = Number(digits) * (this.rules.times[found.times ?? ""] ?? 1) * (negative ? -1 : 1);
    return Number.isFinite(number) ? { number, unit: found.before ?? found.after ?? "" } : none;
  }

  /** @param {Cell} cell @param {Reading} reading @returns {number} NaN where it is missing or none */
  number(cell, { decimal, unit, missing, gone, lowest, highest }) {
    let number = Number(cell);
    if (typeof cell === "string") {
      const text = this.strip(cell);
      const found = missing.includes(text) ? { number: NaN, unit: "" } : this.written(text, decimal);
      number = found.unit === "" || found.unit === unit ? found.number : NaN;
    }
    return gone.includes(number) || number < (lowest ?? -Infinity) || number > (highest ?? Infinity) ? NaN : number;
  }

  /** Read a date in the first of the patterns that fits; a number is seconds already.
   * @param {Cell} cell @param {Reading} reading @returns {number} seconds since 1970, or NaN */
  date(cell, { missing, dates }) {
    if (typeof cell === "number") return cell;
    const text = this.strip(String(cell));
    if (missing.includes(text)) return NaN;
    for (const pattern of dates) {
      const found = new RegExp(`^(?:${pattern})$`, "i").exec(text)?.groups;
      const seconds = found ? this.moment(found) : NaN;
      if (!Number.isNaN(seconds)) return seconds;
    }
    return NaN;
  }

  /** The moment that the parts of a date mean; each is named as strptime names it.
   * @param {Record<string, string>} part @returns {number} */
  moment(part) {
    const { months } = this.rules;
    const short = Number(part.y);
    const year = part.Y ? Number(part.Y) : short + (short < 69 ? 2000 : 1900);
    const hour = part.I ? (Number(part.I) % 12) + (part.p.toLowerCase() === "pm" ? 12 : 0) : Number(part.H ?? 0);
    const named = Object.keys(months).find((key) => part[key]);
    const isMeant = (/** @type {string} */ name) => named && name.toLowerCase() === part[named].toLowerCase();
    const month = named ? months[named].findIndex(isMeant) + 1 : Number(part.m);
    const zone = /^([+-])(\d{2}):?(\d{2})$/.exec(part.z ?? "");
    const ahead = zone ? Number(zone[1] + "1") * (3600 * Number(zone[2]) + 60 * Number(zone[3])) : 0;
    return utc(year, month, Number(part.d ?? 1), hour, Number(part.M ?? 0), Number(part.S ?? 0)) - ahead;
  }

  /** The kind in a cell, in its one spelling. @param {Cell} cell @param {Reading} reading
   * @returns {string} "" where it is missing */
  kind(cell, { holds, decimal, unit, missing, spellings }) {
    const raw = String(cell), text = this.strip(raw).replace(this.runs, " ").normalize("NFC");
    if (missing.includes(text)) return "";
    if (holds === "truth" && this.rules.truth.includes(text.toLowerCase())) return text.toLowerCase();
    if (holds === "number") {
      const found = this.written(text, decimal);
      return Number.isNaN(found.number) || (found.unit && found.unit !== unit) ? text : numberText(found.number, decimal);
    }
    const plain = plainSpelling(raw);
    return spellings.includes(raw) ? raw : spellings.find((spelling) => plainSpelling(spelling) === plain) ?? raw;
  }

  /** Read one column. @param {Cell[]} cells @param {Column} column
   * @returns {{ tensor: Tensor, odd: string[] }} odd: cells that are there but do not fit */
  column(cells, { role, dtype, reading }) {
    const shape = [cells.length, 1];
    const isMissing = (/** @type {Cell} */ cell) => typeof cell === "string" && reading.missing.includes(this.strip(cell));
    if (dtype === "string") {
      const read = (/** @type {Cell} */ cell) => (role === "category" ? this.kind(cell, reading) : isMissing(cell) ? "" : String(cell));
      return { tensor: { shape, data: cells.map(read) }, odd: [] };
    }
    const read = (/** @type {Cell} */ cell) => (role === "date" ? this.date(cell, reading) : this.number(cell, reading));
    const numbers = Float64Array.from(cells, read);
    const odd = cells.filter((cell, at) => Number.isNaN(numbers[at]) && !isMissing(cell)).map(String);
    return { tensor: { shape, data: numbers }, odd };
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

/** The one way in which a number that stands for a kind is written, as Python writes it.
 * @param {number} number @param {string} decimal @returns {string} */
function numberText(number, decimal) {
  if (Number.isInteger(number) && Math.abs(number) < 2 ** 53) return String(number === 0 ? 0 : number);
  const [digits, power] = number.toExponential().split("e").map((part, at) => (at ? Number(part) : part));
  const size = Math.abs(Number(power));
  const text = -4 <= Number(power) && Number(power) < 16
    ? String(number) + (Number.isInteger(number) ? ".0" : "")
    : `${digits}e${Number(power) < 0 ? "-" : "+"}${size < 10 ? "0" : ""}${size}`;
  return text.replace(".", decimal);
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
