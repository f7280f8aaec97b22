// @ts-check
/** How a Python in a worker gets files: from this site and from nowhere else, counted while they come. */
import {Helper} from "./helper.js";

/** @typedef {{type: "progress", file: string, bytes: number}} Progress how much of a file has come */

/** So much of a file, or so many milliseconds, lie between one word of it and the next. */
const STEP_BYTES = 200_000;
const STEP_MS = 5_000;

/** How fast the line is, is known once so many bytes have come. */
const ENOUGH_BYTES = 4e6;

/** The site's own folder; this file lies one below it. */
export const root = new URL("../", import.meta.url).href;

/** Answers made here for files that Pyodide asks for by name. @type {Map<string, () => Promise<Response>>} */
export const prepared = new Map();

/** @param {Progress} progress which the page is told */
const tell = (progress) => self.postMessage(progress);

const fetchAnywhere = self.fetch.bind(self);

// Addresses are relative to the site. Another one would be stopped by the policy, too; here it is also said which.
self.fetch = (resource, options) => {
  const url = new URL(resource instanceof Request ? resource.url : resource, root);
  if (url.origin !== self.location.origin) return Promise.reject(new TypeError(`${url.host} is not this site`));
  return prepared.get(url.href)?.() ?? fetchAnywhere(resource instanceof Request ? resource : url, options);
};

/** Bytes that have come of all files, and when the first did. */
const come = {bytes: 0, since: 0};
/** @type {(bytesPerSecond: number) => void} */ let tellSpeed;

/** How fast files come, in bytes a second; told once it is known. @type {Promise<number>} */
export const speed = new Promise((resolve) => { tellSpeed = resolve; });

/** @param {number} bytes that have just come */
function measure(bytes) {
  come.since ||= performance.now();
  come.bytes += bytes;
  if (come.bytes > ENOUGH_BYTES) tellSpeed(come.bytes / ((performance.now() - come.since + 1) / 1_000));
}

/**
 * Fetch one file of this site; say how many bytes have come, so the page can show it.
 * @param {string} name
 * @returns {Promise<ReadableStream<Uint8Array<ArrayBuffer>>>}
 */
export async function download(name) {
  const failed = (/** @type {unknown} */ why) => new Error(`${name} could not be loaded (${why})`);
  const response = await fetchAnywhere(root + name).catch(({message}) => { throw failed(message); });
  if (!response.ok || !response.body) throw failed(response.status);
  let bytes = 0;
  let told = {bytes: 0, at: performance.now()};
  /** @type {TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>} */
  const count = new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      measure(chunk.byteLength);
      if (bytes - told.bytes > STEP_BYTES || performance.now() - told.at > STEP_MS) {
        told = {bytes, at: performance.now()};
        tell({type: "progress", file: name, bytes});
      }
      controller.enqueue(chunk);
    },
    flush: () => tell({type: "progress", file: name, bytes}),
  });
  return response.body.pipeThrough(count);
}

/**
 * @param {string} name
 * @returns {Promise<Response>} the inflated file
 */
export async function inflate(name) {
  return new Response((await download(name)).pipeThrough(new DecompressionStream("gzip")));
}

/** Who waits for a file that is inflated apart, by its name. @type {Map<string, (body: Uint8Array<ArrayBuffer>) => void>} */
const apart = new Map();

/** @param {{file: string, body: Uint8Array<ArrayBuffer>}} inflated as the page has got it from the worker that did it */
export function haveInflated({file, body}) {
  apart.get(file)?.(body);
  apart.delete(file);
}

/**
 * Do that in a worker: this one has no time for it.
 * @param {string} name
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export function inflateApart(name) {
  const worker = new Helper(`${root}start/inflate-worker.js`);
  /** @type {Promise<Uint8Array<ArrayBuffer>>} */ const inflated = new Promise((resolve, reject) => {
    apart.set(name, resolve);
    worker.onmessage = ({data}) => reject(new Error(data.why));
    worker.onerror = () => reject(new Error(`${name} could not be loaded`));
    worker.postMessage({name});
  });
  return inflated.finally(() => worker.terminate());
}

/**
 * Ask the service worker for a module of WebAssembly. Its answer comes with the machine code of earlier visits, if the
 * browser keeps any; what is made here, as by inflate, never does.
 * @param {string} address in the site, with the version that is meant
 * @param {string} file of which it is the module, and is said to have come
 * @param {number} bytes of that file
 * @returns {Promise<Response | null>} null: the server answered, which has no such file
 */
export async function fetchModule(address, file, bytes) {
  const response = await fetchAnywhere(root + address).catch(() => null);
  if (!response?.ok || response.headers.get("Content-Type") !== "application/wasm") return null;
  tell({type: "progress", file, bytes});
  return response;
}

/**
 * @param {Response} response
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export const whole = async (response) => new Uint8Array(await response.arrayBuffer());
