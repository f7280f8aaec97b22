// @ts-check
/** Where snapshots of the Pythons' memories are kept between visits: in this browser's cache, with the version of their files. */

/** @typedef {import("./site.js").Role} Role */

const CACHE = "elmweb-start";

/** @param {string} name @returns {string} the same address for the page and for a worker, whose relative ones differ */
const key = (name) => new URL(name, import.meta.url).href;

/**
 * @typedef {{name: string, handle: number, table: number, tableSize: number, global: boolean}} Library
 * @typedef {{tableStart: number, tableEnd: number, libraries: Library[], entries: [number, number, string][],
 *   offsets: Record<string, number>}} Layout
 * @typedef {{memory: Uint8Array<ArrayBuffer>, layout: Layout}} Snapshot
 */

/**
 * Keep a Python's snapshot for the next visit, and no older one of it.
 * @param {Role} role
 * @param {string} version of the files it was taken with
 * @param {Snapshot} snapshot
 */
export async function keep(role, version, {memory, layout}) {
  await forget(role);
  const cache = await caches.open(CACHE);
  await cache.put(key(`${role}-memory-${version}`), new Response(memory));
  await cache.put(key(`${role}-layout-${version}`), new Response(JSON.stringify(layout))); // last: it says that both are there
}

/**
 * @param {Role} role
 * @param {string} version
 * @returns {Promise<Snapshot | null>} the snapshot taken with these very files, if there is one
 */
export async function find(role, version) {
  if (!(await caches.has(CACHE))) return null;
  const cache = await caches.open(CACHE);
  const parts = ["layout", "memory"].map((part) => cache.match(key(`${role}-${part}-${version}`)));
  const [layout, memory] = await Promise.all(parts);
  if (!layout || !memory) return null;
  return {layout: await layout.json(), memory: new Uint8Array(await memory.arrayBuffer())};
}

/**
 * @param {Role} role
 * @param {string} version
 * @returns {Promise<boolean>} whether a snapshot was taken with these very files
 */
export async function has(role, version) {
  return Boolean(await caches.match(key(`${role}-layout-${version}`), {cacheName: CACHE}));
}

/**
 * Forget a Python's snapshot, because it did not work or is older than the site.
 * @param {Role} role
 */
export async function forget(role) {
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) {
    if (request.url.startsWith(key(`${role}-`))) await cache.delete(request);
  }
}
