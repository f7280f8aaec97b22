// @ts-check
/** Files that come in: by a file field, dropped or pasted. */
import {visible} from "./dom.js";
import {send} from "./messages.js";
import {showPending} from "./pending.js";
import {hooks} from "./transfer.js";

/** An element that takes files itself: a photo or a clip. @typedef {HTMLElement & {take: (file: File) => void}} Taker */

/** The first part of a project file, and where its name stands in a zip file. */
const PROJECT = "project.json", FIRST_NAME = 30;

/**
 * Open a file as a table, a saved model or rows to predict.
 * @param {File} file
 * @param {string} name of the message
 * @param {Record<string, unknown>} [args] that go along
 */
export async function openFile(file, name, args = {}) {
  if (hooks.project && ["open", "load_model"].includes(name) && await isProject(file)) return hooks.project(file);
  const wanted = name !== "open" ? name
    : /\.onnx$/i.test(file.name) ? "read_onnx" : isNamed("elm", file) ? "load_model" : name;
  showPending(file.name);
  send(wanted, {...args, source: await hooks.file(file)});
}

/**
 * Open many files as one table: photos or clips.
 * @param {File[]} files
 * @param {string} [name] of the message
 * @param {Record<string, unknown>} [args] that go along
 */
export async function openSeveral(files, name = "open", args = {}) {
  const {openFiles} = await import("./folders.js");
  await openFiles(files, name, args);
}

/** @param {string} ending before .zip @param {File} file @returns {boolean} also when a browser has numbered it: "a.elm (1).zip" */
const isNamed = (ending, {name}) => new RegExp(`\\.${ending}( ?\\(\\d+\\))?(\\.zip)?$`, "i").test(name);

/** @param {File} file @returns {Promise<boolean>} by its name, or by the first part of the zip file */
const isProject = async (file) => isNamed("elm-project", file)
  || /\.zip$/i.test(file.name) && await file.slice(FIRST_NAME, FIRST_NAME + PROJECT.length).text().catch(() => "") === PROJECT;

/** @param {Event} event a file field has another file */
export function picked(event) {
  const [input] = event.composedPath();
  if (!(input instanceof HTMLInputElement) || input.type !== "file") return;
  const file = input.files?.[0];
  const taker = /** @type {Taker | null} */ (input.closest("elm-photo, elm-sound"));
  // The same file must be noticed when it is chosen again.
  if (file && taker) taker.take(file);
  else if (input.files && (input.files.length > 1 || input.webkitdirectory)) {
    openSeveral([...input.files], input.dataset.file ?? "open");
  } else if (file) {
    const {file: name = input.id === "model-file" ? "load_model" : "open", args = "{}"} = input.dataset;
    openFile(file, name, JSON.parse(args));
  }
  setTimeout(() => { input.value = ""; });
}

/**
 * @param {File | undefined} file
 * @returns {Taker | null} the element on the page that takes such a file, wherever it is dropped or pasted
 */
export function takerFor(file) {
  const {type} = file ?? {type: ""};
  const tag = type.startsWith("image/") ? "elm-photo" : /^(audio|video)\//.test(type) ? "elm-sound" : null;
  return tag && /** @type {Taker | null} */ (visible(tag));
}
