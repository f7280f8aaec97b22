// @ts-check
/** Files that are dropped anywhere on the page. */
import {$, inField, onPath} from "./dom.js";
import {openFile, takerFor} from "./files.js";
import {send} from "./messages.js";
import {current} from "./navigation.js";
import {openText} from "./paste.js";

/** @typedef {import("./files.js").Taker} Taker */

/** @param {DragEvent} event @param {"Files" | "text/plain"} type */
function carries(event, type) {
  return [...(event.dataTransfer?.types ?? [])].includes(type);
}

/** @param {DataTransfer | null} data @returns {boolean} whether the first thing dropped is a folder */
function isFolder(data) {
  return data?.items[0]?.webkitGetAsEntry?.()?.isDirectory ?? false;
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
    if (!files.length) openText(data?.getData("text/plain") ?? "", "The dropped text", "dropped text");
    else if (files.length > 1 || isFolder(data)) {
      send("refuse_files", {names: files.map(({name}) => name), folder: files.length === 1});
    } else if (taker?.take) taker.take(files[0]);
    else openFile(files[0], place?.dataset.drop ?? "open", JSON.parse(place?.dataset.args ?? "{}"));
  });
}
