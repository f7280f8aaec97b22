// @ts-check
/** The strip at the top: what is being loaded, how many MB of how many, what can be used already. */

const $ = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const inMB = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);

const SENTENCES = {
  front: "You can already look around and choose a table.",
  bench: "The page works; reading and training start when it is here.",
};
const NAMES = {front: "Python is arriving", bench: "The workbench is arriving"};

/** Bytes that have come, by file. @type {Record<"front" | "bench", Map<string, number>>} */
const arrived = {front: new Map(), bench: new Map()};

/**
 * Say how much of a Python has come.
 * @param {"front" | "bench"} role
 * @param {number} total bytes it needs in all
 * @param {string} [file]
 * @param {number} [bytes] of that file so far
 */
export function showProgress(role, total, file = "", bytes = 0) {
  arrived[role].set(file, bytes);
  const done = [...arrived[role].values()].reduce((sum, n) => sum + n, 0);
  const share = Math.min(100, Math.round((100 * done) / total));
  const amount = document.createElement("b");
  amount.textContent = share < 100 ? `${NAMES[role]}: ${inMB(done)} of ${inMB(total)} MB. ` : `${NAMES[role]}: starting. `;
  $("strip-text").replaceChildren(amount, SENTENCES[role]);
  $("strip-bar").setAttribute("aria-valuenow", String(share));
  /** @type {HTMLElement} */ ($("strip-bar").firstElementChild).style.width = `${share}%`;
  $("strip").hidden = false;
  if (role === "front") $("python").textContent = `${share} %`;
}

/** Nothing is being loaded any more. */
export function hideStrip() {
  $("strip").hidden = true;
}

/**
 * Python cannot start or go on; say so and what to do.
 * @param {string} text
 * @param {boolean} started
 */
export function showFailure(text, started) {
  const what = started ? "Python stopped" : "Python could not start here";
  $("strip").hidden = false;
  $("strip").setAttribute("role", "alert");
  $("strip-text").textContent = `${what}: ${text.split("\n")[0]} `
    + "Load the page again, or use a current Chrome, Edge, Firefox or Safari.";
  $("python").textContent = "failed";
}
