// @ts-check
/** Files that are dropped anywhere on the page. */
import {$, onPath} from "./dom.js";
import {openFile, takerFor} from "./files.js";
import {current} from "./navigation.js";

/** @typedef {import("./files.js").Taker} Taker */

/** @param {DragEvent} event */
function carriesFile(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

/** Show a veil while a file hovers over the page, and take it when it is let go. */
export function watchDrops() {
  let depth = 0;
  const veil = $("veil");
  addEventListener("dragenter", (event) => { if (carriesFile(event) && ++depth) veil.hidden = false; });
  addEventListener("dragleave", (event) => { if (carriesFile(event) && --depth <= 0) { depth = 0; veil.hidden = true; } });
  addEventListener("dragover", (event) => { if (carriesFile(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    depth = 0;
    veil.hidden = true;
    const file = event.dataTransfer?.files[0];
    const place = onPath(event, (node) => Boolean(node.dataset.drop));
    const taker = /** @type {Partial<Taker> | null} */ (place ?? (current() === "models" ? takerFor(file) : null));
    if (file && taker?.take) taker.take(file);
    else if (file) openFile(file, place?.dataset.drop ?? "open");
  });
}
