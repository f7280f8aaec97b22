// @ts-check
/** Light or dark, as the page is now, and the switch between them. web/theme.js applies the choice on the next visit. */

/** @returns {"light" | "dark"} */
export function theme() {
  return getComputedStyle(document.documentElement).colorScheme === "dark" ? "dark" : "light";
}

/** @returns {"light" | "dark"} the other theme, which is on from now on */
export function switchTheme() {
  const next = theme() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem("elmweb-theme", next);
  } catch { /* storage may be forbidden; then the choice lasts for this visit */ }
  return next;
}
