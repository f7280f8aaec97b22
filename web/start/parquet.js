// @ts-check
/**
 * A Parquet file as CSV, row group by row group, so that Python reads it like any other table.
 * PyArrow would be 11 MB more to load; hyparquet is 60 kB, fetched when the first Parquet file comes.
 */
import {parquetMetadataAsync, parquetReadObjects} from "../parquet/hyparquet/index.js";
import {decompressBrotli} from "../parquet/hyparquet-compressors/brotli.js";
import {gunzip} from "../parquet/hyparquet-compressors/gzip.js";
import {decompressLz4, decompressLz4Raw} from "../parquet/hyparquet-compressors/lz4.js";
import {decompress} from "../parquet/fzstd/index.mjs";

const compressors = {
  BROTLI: decompressBrotli,
  GZIP: (/** @type {Uint8Array} */ input, /** @type {number} */ size) => gunzip(input, new Uint8Array(size)),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
  ZSTD: (/** @type {Uint8Array} */ input) => decompress(input),
};

/** @typedef {import("../parquet/hyparquet/index.js").SchemaElement} Element */

/**
 * @param {Blob} blob
 * @returns {Promise<Blob>} the same table as CSV
 */
export async function asCsv(blob) {
  const file = {
    byteLength: blob.size,
    slice: (/** @type {number} */ start, /** @type {number} */ end) => blob.slice(start, end).arrayBuffer(),
  };
  const metadata = await parquetMetadataAsync(file);
  const elements = columnsOf(metadata.schema).filter(({name}) => !/^__index_level_\d+__$/.test(name)); // pandas' row numbers
  const read = (/** @type {string[]} */ columns, /** @type {number} */ rowStart, /** @type {number} */ rowEnd) =>
    parquetReadObjects({file, metadata, columns, rowStart, rowEnd, compressors});
  /** @type {number[][]} */ const groups = [];
  for (const group of metadata.row_groups) {
    const start = groups.at(-1)?.[1] ?? 0;
    groups.push([start, start + Number(group.num_rows)]);
  }
  // A column of moments that are all midnights is one of days.
  const moments = elements.filter(isMoment).map(({name}) => name);
  const timed = new Set();
  for (const [start, end] of moments.length ? groups : []) {
    for (const row of await read(moments, start, end)) {
      for (const name of moments) if (row[name] instanceof Date && Number(row[name]) % DAY) timed.add(name);
    }
  }
  const names = elements.map(({name}) => name);
  const parts = [line(names.map(quoted))];
  for (const [start, end] of groups) {
    const rows = await read(names, start, end);
    parts.push(rows.map((row) => line(elements.map((element) =>
      quoted(text(row[element.name], element, timed.has(element.name)))))).join(""));
  }
  return new Blob(parts);
}

const DAY = 86_400_000;

/**
 * @param {Element[]} schema the root, and below it each column before its parts
 * @returns {Element[]} the columns; one of lists or records is one
 */
function columnsOf(schema) {
  const columns = [];
  let at = 1;
  for (let left = schema[0].num_children ?? 0; left > 0 && at < schema.length; left -= 1) {
    columns.push(schema[at]);
    let inside = schema[at].num_children ?? 0;
    for (at += 1; inside > 0; at += 1) inside += (schema[at].num_children ?? 0) - 1;
  }
  return columns;
}

/** @param {Element} element @returns {boolean} whether it holds dates with times */
const isMoment = ({type, converted_type: kind, logical_type: logical}) =>
  type === "INT96" || /^TIMESTAMP/.test(kind ?? "") || logical?.type === "TIMESTAMP";

/** @param {string[]} cells @returns {string} one line of CSV */
const line = (cells) => `${cells.join(",")}\n`;

/** @param {string} cell @returns {string} */
const quoted = (cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** @param {unknown} value @param {Element} element @param {boolean} timed @returns {string} */
function text(value, element, timed) {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return Number.isNaN(Number(value)) ? "" : moment(value, timed);
  if (element.converted_type === "DECIMAL" && typeof value === "number") {
    return value.toFixed(Math.min(element.scale ?? 0, 100)); // hyparquet multiplies by 0.01, which leaves 1.8187999999999998
  }
  if (/^TIME_/.test(element.converted_type ?? "") || element.logical_type?.type === "TIME") return clock(value, element);
  return typeof value === "object" ? JSON.stringify(value, plain) : String(value);
}

/** @param {Date} date @param {boolean} timed @returns {string} in ISO 8601, moments in UTC */
const moment = (date, timed) => (timed ? date.toISOString().replace(/(\.000)?Z$/, "") : date.toISOString().slice(0, 10));

/** @param {unknown} value @param {Element} element @returns {string} a time of day */
function clock(value, {converted_type: kind, logical_type: logical}) {
  const unit = logical?.unit ?? (kind === "TIME_MICROS" ? "MICROS" : "MILLIS");
  const thousandths = Number(value) / (unit === "NANOS" ? 1e6 : unit === "MICROS" ? 1e3 : 1);
  return new Date(thousandths).toISOString().slice(11).replace(/(\.000)?Z$/, "");
}

/** @param {string} _key @param {unknown} value @returns {unknown} what JSON can hold */
const plain = (_key, value) =>
  typeof value !== "bigint" ? value : Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
