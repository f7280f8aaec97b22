// @ts-check
/** What a Python in a worker is given of the page: its files, samples of the site, pictures and sounds. */
import {download, whole} from "./download.js";

/** @typedef {Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>} Numbers a picture or a sound */

/** @type {Map<number, File>} */ const files = new Map();
/** The newest pictures and sounds of the page: a question may be asked again. @type {Map<number, Numbers>} */
const media = new Map();
const MOST_MEDIA = 8;

/**
 * @param {number} number
 * @param {File} file
 */
export const keepFile = (number, file) => { files.set(number, file); };

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
 * @param {number} number
 * @returns {Numbers | undefined} a picture or sound of the page
 */
export const mediaOf = (number) => media.get(number);

/**
 * Give a file of the page a path from which Python reads slices; the file is never copied whole.
 * @param {Pyodide.FileSystem} FS
 * @param {number} number
 * @returns {Promise<string>}
 */
export async function mountFile(FS, number) {
  const file = files.get(number);
  if (!file) throw new Error(`file ${number} is not known here`);
  const folder = `/files/${number}`;
  if (!FS.analyzePath(folder).exists) {
    const data = (await isParquet(file)) ? await (await import("./parquet.js")).asCsv(file) : file;
    FS.mkdirTree(folder);
    FS.mount(FS.filesystems.WORKERFS, {blobs: [{name: "file", data}]}, folder);
  }
  return `${folder}/file`;
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
