// @ts-check
/** Bundles of files. buildsteps/bundle.py has their format. */

/**
 * @param {Uint8Array<ArrayBuffer>} bundle inflated
 * @returns {Generator<[string, Uint8Array<ArrayBuffer>]>} path and contents of each file
 */
export function* filesIn(bundle) {
  const size = new DataView(bundle.buffer, bundle.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bundle.subarray(4, 4 + size)));
  let start = 4 + size;
  for (const [path, length] of header) {
    yield [path, bundle.subarray(start, start + length)];
    start += length;
  }
}

/**
 * Write the files of a bundle into Python's file system.
 * @param {Pyodide.FileSystem} FS Emscripten's file system
 * @param {Uint8Array<ArrayBuffer>} bundle inflated
 */
export function unpack(FS, bundle) {
  const folders = new Set();
  for (const [path, contents] of filesIn(bundle)) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (!folders.has(folder)) {
      FS.mkdirTree(folder);
      folders.add(folder);
    }
    FS.writeFile(path, contents, {canOwn: true});
  }
}
