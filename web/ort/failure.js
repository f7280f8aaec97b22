// @ts-check
/**
 * What can go wrong here, as data that crosses between workers.
 *
 *   download    a file did not come, or is not the one it should be
 *   cancelled   somebody asked for it
 *   model       the file is no model that can be run
 *   feeds       what was given does not fit the model
 *   provider    what should run the model cannot: WebGPU is absent, lacks something, or failed at it
 *   memory      there was not enough
 *   gone        the worker with the model has ended
 *
 * @typedef {"download" | "cancelled" | "model" | "feeds" | "provider" | "memory" | "gone"} Kind
 * @typedef {{kind: Kind, message: string, fatal: boolean}} Failure fatal: the worker is of no use any more
 */
import {words} from "../words/ort.js";

/** @param {Kind} kind @param {string} message @param {boolean} [fatal] @returns {Error & Failure} */
export const failure = (kind, message, fatal = false) => Object.assign(new Error(message), {kind, fatal});

/**
 * The part of what onnxruntime says that means something outside of it.
 * @param {string} message @returns {string}
 */
function plain(message) {
  const [, said = message] = /(?:.*Status Message: |.*ERROR_MESSAGE: )(.*)/s.exec(message) ?? [];
  const [first] = said.replace(/^\S+\.(?:cc|h):\d+ /, "").split("\n");
  return first.length > 200 ? `${first.slice(0, 199)}…` : first;
}

/** @param {unknown} error @param {Kind} [otherwise] @returns {Failure} */
export function asData(error, otherwise = "model") {
  const {name, message: said, kind, fatal = false} = /** @type {Partial<Error & Failure>} */ (error ?? {});
  const message = plain(String(said ?? error));
  if (kind) return {kind, message, fatal};
  if (name === "AbortError") return {kind: "cancelled", message: words.cancelled, fatal: false};
  if (/storage size overflowed/.test(message)) return {kind: "memory", message, fatal: false}; // it was not even tried
  if (error instanceof RangeError || /bad_alloc|out of memory|failed to allocate|enlarge memory|Aborted\(/i.test(message)) {
    return {kind: "memory", message, fatal: true};
  }
  // What WebAssembly itself throws leaves its memory in an unknown state.
  return {kind: otherwise, message, fatal: error instanceof WebAssembly.RuntimeError};
}
