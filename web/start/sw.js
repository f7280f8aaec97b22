// @ts-check
/**
 * Keeps every file of the site after the first visit: the second starts from here, also without a network.
 * A file is kept under its sha256, so a new version of the site fetches only what has changed.
 */

/** Written by the build: path of each file to the start of its sha256. @type {Record<string, string>} */
const FILES = {};
/** Written by the build: where the files are that are kept once they were used, and not fetched ahead. @type {string[]} */
const ON_DEMAND = [];
/** Written by the build: what those files begin with that one language alone needs. @type {Record<string, string[]>} */
const LANGUAGES = {};
const CACHE = "elmweb";
const PACKED = ".gz";
/** A custom section of WebAssembly without contents: its kind, its length, the length of its name, "elmweb". */
const EMPTY_SECTION = [0, 7, 6, 101, 108, 109, 119, 101, 98];
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const root = new URL("./", worker.location.href).href;

/** @param {string} path @returns {string} under which name the cache keeps a file */
const key = (path) => `${root}${path}?sha256=${FILES[path]}`;

/** @param {string} url @returns {string} the file of the site a request means */
function pathOf(url) {
  const {href} = new URL(url.split(/[?#]/)[0]);
  return href === root ? "index.html" : href.slice(root.length);
}

/**
 * Fetch what is not kept yet, one file after the other, so that the page's own loading goes first.
 * @param {string} language of the page that asks
 */
async function fill(language) {
  const cache = await caches.open(CACHE);
  const isOne = (/** @type {string} */ path, /** @type {string[]} */ starts) => starts.some((start) => path.startsWith(start));
  const own = LANGUAGES[language] ?? [], all = Object.values(LANGUAGES).flat();
  for (const path of Object.keys(FILES)) {
    if (isOne(path, ON_DEMAND) || isOne(path, all) && !isOne(path, own)) continue;
    if (!(await cache.match(key(path)))) await keep(path);
  }
  for (const page of await worker.clients.matchAll({includeUncontrolled: true})) page.postMessage("filled");
}

/**
 * Fetch a file and keep it. The server is asked whether its copy is newer: what is kept under a sha256 must be that file.
 * @param {string} path
 */
async function keep(path) {
  const response = await fetch(root + path, {cache: "no-cache"});
  if (response.ok && (await isRight(path, response.clone()))) await (await caches.open(CACHE)).put(key(path), response.clone());
  return response;
}

/** @param {string} path @param {Response} response @returns {Promise<boolean>} whether it is the file this site was built with */
async function isRight(path, response) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return Array.from(digest.slice(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("") === FILES[path];
}

/** Forget files of earlier versions, and the cache in which they kept snapshots. */
async function tidy() {
  await caches.delete("elmweb-start");
  const cache = await caches.open(CACHE);
  const modules = Object.keys(FILES).filter((path) => path.endsWith(`.wasm${PACKED}`)).map((path) => path.slice(0, -PACKED.length));
  const wanted = new Set([...Object.keys(FILES).map(key), ...modules.map(moduleKey)]);
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
}

/** @param {string} path */
async function answer(path) {
  return (await (await caches.open(CACHE)).match(key(path))) ?? keep(path);
}

/** @param {string} path @returns {string} under which name the cache keeps a module of WebAssembly */
const moduleKey = (path) => `${root}${path}?sha256=${FILES[path + PACKED]}`;

/**
 * A module of WebAssembly that the server has only packed, as itself. For an answer of this kind a browser keeps the
 * machine code, and later visits need not compile it again. It keeps none of a module that it already has from
 * elsewhere, so this one ends in a section of its own, which nobody reads.
 * @param {string} path
 */
async function answerModule(path) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(moduleKey(path));
  if (kept) return kept;
  const packed = await answer(path + PACKED);
  if (!packed.ok || !packed.body) return packed;
  const end = new TransformStream({flush: (stream) => stream.enqueue(new Uint8Array(EMPTY_SECTION))});
  const module = packed.body.pipeThrough(new DecompressionStream("gzip")).pipeThrough(end);
  const answered = new Response(module, {headers: {"Content-Type": "application/wasm"}});
  if (!(await cache.match(key(path + PACKED)))) return answered; // it is not the file that is meant, or there is no room
  await cache.put(moduleKey(path), answered);
  return /** @type {Response} */ (await cache.match(moduleKey(path)));
}

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(tidy()));
worker.addEventListener("message", (event) => {
  if (!event.data.fill) return;
  // From here on it answers this very page, too. Not earlier: what is needed first comes faster without a copy of it.
  event.waitUntil(Promise.all([worker.clients.claim(), fill(event.data.fill)]));
});
worker.addEventListener("fetch", (event) => {
  const path = pathOf(event.request.url);
  if (event.request.method !== "GET") return;
  if (path in FILES) event.respondWith(answer(path));
  else if (event.request.url === moduleKey(path)) event.respondWith(answerModule(path));
});
