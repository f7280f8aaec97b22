// @ts-check
/**
 * Write the files of a bundle into Python's file system. buildsteps/bundle.py has the format.
 * @param {Pyodide.FileSystem} FS Emscripten's file system
 * @param {Uint8Array} bundle inflated
 */
export function unpack(FS, bundle) {
  const size = new DataView(bundle.buffer, bundle.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bundle.subarray(4, 4 + size)));
  const folders = new Set();
  let start = 4 + size;
  for (const [path, length] of header) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (!folders.has(folder)) {
      FS.mkdirTree(folder);
      folders.add(folder);
    }
    FS.writeFile(path, bundle.subarray(start, start + length), {canOwn: true});
    start += length;
  }
}
