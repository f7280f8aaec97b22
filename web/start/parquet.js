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
  const names = metadata.schema.slice(1).filter((element) => !element.num_children).map((element) => element.name)
    .filter((name) => !/^__index_level_\d+__$/.test(name)); // pandas' own row numbers
  const parts = [line(names)];
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const rows = await parquetReadObjects({file, metadata, columns: names, rowStart, rowEnd, compressors});
    parts.push(rows.map((row) => line(names.map((name) => row[name]))).join(""));
    rowStart = rowEnd;
  }
  return new Blob(parts);
}

/** @param {unknown[]} cells @returns {string} one line of CSV */
const line = (cells) => `${cells.map(cell).join(",")}\n`;

/** @param {unknown} value @returns {string} */
function cell(value) {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString().replace(/T00:00:00\.000Z$/, "").replace(/\.000Z$/, "");
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
