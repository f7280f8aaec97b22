// @ts-check
/** What is done for the next visit: the site's files and snapshots of both Pythons' memories are kept. */
import {language} from "../page/dom.js";
import {unchangedFor} from "./document.js";
import {startPython} from "./python.js";
import {site} from "./site.js";
import {forget} from "./snapshot-store.js";

/** @typedef {import("./site.js").Role} Role */

/** After this long without a change in the document, work for the next visit may be done. */
const QUIET_MS = 6_000;

/** Snapshots take some hundred megabytes: they are left only where there is far more room. */
const LEAST_FREE_BYTES = 2e9;

/** A snapshot whose start was begun so often and never ended has ended the page, and is not tried again. */
const MOST_TRIALS = 2;

/**
 * What the browser's storage says of a role's snapshot: the version of one that may be tried, how often that was begun, and
 * the version with which none of the site's is tried any more.
 */
const kept = (/** @type {Role} */ role) => `elmweb-snapshot-${role}`;
const trying = (/** @type {Role} */ role) => `elmweb-trying-snapshot-${role}`;
const refused = (/** @type {Role} */ role) => `elmweb-refused-snapshot-${role}`;

const trials = (/** @type {Role} */ role) => Number(localStorage.getItem(trying(role)));

/** @param {Role} role @returns {boolean} whether there is a snapshot to try */
export function hasSnapshot(role) {
  try {
    if (trials(role) >= MOST_TRIALS) {
      giveUpSnapshot(role);
      refuseSiteSnapshot(role);
    }
    return localStorage.getItem(kept(role)) === site[role].version;
  } catch {
    return false; // storage is forbidden here
  }
}

/** @param {Role} role @returns {boolean} whether that of the site may be tried: none has failed here with these files */
export function maySiteSnapshot(role) {
  try {
    return Boolean(site[role].snapshot) && localStorage.getItem(refused(role)) !== site[role].version;
  } catch {
    return false; // should it end the page, nothing would tell the next visit
  }
}

/** @param {Role} role a start from its snapshot begins; should it end the page, a later visit knows */
export function beginTrial(role) {
  try {
    localStorage.setItem(trying(role), String(trials(role) + 1));
  } catch { /* storage is full; there is a watch besides */ }
}

/** @param {Role} role the start from its snapshot worked, or was ended */
export function endTrial(role) {
  localStorage.removeItem(trying(role));
  localStorage.removeItem(refused(role));
}

/** @param {Role} role the snapshot of an earlier visit is not there, or did not work: it is not tried again */
export function giveUpSnapshot(role) {
  localStorage.removeItem(kept(role));
  endTrial(role);
  // Its worker is ended by then, which may still read it; otherwise the next one takes its place.
  setTimeout(() => forget(role).catch(() => {}), 1_000);
}

/** @param {Role} role a snapshot has failed with these files: not even that of the site is tried again */
export function refuseSiteSnapshot(role) {
  try {
    localStorage.setItem(refused(role), site[role].version);
  } catch { /* storage is full: it will be tried again */ }
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

/** @returns {Promise<number>} how much this page may still keep; zero where a browser does not say */
async function freeBytes() {
  const {quota = 0, usage = 0} = await navigator.storage?.estimate?.() ?? {};
  return quota - usage;
}

/**
 * Leave a snapshot of each Python's memory for the next visit, unless there is one or memory is short.
 * @param {Role[]} roles one after the other
 */
export async function takeSnapshots([role, ...others]) {
  const {deviceMemory = 8} = /** @type {Navigator & {deviceMemory?: number}} */ (navigator); // only in Chromium
  if (!role || deviceMemory < 4 || await freeBytes() < LEAST_FREE_BYTES) return;
  const next = () => whenQuiet(() => takeSnapshots(others));
  if (hasSnapshot(role)) return next();
  const worker = startPython(role, {takeSnapshot: true}, {
    failed(/** @type {{text: string}} */ {text}) {
      console.info(`no snapshot of the ${role} is kept for the next visit: ${text}`);
      worker.terminate();
      next();
    },
    kept() {
      localStorage.setItem(kept(role), site[role].version);
      document.documentElement.dataset.kept = `${document.documentElement.dataset.kept ?? ""} ${role}`.trim();
      next();
    },
  });
}

/**
 * Have the service worker keep the site's files, after what is needed now has been loaded.
 * @returns {Promise<void>} settled once it answers this page, too, or where there can be none
 */
export async function keepSite() {
  try {
    if (!navigator.serviceWorker) return;
    const {serviceWorker} = navigator;
    if (!await serviceWorker.register("sw.js")) return; // whatever keeps service workers away may do so in silence
    serviceWorker.onmessage = () => { document.documentElement.dataset.offline = ""; };
    const {active} = await serviceWorker.ready;
    await new Promise((resolve) => whenQuiet(() => resolve(active?.postMessage({fill: language}))));
    if (serviceWorker.controller) return;
    await new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, {once: true}));
  } catch (error) {
    console.info(`the site is not kept for the next visit: ${error}`);
  }
}
