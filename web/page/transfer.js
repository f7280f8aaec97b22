// @ts-check
/** How files and arrays get to Python, and finished files to the person. */

/**
 * @typedef {Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>} Numbers a picture or a sound
 * @typedef {{name: string, base64: string} | {name: string, file: number, size: number}} FileSource
 * @typedef {{base64: string, shape: number[], dtype: string} | {media: number, shape: number[]}} MediaSource
 * @typedef {{filename: string, mime: string, base64: string}} Download
 */

/**
 * The surroundings may do better than this file: a worker takes files and arrays by reference, a server as text.
 * @type {{file: (file: File) => Promise<FileSource>, media: (array: Numbers, shape: number[]) => Promise<MediaSource>,
 *   download: (args: Download) => void, project?: (file: File) => void,
 *   files?: (name: string, brought: import("./folders.js").Brought[]) => Promise<object>}}
 */
export const hooks = {
  file: async (file) => ({name: file.name, base64: await base64(file)}),
  media: async (array, shape) => ({base64: await base64(new Blob([array])), shape,
    dtype: array instanceof Float32Array ? "float32" : "uint8"}),
  download: ({filename, mime, base64}) => save(filename, new Blob([bytesOf(base64)], {type: mime})),
};

/**
 * Offer a file as a download.
 * @param {string} filename
 * @param {Blob} blob
 */
export function save(filename, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * @param {Blob} file
 * @returns {Promise<string>}
 */
function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** @param {string} text */
const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
