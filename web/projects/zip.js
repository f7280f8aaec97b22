// @ts-check
/** Zip files: as much of them as a project needs. Parts are read and packed as streams, and checked by their sums. */
import {crc32} from "./crc32.js";
import {failure} from "./failure.js";
import {words} from "../words/projects.js";

const LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50;
const LOCAL_BYTES = 30, CENTRAL_BYTES = 46, END_BYTES = 22;
const STORED = 0, DEFLATED = 8;
const UTF8 = 0x800;
/** A part may unpack to so many times its size and so many bytes: far more than a table does. */
const MOST_RATIO = 300, MOST_MORE = 50e6;
const MOST_PARTS = 16;
const LARGEST = 0xffffffff;

/** @typedef {{name: string, data: Blob, pack: boolean}} Part */

/**
 * @param {Part[]} parts
 * @returns {Promise<Blob>}
 */
export async function pack(parts) {
  /** @type {BlobPart[]} */ const body = [];
  /** @type {BlobPart[]} */ const directory = [];
  let offset = 0, directoryBytes = 0;
  for (const part of parts) {
    const name = new TextEncoder().encode(part.name);
    const data = part.pack ? await deflated(part.data) : part.data;
    const fields = [UTF8, data === part.data ? STORED : DEFLATED, 0, 0x21, await sumOf(part.data), data.size, part.data.size];
    body.push(header(LOCAL, LOCAL_BYTES, [20, ...fields], name), name, data);
    directory.push(header(CENTRAL, CENTRAL_BYTES, [20, 20, ...fields], name, offset), name);
    offset += LOCAL_BYTES + name.length + data.size;
    directoryBytes += CENTRAL_BYTES + name.length;
  }
  if (offset > LARGEST) throw failure("room", {value: words.fileTooLarge});
  const end = new DataView(new ArrayBuffer(END_BYTES));
  end.setUint32(0, END, true);
  end.setUint16(8, parts.length, true);
  end.setUint16(10, parts.length, true);
  end.setUint32(12, directoryBytes, true);
  end.setUint32(16, offset, true);
  return new Blob([...body, ...directory, end], {type: "application/zip"});
}

/**
 * @param {number} kind
 * @param {number} bytes
 * @param {number[]} fields versions, flags, method, time, date; then sum, packed size and size
 * @param {Uint8Array} name
 * @param {number} [offset] of the part
 */
function header(kind, bytes, fields, name, offset = 0) {
  const view = new DataView(new ArrayBuffer(bytes));
  view.setUint32(0, kind, true);
  let at = 4;
  for (const [index, value] of fields.entries()) {
    const isLong = index >= fields.length - 3;
    if (isLong) view.setUint32(at, value, true);
    else view.setUint16(at, value, true);
    at += isLong ? 4 : 2;
  }
  view.setUint16(at, name.length, true);
  if (kind === CENTRAL) view.setUint32(42, offset, true);
  return view;
}

/** @param {Blob} data @returns {Promise<number>} */
async function sumOf(data) {
  let sum = 0;
  for await (const chunk of chunksOf(data.stream())) sum = crc32(chunk, sum);
  return sum;
}

/** @param {Blob} data @returns {Promise<Blob>} as it was where this browser cannot pack, or packing gains nothing */
async function deflated(data) {
  try {
    const packed = await new Response(data.stream().pipeThrough(new CompressionStream("deflate-raw"))).blob();
    return packed.size < data.size ? packed : data;
  } catch {
    return data; // Firefox before 113
  }
}

/**
 * Not every browser lets a stream be iterated.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 */
async function* chunksOf(stream) {
  const reader = stream.getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
}

/**
 * Read the list of the parts in a zip file.
 * @param {Blob} file
 * @returns {Promise<Map<string, () => Promise<Blob>>>} each part by its name, unpacked and checked when it is asked for
 */
export async function partsOf(file) {
  const tail = new DataView(await file.slice(-END_BYTES).arrayBuffer());
  if (tail.byteLength < END_BYTES || tail.getUint32(0, true) !== END) throw await noZip(file);
  const count = tail.getUint16(10, true), bytes = tail.getUint32(12, true), start = tail.getUint32(16, true);
  if (count > MOST_PARTS || start + bytes + END_BYTES !== file.size) throw failure("damaged", {value: words.partsDoNotFit});
  const directory = new DataView(await file.slice(start, start + bytes).arrayBuffer());
  const parts = new Map();
  let at = 0;
  for (let number = 0; number < count; number++) {
    if (at + CENTRAL_BYTES > bytes || directory.getUint32(at, true) !== CENTRAL) throw failure("damaged", {value: words.partsAreCut});
    const [method, sum, packed, size] = [
      directory.getUint16(at + 10, true), ...[16, 20, 24].map((place) => directory.getUint32(at + place, true))];
    const [nameBytes, extra, comment] = [28, 30, 32].map((place) => directory.getUint16(at + place, true));
    const offset = directory.getUint32(at + 42, true);
    const name = new TextDecoder().decode(directory.buffer.slice(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes));
    parts.set(name, () => part(file, {name, method, sum, packed, size, offset}));
    at += CENTRAL_BYTES + nameBytes + extra + comment;
  }
  return parts;
}

/** @param {Blob} file */
async function noZip(file) {
  const begins = new DataView(await file.slice(0, 4).arrayBuffer());
  if (begins.byteLength === 4 && begins.getUint32(0, true) === LOCAL) return failure("damaged", {value: words.endIsMissing});
  return failure("foreign", {value: file.size ? words.noZip : words.emptyFile});
}

/**
 * @param {Blob} file
 * @param {{name: string, method: number, sum: number, packed: number, size: number, offset: number}} what
 * @returns {Promise<Blob>}
 */
async function part(file, {name, method, sum, packed, size, offset}) {
  if (size > MOST_MORE + MOST_RATIO * packed) throw failure("damaged", {value: words.unpacksTo(name, size)});
  const local = new DataView(await file.slice(offset, offset + LOCAL_BYTES).arrayBuffer());
  if (local.byteLength < LOCAL_BYTES || local.getUint32(0, true) !== LOCAL) throw failure("damaged", {value: words.isElsewhere(name)});
  const start = offset + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
  const data = file.slice(start, start + packed);
  if (method === STORED) return checked(data.stream(), {name, sum, size});
  if (method !== DEFLATED) throw failure("foreign", {value: words.otherPacking(name, method)});
  return checked(data.stream().pipeThrough(new DecompressionStream("deflate-raw")), {name, sum, size});
}

/**
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
 * @param {{name: string, sum: number, size: number}} what
 * @returns {Promise<Blob>}
 */
async function checked(stream, {name, sum, size}) {
  const chunks = [];
  let found = 0, bytes = 0;
  try {
    for await (const chunk of chunksOf(stream)) {
      found = crc32(chunk, found);
      bytes += chunk.length;
      if (bytes > size) break; // it unpacks to more than it says
      chunks.push(chunk);
    }
  } catch {
    bytes = -1;
  }
  if (bytes !== size || found !== sum) throw failure("damaged", {value: words.isCut(name)});
  return new Blob(chunks);
}
