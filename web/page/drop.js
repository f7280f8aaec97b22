// @ts-check
/** Files that are dropped anywhere on the page. */
import {$, inField, onPath} from "./dom.js";
import {openFile, openSeveral, takerFor} from "./files.js";
import {current} from "./navigation.js";
import {openText} from "./paste.js";
import {words} from "../words/page.js";

/** @typedef {import("./files.js").Taker} Taker */

/** @param {DragEvent} event @param {"Files" | "text/plain"} type */
function carries(event, type) {
  return [...(event.dataTransfer?.types ?? [])].includes(type);
}

/** @param {DataTransfer | null} data @returns {FileSystemEntry[]} files and folders that were dropped */
function entriesOf(data) {
  return [...(data?.items ?? [])].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
}

/** Show a veil while a file or text hovers over the page, and take it when it is let go. */
export function watchDrops() {
  let depth = 0, isOurs = false; // what is dragged began on this page: a word, a link
  const veil = $("veil");
  const hovers = (/** @type {DragEvent} */ event) =>
    carries(event, "Files") || (!isOurs && carries(event, "text/plain") && !inField(event));
  addEventListener("dragstart", () => { isOurs = true; });
  addEventListener("dragend", () => { isOurs = false; });
  addEventListener("dragenter", (event) => { if (hovers(event) && ++depth) veil.hidden = false; });
  addEventListener("dragleave", (event) => { if (hovers(event) && --depth <= 0) { depth = 0; veil.hidden = true; } });
  addEventListener("dragover", (event) => { if (hovers(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!hovers(event)) return;
    event.preventDefault();
    depth = 0;
    veil.hidden = true;
    const data = event.dataTransfer;
    const files = [...(data?.files ?? [])];
    const place = onPath(event, (node) => Boolean(node.dataset.drop));
    const taker = /** @type {Partial<Taker> | null} */ (place ?? (current() === "models" ? takerFor(files[0]) : null));
    const message = place?.dataset.drop ?? "open", args = JSON.parse(place?.dataset.args ?? "{}");
    const entries = entriesOf(data); // they are gone when the drop is over
    if (!files.length) openText(data?.getData("text/plain") ?? "", words.droppedText, words.droppedTextName);
    else if (entries.some((entry) => entry.isDirectory)) {
      import("./folders.js").then(({openEntries}) => openEntries(entries, message, args));
    } else if (files.length > 1) openSeveral(files, message, args);
    else if (taker?.take) taker.take(files[0]);
    else openFile(files[0], message, args);
  });
}
