// @ts-check
/** Where the snapshot of the page worker's memory is kept between visits: in this browser's cache, with the version of its files. */

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
 * Keep a snapshot for the next visit, and no older one.
 * @param {string} version of the files it was taken with
 * @param {Snapshot} snapshot
 */
export async function keep(version, {memory, layout}) {
  await caches.delete(CACHE);
  const cache = await caches.open(CACHE);
  await cache.put(key(`layout-${version}`), new Response(JSON.stringify(layout)));
  await cache.put(key(`memory-${version}`), new Response(memory));
}

/**
 * @param {string} version
 * @returns {Promise<Snapshot | null>} the snapshot taken with these very files, if there is one
 */
export async function find(version) {
  if (!(await caches.has(CACHE))) return null;
  const cache = await caches.open(CACHE);
  const [layout, memory] = await Promise.all(["layout", "memory"].map((part) => cache.match(key(`${part}-${version}`))));
  if (!layout || !memory) return null;
  return {layout: await layout.json(), memory: new Uint8Array(await memory.arrayBuffer())};
}

/**
 * @param {string} version
 * @returns {Promise<boolean>} whether a snapshot was taken with these very files
 */
export async function has(version) {
  return Boolean(await caches.match(key(`layout-${version}`), {cacheName: CACHE}));
}

/** Forget the snapshot, because it did not work. */
export const forget = () => caches.delete(CACHE);
