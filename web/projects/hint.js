// @ts-check
/** Whether there are projects, as far as it can be told before the first paint; theme.js reads it to leave room for them. */

const KEY = "elmweb-projects";

export const hasHint = () => {
  try {
    return Number(localStorage.getItem(KEY)) > 0;
  } catch {
    return false; // storage is forbidden
  }
};

/** @param {number} n how many there are */
export function leaveHint(n) {
  try {
    if (n) localStorage.setItem(KEY, String(n));
    else localStorage.removeItem(KEY);
  } catch { /* it is a hint only */ }
}
