// @ts-check
/**
 * Numbers and dates along the axes of charts in the page's language. BokehJS has them in English alone, where its own
 * labels are as they should be; so this is loaded with the page of another language.
 */
import {language} from "./dom.js";
import {words} from "../words/page.js";

const parts = new Intl.NumberFormat(language).formatToParts(12345.6);
const mark = (/** @type {string} */ type) => parts.find((part) => part.type === type)?.value ?? "";
const marks = {".": mark("decimal"), ",": mark("group")};

/** @param {string} label such as 1,234.5 or 20k @returns {string} */
export function numberLabel(label) {
  const own = label.replace(/[.,]/g, (each) => marks[/** @type {keyof typeof marks} */ (each)]);
  return own.replace(/[kmb]$/, (unit) => words.amounts[/** @type {keyof typeof words.amounts} */ (unit)]);
}

const month = new Intl.DateTimeFormat("en", {month: "short", timeZone: "UTC"});
const MONTHS = Array.from({length: 12}, (_, number) => month.format(Date.UTC(2000, number)));
const date = (/** @type {Intl.DateTimeFormatOptions} */ how) => new Intl.DateTimeFormat(language, {timeZone: "UTC", ...how});

/** @param {string} label such as 03/14, Mar 2024 or 14 Mar 2024; hours and years are the same @returns {string} */
export function dateLabel(label) {
  const [, number, day] = /^(\d\d)\/(\d\d)$/.exec(label) ?? [];
  if (day) return date({day: "2-digit", month: "2-digit"}).format(Date.UTC(2000, Number(number) - 1, Number(day)));
  const [, of, name, year] = /^(?:(\d\d) )?([A-Z][a-z]{2}) (\d{4})$/.exec(label) ?? [];
  if (!MONTHS.includes(name)) return label;
  const how = of ? /** @type {const} */ ({day: "numeric"}) : {};
  return date({...how, month: "short", year: "numeric"}).format(Date.UTC(Number(year), MONTHS.indexOf(name), Number(of ?? 1)));
}

/** From now on every chart that is drawn has such labels. */
export function translateTicks() {
  const {BasicTickFormatter, NumeralTickFormatter, DatetimeTickFormatter} = Bokeh.require("models/formatters/index");
  const each = /** @type {const} */ ([[BasicTickFormatter, numberLabel], [NumeralTickFormatter, numberLabel], [DatetimeTickFormatter, dateLabel]]);
  for (const [{prototype}, translated] of each) {
    const {doFormat} = prototype;
    /** @param {number[]} ticks @param {object} options */
    prototype.doFormat = function (ticks, options) { return doFormat.call(this, ticks, options).map(translated); };
  }
}
