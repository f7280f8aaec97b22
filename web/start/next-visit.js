// @ts-check
/** What is done for the next visit: the site's files and snapshots of both Pythons' memories are kept. */
import {unchangedFor} from "./document.js";
import {startPython} from "./python.js";
import {site} from "./site.js";
import {forget, has} from "./snapshot-cache.js";

/** @typedef {import("./site.js").Role} Role */

/** After this long without a change in the document, work for the next visit may be done. */
const QUIET_MS = 6_000;

/** @param {Role} role @returns {string} what stands in the browser's storage while a snapshot is tried */
const trying = (role) => `elmweb-trying-snapshot-${role}`;

/** Which snapshots may be tried. */
export const snapshots = {page: false, engine: false};

/** @param {Role} role a start from its snapshot begins; should it end the page, the next visit knows */
export const beginTrial = (role) => localStorage.setItem(trying(role), "1");

/** @param {Role} role the start from its snapshot worked, or was given up */
export const endTrial = (role) => localStorage.removeItem(trying(role));

/** @param {Role} role a snapshot that did not work is not tried again */
export async function giveUpSnapshot(role) {
  snapshots[role] = false;
  endTrial(role);
  await forget(role);
}

/**
 * Look for the snapshots of an earlier visit; one that ended the page last time is not tried again.
 * @param {Role} role
 */
export async function findSnapshot(role) {
  if (localStorage.getItem(trying(role))) await giveUpSnapshot(role);
  else snapshots[role] = Boolean(globalThis.caches) && await has(role, site[role].version);
}

/**
 * Do something once nobody has done anything for a while: it must not slow down a training.
 * @param {() => void} then
 */
export function whenQuiet(then) {
  const left = QUIET_MS - unchangedFor();
  if (left > 0) setTimeout(whenQuiet, left, then);
  else then();
}

/**
 * Leave a snapshot of each Python's memory for the next visit, unless there is one or memory is short.
 * @param {Role[]} roles one after the other
 */
export async function takeSnapshots([role, ...others]) {
  const {deviceMemory = 8} = /** @type {Navigator & {deviceMemory?: number}} */ (navigator); // only in Chromium
  if (!role || deviceMemory < 4 || !globalThis.caches) return;
  const next = () => whenQuiet(() => takeSnapshots(others));
  if (await has(role, site[role].version)) return next();
  const worker = startPython(role, {takeSnapshot: true}, {
    failed(/** @type {{text: string}} */ {text}) {
      console.info(`no snapshot of the ${role} is kept for the next visit: ${text}`);
      worker.terminate();
      next();
    },
    kept() {
      snapshots[role] = true;
      document.documentElement.dataset.kept = `${document.documentElement.dataset.kept ?? ""} ${role}`.trim();
      next();
    },
  });
}

/** Have the service worker keep the site's files, after what is needed now has been loaded. */
export async function keepSite() {
  try {
    if (!navigator.serviceWorker) return;
    await navigator.serviceWorker.register("sw.js");
    navigator.serviceWorker.onmessage = () => { document.documentElement.dataset.offline = ""; };
    const {active} = await navigator.serviceWorker.ready;
    whenQuiet(() => active?.postMessage("fill"));
  } catch (error) {
    console.info(`the site is not kept for the next visit: ${error}`);
  }
}
