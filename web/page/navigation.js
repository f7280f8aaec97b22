// @ts-check
/** Which page is shown: the one that the address's hash names. */
import {$, onPath} from "./dom.js";
import {focusHeading} from "./focus.js";
import {send} from "./messages.js";
import {words} from "../words/page.js";


/** How many times a page was gone to. */
export let moves = 0;

/** @returns {keyof typeof words.titles} the page the hash names */
export function current() {
  const [page] = location.hash.replace(/^#\//, "").split("/");
  return page in words.titles ? /** @type {keyof typeof words.titles} */ (page) : "data";
}

/** @returns {string} what on the page the hash names, such as a model; empty for nothing */
const part = () => location.hash.split("/").slice(2).join("/");

/** @param {boolean} focus whether the heading gets the focus */
export function show(focus) {
  const page = current();
  document.body.dataset.page = page;
  const among = page === "teach" ? "models" : page; // where a link leads to it
  for (const link of document.querySelectorAll("[data-nav]")) {
    if (link.getAttribute("data-nav") === among) link.setAttribute("aria-current", page === among ? "page" : "true");
    else link.removeAttribute("aria-current");
  }
  document.title = `${words.titles[page]} · elmweb`;
  moves += 1;
  send("page", {page, part: part(), moves});
  if (page === "models") bringMedia();
  if (page === "learn") import("../learn/page.js");
  if (page === "teach") import("../teach/page.js");
  if (page === "about") import("../about/page.js").then(({draw}) => draw());
  if (focus) {
    scrollTo(0, 0);
    focusHeading();
  }
}

let mediaThere = false;

/** Load the elements that draw, photograph and record, when a page or a screen that has them is opened first. */
export function bringMedia() {
  if (mediaThere) return;
  mediaThere = true;
  import("../media/blend.js");
  import("../media/pad.js");
  import("../media/photo.js");
  import("../media/sound.js");
  import("../media/wipe.js");
  import("../media/player.js");
}

/**
 * Follow a link to a page. Panel looks for the target of every "#" link inside its own shadow root and fails on "#/".
 * @param {MouseEvent} event
 */
export function follow(event) {
  const address = onPath(event, (node) => node instanceof HTMLAnchorElement)?.getAttribute("href");
  if (address === "#main") { // as a hash it would lead to the Data page
    event.preventDefault();
    return $("main").focus();
  }
  if (!address?.startsWith("#/") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  location.hash = address;
}
