// @ts-check
/**
 * Files and arrays of the page go to the engine by reference: Python reads slices of a file there, and nothing is copied.
 * What comes before there is an engine waits for it.
 */
import {hooks} from "../page/transfer.js";

/** @typedef {(message: object, buffers: Transferable[]) => void} Post */

/** Every file brought so far, so that a new engine can be told of it. @type {File[]} */ const files = [];
/** @type {[object, Transferable[]][]} */ const waiting = [];
/** How many arrays the page has handed over. */
let arrays = 0;
/** @type {Post} */ let post = (...message) => { waiting.push(message); };

/** @param {number} number @returns {File | undefined} a file that was brought */
export const fileOf = (number) => files[number];

hooks.file = async (file) => {
  const number = files.push(file) - 1;
  post({type: "file", number, file}, []);
  return {file: number, name: file.name, size: file.size};
};

hooks.files = async (name, brought) => {
  const first = files.length;
  files.push(...brought.map(({file}) => file));
  post({type: "files", first, files: brought.map(({file}) => file)}, []);
  return {name, files: brought.map(({path, file}, at) => ({file: first + at, name: path, size: file.size}))};
};

hooks.media = async (array, shape) => {
  const number = ++arrays;
  post({type: "media", number, array}, [array.buffer]);
  return {media: number, shape};
};

/**
 * Hand over to a new engine what was brought so far, and all that will be.
 * @param {Worker} engine
 */
export function handOver(engine) {
  post = (message, buffers) => engine.postMessage(message, buffers);
  if (files.length) post({type: "files", first: 0, files}, []);
  for (const message of waiting.splice(0)) post(...message); // a file among them is told twice, under its one number
}
