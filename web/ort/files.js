// @ts-check
/**
 * Files with a known sha256, such as models: fetched once, verified, and kept for the next visit.
 * The service worker knows nothing of them, so nothing is kept that was not asked for.
 */
import {failure} from "./failure.js";
import {words} from "../words/ort.js";

const CACHE = "elmweb-models";
const KEPT = new URL("../models/", import.meta.url).href;

/** @typedef {{file: string, sha256: string, bytes: number}} Entry a file beside models/manifest.json */

/** @param {string} sha256 @returns {string} under which name the cache keeps a file */
const key = (sha256) => `${KEPT}?sha256=${sha256}`;

/** @returns {Promise<Cache | null>} the cache, where there is one: not in every private window */
const open = () => globalThis.caches?.open(CACHE).catch(() => null) ?? Promise.resolve(null);

/** @param {Uint8Array<ArrayBuffer>} data @returns {Promise<string>} */
async function sha256Of(data) {
  if (!globalThis.crypto?.subtle) throw failure("download", words.needsHttps);
  const digest = await crypto.subtle.digest("SHA-256", data);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {Entry} entry
 * @param {(bytes: number, total: number) => void} progress told how many bytes have come, and of how many
 * @param {AbortSignal} signal ends the download
 * @returns {Promise<{data: Uint8Array<ArrayBuffer>, kept: boolean}>} the verified file, and whether it was here before
 */
export async function bring(entry, progress, signal) {
  const cache = await open();
  const found = await cache?.match(key(entry.sha256));
  if (found) {
    const data = new Uint8Array(await found.arrayBuffer());
    if (data.length === entry.bytes && (await sha256Of(data)) === entry.sha256) return {data, kept: true};
    await cache?.delete(key(entry.sha256));
  }
  const data = await download(entry, progress, signal);
  const sha256 = await sha256Of(data);
  if (sha256 !== entry.sha256) {
    throw failure("download", words.otherFile(entry.file, sha256, entry.sha256));
  }
  signal.throwIfAborted();
  // A full disk must not keep a model from running now.
  await cache?.put(key(entry.sha256), new Response(data)).catch(() => {});
  return {data, kept: false};
}

/**
 * @param {Entry} entry @param {(bytes: number, total: number) => void} progress @param {AbortSignal} signal
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function download({file, bytes}, progress, signal) {
  const response = await fetch(new URL(file, KEPT), {signal, cache: "no-cache"}).catch((error) => {
    throw signal.aborted ? error : failure("download", words.notFetched(file, error.message));
  });
  if (!response.ok || !response.body) throw failure("download", words.notFetchedStatus(file, response.status));
  const data = new Uint8Array(bytes);
  const reader = response.body.getReader();
  for (let at = 0; ;) {
    const {done, value} = await reader.read().catch((error) => {
      throw signal.aborted ? error : failure("download", words.stoppedComing(file, at, bytes));
    });
    if (done && at < bytes) throw failure("download", words.isCut(file, at, bytes));
    if (done) return data;
    if (at + value.length > bytes) throw failure("download", words.isLonger(file, bytes));
    data.set(value, at);
    progress((at += value.length), bytes);
  }
}

/** @param {string[]} hashes @returns {Promise<boolean[]>} which files are here already */
export async function kept(hashes) {
  const cache = await open();
  return Promise.all(hashes.map(async (sha256) => Boolean(await cache?.match(key(sha256)))));
}

/** Forget every kept file that is not one of these. @param {string[]} hashes */
export async function tidy(hashes) {
  const cache = await open();
  const wanted = new Set(hashes.map(key));
  for (const request of (await cache?.keys()) ?? []) {
    if (request.url.startsWith(KEPT) && !wanted.has(request.url)) await cache?.delete(request);
  }
}
