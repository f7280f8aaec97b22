// @ts-check
/** The loading bar: what is being loaded, how many MB of how many, what can be used already. */
import {$, written} from "../page/dom.js";
import {words} from "../words/page.js";

/** @typedef {import("./site.js").Role} Role */

/** After this long without progress it is said that there is none: nobody else may know that a line is dead, or a worker. */
const STILL_SECONDS = 30;
/** A slow machine takes its time to start what has come, and reloading would only begin that anew. */
const STARTING_SECONDS = 120;

const inMB = (/** @type {number} */ bytes) => written((bytes / 1e6).toFixed(1));

/** @type {ReturnType<typeof setTimeout> | undefined} */ let still;

/** Bytes that have come, by file. @type {Record<Role, Map<string, number>>} */
const arrived = {page: new Map(), engine: new Map()};

/**
 * Note what has come of a Python.
 * @param {Role} role
 * @param {string} file
 * @param {number} bytes of that file so far
 */
export const noteProgress = (role, file, bytes) => { arrived[role].set(file, bytes); };

/**
 * Say how much of a Python has come.
 * @param {Role} role
 * @param {number} total bytes it needs in all
 */
export function showProgress(role, total) {
  const done = [...arrived[role].values()].reduce((sum, n) => sum + n, 0);
  const share = Math.min(100, Math.round((100 * done) / total));
  const amount = document.createElement("b");
  amount.textContent = share < 100 ? words.loaded(words.loading[role], inMB(done), inMB(total)) : words.starting(words.loading[role]);
  $("loading-bar-text").replaceChildren(amount, words.meanwhile[role]);
  const progress = $("loading-bar-progress");
  progress.setAttribute("aria-valuenow", String(share));
  /** @type {HTMLElement} */ (progress.firstElementChild).style.width = `${share}%`;
  $("loading-bar").hidden = false;
  if (role === "page") $("python").textContent = `${share} %`;
  clearTimeout(still);
  const patience = share < 100 ? STILL_SECONDS : STARTING_SECONDS;
  still = setTimeout(() => $("loading-bar-text").replaceChildren(amount, words.standsStill(patience)), 1_000 * patience);
}

/** Nothing is being loaded any more, and what failed before has come. */
export function hideLoadingBar() {
  clearTimeout(still);
  $("loading-bar").hidden = true;
  if ($("loading-bar").getAttribute("role") !== "alert") return;
  $("loading-bar").setAttribute("role", "status");
  $("python").textContent = words.ready;
}

/**
 * Python cannot start or go on; say so and what to do.
 * @param {string} text
 * @param {boolean} started
 */
export function showFailure(text, started) {
  clearTimeout(still);
  const why = text.split("\n")[0];
  $("loading-bar").hidden = false;
  $("loading-bar").setAttribute("role", "alert");
  $("loading-bar-text").textContent = started ? words.pythonStopped(why) : words.pythonCannotStart(why);
  $("python").textContent = words.failed;
}
