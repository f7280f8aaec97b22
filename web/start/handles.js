// @ts-check
/** Handles of files and folders, while they are asked something. */

/** Those that have not answered yet. @type {Set<FileSystemHandle>} */
const asked = new Set();

/**
 * Ask a handle something, and keep it until it has answered. Chromium never answers a handle that was collected as garbage
 * meanwhile, and the promise waits for ever.
 * @template {FileSystemHandle} H
 * @template T
 * @param {H} handle
 * @param {(handle: H) => Promise<T>} question
 * @returns {Promise<T>}
 */
export async function hold(handle, question) {
  asked.add(handle);
  try {
    return await question(handle);
  } finally {
    asked.delete(handle);
  }
}
