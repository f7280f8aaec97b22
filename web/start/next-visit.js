// @ts-check
/** What is done for the next visit: the site's files and a snapshot of the page worker's memory are kept. */
import {unchangedFor} from "./document.js";
import {startPython} from "./python.js";
import {site} from "./site.js";
import {forget, has} from "./snapshot-cache.js";

/** After this long without a change in the document, work for the next visit may be done. */
const QUIET_MS = 6_000;
/** Stands in the browser's storage while a snapshot is tried. */
const TRYING = "elmweb-trying-snapshot";

/** A start from a snapshot begins; should it end the page, the next visit knows. */
export const beginTrial = () => localStorage.setItem(TRYING, "1");

/** The start from a snapshot worked, or was given up. */
export const endTrial = () => localStorage.removeItem(TRYING);

/** Whether there is a snapshot that may be tried: one that ended the page last time is not tried again. */
export async function maySnapshot() {
  if (localStorage.getItem(TRYING)) {
    endTrial();
    await forget();
    return false;
  }
  return Boolean(globalThis.caches) && has(site.version);
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

/** Leave a snapshot of the page worker's memory for the next visit, unless there is one or memory is short. */
export async function takeSnapshot() {
  const {deviceMemory = 8} = /** @type {Navigator & {deviceMemory?: number}} */ (navigator); // only in Chromium
  if (deviceMemory < 4 || !globalThis.caches || (await has(site.version))) return;
  const worker = startPython("snapshot", {}, {
    failed(/** @type {{text: string}} */ {text}) {
      console.info(`no snapshot is kept for the next visit: ${text}`);
      worker.terminate();
    },
    kept() { document.documentElement.dataset.kept = ""; },
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
