// @ts-check
/** Folders, and many files at once: photos or clips, perhaps with a table beside them. */
import {openFile} from "./files.js";
import {send} from "./messages.js";
import {showPending} from "./pending.js";
import {hooks} from "./transfer.js";
import {words} from "../words/page.js";

/** A file and where it lies in what was brought. @typedef {{path: string, file: File}} Brought */

const MOST_FILES = 100_000;
/** Up to so much becomes one zip file, which is kept with its project; of more, only the vectors are kept. */
const MOST_PACKED = 300e6, MOST_PARTS = 60_000;
const EXAMPLES = /\.(jpe?g|jfif|png|webp|gif|bmp|avif|hei[cf]|tiff?|wav|mp3|og[ga]|opus|m4a|aac|flac|weba)$/i;

/** @param {string} name @returns {boolean} whether it is a photo or a clip by its name */
const isExample = (name) => EXAMPLES.test(name);

/**
 * Open many files as one table.
 * @param {Brought[]} brought
 * @param {string} name of the folder, or "" for files without one
 * @param {string} message what Python is to do with them
 * @param {Record<string, unknown>} args that go along
 */
async function openMany(brought, name, message, args) {
  const named = name || words.files(brought.length);
  if (!hooks.files || !brought.some(({path}) => isExample(path))) {
    return send("refuse_files", {names: brought.length ? brought.map(({path}) => path) : [named], folder: Boolean(name)});
  }
  showPending(named);
  const isSmall = brought.length <= MOST_PARTS && brought.reduce((sum, {file}) => sum + file.size, 0) <= MOST_PACKED;
  if (message === "open" && isSmall) {
    const {pack} = await import("../projects/zip.js"); // the parts stay where they are: a Blob refers to them
    const zip = await pack(brought.map(({path, file}) => ({name: path, data: file, pack: false})));
    return openFile(new File([zip], `${named}.zip`), message, args);
  }
  send(message, {...args, source: await hooks.files(named, brought)});
}

/**
 * Open what was dropped, with all that is in its folders.
 * @param {FileSystemEntry[]} entries
 * @param {string} message for Python
 * @param {Record<string, unknown>} args that go along
 */
export async function openEntries(entries, message, args) {
  /** @type {Brought[]} */ const brought = [];
  for (const entry of entries) await walk(entry, "", brought);
  await openMany(brought, entries.map((entry) => entry.name).join(", "), message, args);
}

/** @param {FileSystemEntry} entry @param {string} above @param {Brought[]} brought */
async function walk(entry, above, brought) {
  if (brought.length >= MOST_FILES) return;
  const path = above ? `${above}/${entry.name}` : entry.name;
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject));
    brought.push({path, file});
    return;
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  for (;;) { // it gives a hundred at a time
    /** @type {FileSystemEntry[]} */ const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return;
    for (const inside of some) await walk(inside, path, brought);
  }
}

/**
 * Open files that were chosen, dropped or pasted together; a field for folders says where each lies.
 * @param {File[]} files @param {string} message for Python @param {Record<string, unknown>} args that go along
 */
export async function openFiles(files, message, args) {
  const brought = files.map((file) => ({path: file.webkitRelativePath || file.name, file}));
  const folder = brought.length && brought[0].path.includes("/") ? brought[0].path.split("/")[0] : "";
  await openMany(brought, folder, message, args);
}
