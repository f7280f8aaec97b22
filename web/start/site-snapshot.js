// @ts-check
/**
 * The snapshot of a Python's memory that the build takes, for visitors who were never here: one file, with what it needs to
 * be restored before the memory itself.
 */

/** @typedef {import("./snapshot.js").Snapshot} Snapshot */

/**
 * @param {string} version of the files it was taken with
 * @param {Snapshot} snapshot
 * @returns {Uint8Array<ArrayBuffer>} the file, not yet packed
 */
export function written(version, {layout, header, heap}) {
  const told = new TextEncoder().encode(JSON.stringify({version, layout, header: header.length}));
  const bytes = new Uint8Array(4 + told.length + header.length + heap.length);
  new DataView(bytes.buffer).setUint32(0, told.length, true);
  bytes.set(told, 4);
  bytes.set(header, 4 + told.length);
  bytes.set(heap, 4 + told.length + header.length);
  return bytes;
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes the file
 * @param {string} version of the files it is wanted with
 * @returns {Snapshot}
 */
export function read(bytes, version) {
  const start = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const told = JSON.parse(new TextDecoder().decode(bytes.subarray(4, start)));
  if (told.version !== version) throw new Error("the snapshot is of another version of the site");
  const end = start + told.header, {used} = /** @type {import("./snapshot.js").Layout} */ (told.layout);
  if (bytes.length !== end + used) throw new Error(`the snapshot has ${bytes.length} bytes, not ${end + used}`);
  return {layout: told.layout, header: bytes.slice(start, end), heap: bytes.subarray(end)};
}
