// @ts-check
/** What the page does when Python asks for it, by the name of the message (elmweb/app/channel.py sends them). */
import {$, findDeep, visible} from "./dom.js";
import {focusHeading} from "./focus.js";
import {bringMedia, current, moves} from "./navigation.js";
import {closePasteBox} from "./paste.js";
import {clearPending} from "./pending.js";
import {hooks} from "./transfer.js";
import {words} from "../words/page.js";

/** @typedef {import("../media/photo.js").Photo} Photo */
/** @typedef {import("../media/photo.js").Box} Box */

export const answers = {
  /**
   * @param {{[page: string]: any, old?: Record<string, string>}} args a word for each page's link; and of those that are
   *   not about what is open now, what they come from
   */
  readout({old = {}, ...values}) {
    for (const [page, value] of Object.entries(values)) {
      const place = /** @type {HTMLElement | null} */ (document.querySelector(`[data-readout="${page}"]`));
      if (!place) continue;
      place.textContent = value;
      place.classList.toggle("outdated", page in old);
      const link = /** @type {HTMLElement} */ (place.parentElement);
      if (page in old) link.title = old[page]; // a screen reader says it after the link's name
      else link.removeAttribute("title");
    }
  },
  /** @param {{page: string}} args */
  go({page}) {
    if (location.hash === `#/${page}`) focusHeading();
    else location.hash = `#/${page}`;
  },
  /**
   * Who has gone to another page since they asked for the table is left there.
   * @param {{on: boolean, name: string, stay?: boolean, asked_at?: number | null}} args whether a table is shown, what
   *   the open one is called, and after how many moves it was asked for
   */
  table({on, name, stay = false, asked_at = null}) {
    mark("table", on);
    if (on) closePasteBox();
    mark("hasTable", Boolean(name));
    $("back").hidden = !name;
    const back = $("back").firstElementChild;
    if (back) back.textContent = words.backTo(name);
    if (stay || (asked_at !== null && asked_at !== moves)) return;
    if (current() === "data") focusHeading();
    else if (on) location.hash = "#/data";
  },
  /** @param {{on: boolean}} args */
  result: ({on}) => mark("hasResult", on),
  /** @param {{on: boolean}} args whether something runs that would be lost with the page */
  working: ({on}) => mark("working", on),
  /** @param {any} args what became of a project that was to be opened, or that it is to be saved to a file */
  project: async (args) => { (await import("../projects/main.js")).fromPython(args); },
  settled: () => clearPending(),
  /** @param {{part: string}} args a part of the page that has just changed, and may be out of sight */
  reveal({part}) {
    const place = findDeep(document, (element) => element.dataset.part === part && element.getClientRects().length > 0);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    place?.scrollIntoView({block: "nearest", behavior: calm ? "auto" : "smooth"});
  },
  media: () => bringMedia(), // a screen that takes photos is shown
  alert: () => scrollTo({top: 0}), // the message stands above the page
  /** @param {{number: number}} args of the question, as media/asking.js counts them */
  answered({number}) { dispatchEvent(new CustomEvent("elmweb-answered", {detail: number})); },
  /** @param {{boxes: Box[]}} args */
  boxes: ({boxes}) => /** @type {Photo | null} */ (visible("elm-photo"))?.mark(boxes),
  /** @param {{text: string}} args */
  announce({text}) { $("live").textContent = text; },
  /** @param {{text: string}} args */
  python({text}) { $("python").textContent = text; },
  /** @param {import("./transfer.js").Download} args */
  download: (args) => hooks.download(args),
};

/**
 * Set or remove a data attribute of the body.
 * @param {string} key
 * @param {boolean} on
 */
function mark(key, on) {
  if (on) document.body.dataset[key] = "";
  else delete document.body.dataset[key];
}
