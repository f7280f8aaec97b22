// @ts-check
/** What a Python in a worker is given of the page: its files, samples of the site, pictures and sounds. */
import {download, whole} from "./download.js";

/** @typedef {Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>} Numbers a picture or a sound */

/** @type {Map<number, File>} */ const files = new Map();
/** The newest pictures and sounds of the page: a question may be asked again. @type {Map<number, Numbers>} */
const media = new Map();
const MOST_MEDIA = 8;

const SMALL_BYTES = 32e6;
const MOST_SMALL = 4;
/** The paths of the newest small files. @type {Set<string>} */ const small = new Set();

/**
 * @param {number} number
 * @param {File} file
 */
export const keepFile = (number, file) => { files.set(number, file); };

/** @param {number} number @returns {File | undefined} a file of the page */
export const fileOf = (number) => files.get(number);

/**
 * @param {number} number
 * @param {Numbers} array
 */
export function keepMedia(number, array) {
  media.set(number, array);
  for (const oldest of media.keys()) {
    if (media.size <= MOST_MEDIA) break;
    media.delete(oldest);
  }
}

/**
 * What is used counts as new: a picture stays while the frames of a camera come and go beside it.
 * @param {number} number
 * @returns {Numbers | undefined} a picture or sound of the page
 */
export function mediaOf(number) {
  const found = media.get(number);
  if (found) {
    media.delete(number);
    media.set(number, found);
  }
  return found;
}

/**
 * Give a file of the page a path from which Python reads. A large file is read in slices, and never copied whole.
 *
 * WebKitGTK answers promises while a slice is waited for, and Python stops for good when it is called in the middle of
 * reading; so what fits easily into memory is there before Python reads.
 * @param {Pyodide.FileSystem} FS
 * @param {number} number
 * @returns {Promise<string>}
 */
export async function mountFile(FS, number) {
  const file = files.get(number);
  if (!file) throw new Error(`file ${number} is not known here`);
  const folder = `/files/${number}`, path = `${folder}/file`;
  if (FS.analyzePath(path).exists) return path;
  const data = (await isParquet(file)) ? await (await import("./parquet.js")).asCsv(file) : file;
  FS.mkdirTree(folder);
  if (data.size <= SMALL_BYTES) keepSmall(FS, path, new Uint8Array(await data.arrayBuffer()));
  else FS.mount(FS.filesystems.WORKERFS, {blobs: [{name: "file", data}]}, folder);
  return path;
}

/**
 * @param {Pyodide.FileSystem} FS
 * @param {string} path
 * @param {Uint8Array} data
 */
function keepSmall(FS, path, data) {
  FS.writeFile(path, data, {canOwn: true});
  small.delete(path);
  small.add(path);
  for (const oldest of small) {
    if (small.size <= MOST_SMALL) break;
    small.delete(oldest);
    FS.unlink(oldest); // it comes back when it is asked for again
  }
}

/**
 * @param {Blob} file
 * @returns {Promise<boolean>} whether its first bytes are those of a Parquet file
 */
async function isParquet(file) {
  return (await file.slice(0, 4).text()) === "PAR1";
}

/**
 * Fetch a bundled sample to where Python looks for it.
 * @param {Pyodide.FileSystem} FS
 * @param {string} path such as /samples/iris.csv; the site has it under the same name
 */
export async function mountSample(FS, path) {
  if (FS.analyzePath(path).exists) return;
  FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
  FS.writeFile(path, await whole(new Response(await download(path.slice(1)))));
}
