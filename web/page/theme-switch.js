// @ts-check
/** Light or dark, as the page is now, and the switch between them. web/theme.js applies the choice on the next visit. */
import {$} from "./dom.js";

/** @returns {"light" | "dark"} */
export function theme() {
  return getComputedStyle(document.documentElement).colorScheme === "dark" ? "dark" : "light";
}

/** @returns {"light" | "dark"} the theme that is on, which the switch shows */
export function showTheme() {
  const now = theme();
  $("theme").setAttribute("aria-pressed", String(now === "dark"));
  return now;
}

/** @returns {"light" | "dark"} the other theme, which is on from now on */
export function switchTheme() {
  const next = theme() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem("elmweb-theme", next);
  } catch { /* storage may be forbidden; then the choice lasts for this visit */ }
  return showTheme();
}
