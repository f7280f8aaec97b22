// @ts-check
/** Bundles of files. buildsteps/bundle.py has their format. */

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/** What Emscripten calls a file and a folder, each with all permissions that Python's own have. */
const FILE_MODE = 0o100666;
const FOLDER_MODE = 0o040777;

/** Files in one, in memory or still on disk: each is read when it is asked for. */
export class Bundle {
  /** @type {(start: number, end: number) => Bytes} */ #read;
  /** Path and length of each file. @type {[string, number][]} */ #header;
  /** Where the first file begins. */ #start;

  /** @param {(start: number, end: number) => Bytes} read returns a part of the bundle, inflated */
  constructor(read) {
    const length = read(0, 4);
    this.#start = 4 + new DataView(length.buffer, length.byteOffset).getUint32(0, true);
    this.#header = JSON.parse(new TextDecoder().decode(read(4, this.#start)));
    this.#read = read;
  }

  /** @param {Bytes} bytes @returns {Bundle} in memory */
  static of(bytes) {
    return new Bundle((start, end) => bytes.subarray(start, end));
  }

  /** @returns {Generator<{path: string, length: number, read: () => Bytes}>} each file */
  *files() {
    let start = this.#start;
    for (const [path, length] of this.#header) {
      const at = start;
      yield {path, length, read: () => this.#read(at, at + length)};
      start += length;
    }
  }

  /** @returns {Bytes} the bundle itself */
  whole() {
    return this.#read(0, this.#header.reduce((end, [, length]) => end + length, this.#start));
  }
}

/**
 * Put the files of a bundle into Python's file system. It is done there what a write of each file comes to: thousands of
 * paths need not be looked up for that.
 * @param {Pyodide.FileSystem} FS Emscripten's file system
 * @param {Bundle} bundle
 */
export function unpack(FS, bundle) {
  const {MEMFS} = FS.filesystems;
  const folders = new Map([["", FS.lookupPath("/").node]]);
  /** @param {string} path @returns {Pyodide.FileNode} */
  const folderAt = (path) => {
    const known = folders.get(path);
    if (known) return known;
    const [within, name] = split(path), parent = folderAt(within);
    const folder = parent.contents[name] ?? MEMFS.createNode(parent, name, FOLDER_MODE, 0);
    folders.set(path, folder);
    return folder;
  };
  for (const {path, length, read} of bundle.files()) {
    const [within, name] = split(path), folder = folderAt(within);
    if (name in folder.contents) FS.unlink(path); // a later bundle has another
    const node = MEMFS.createNode(folder, name, FILE_MODE, 0);
    node.usedBytes = length;
    fillWhenAsked(node, read);
  }
}

/** @param {string} path @returns {[string, string]} the folder, and the name in there */
function split(path) {
  const cut = path.lastIndexOf("/");
  return [path.slice(0, cut), path.slice(cut + 1)];
}

/**
 * @param {Pyodide.FileNode} node a file that is read only if Python asks for it
 * @param {() => Bytes} read
 */
function fillWhenAsked(node, read) {
  const kind = {configurable: true, enumerable: true};
  Object.defineProperty(node, "contents", {
    ...kind,
    get() { return (node.contents = read()); },
    set(contents) { Object.defineProperty(node, "contents", {...kind, writable: true, value: contents}); },
  });
}
