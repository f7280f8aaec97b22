// @ts-check
/** The page's own behaviour, before Python is there and after: this file says what listens to what. */
import {answers} from "./answers.js";
import {chooseWithoutCtrl} from "./choose-many.js";
import {clearWholeCharts} from "./clean-charts.js";
import {takeComma} from "./decimal-comma.js";
import {$} from "./dom.js";
import {watchDrops} from "./drop.js";
import {picked} from "./files.js";
import {followForms} from "./form.js";
import {handle, send} from "./messages.js";
import {pressKey} from "./keys.js";
import {follow, show} from "./navigation.js";
import {pasted, watchPasteBox} from "./paste.js";
import {press} from "./press.js";
import {keepSameStyles} from "./same-styles.js";
import {enterShadows} from "./shadow-roots.js";
import {nameSlider} from "./slider-names.js";
import {showTheme, switchTheme} from "./theme-switch.js";

clearWholeCharts();
handle(answers);
enterShadows();
keepSameStyles();
addEventListener("hashchange", () => show(true));
addEventListener("beforeunload", (event) => {
  const {working, unsaved} = document.body.dataset;
  if (working !== undefined || unsaved !== undefined) event.preventDefault();
});
document.addEventListener("click", follow, true);
document.addEventListener("click", press);
document.addEventListener("keydown", pressKey);
document.addEventListener("beforeinput", takeComma);
document.addEventListener("change", picked);
document.addEventListener("mousedown", chooseWithoutCtrl);
document.addEventListener("focusin", (event) => nameSlider(event.composedPath()[0]));
document.addEventListener("paste", pasted);
$("theme").addEventListener("click", () => send("theme", {theme: switchTheme()}));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => send("theme", {theme: showTheme()}));
showTheme();
followForms();
watchDrops();
watchPasteBox();
show(false);
if (globalThis.earlyPresses) { // not where Python serves the page itself
  removeEventListener("click", earlyPresses.keep);
  for (const element of earlyPresses.elements) element.click();
}
