// @ts-check
/** What the start of the page does for projects: look whether there are any, after the paint. All else comes when needed. */
import {hooks} from "../page/transfer.js";
import {hold} from "../start/handles.js";
import {hasHint} from "./hint.js";

const FOLDER = "elmweb-projects"; // files.js has it too, which is not loaded here

hooks.project = async (file) => (await import("./main.js")).openFile(file);

/** @returns {Promise<boolean>} */
async function hasFolder() {
  try {
    await hold(await navigator.storage.getDirectory(), (all) => all.getDirectoryHandle(FOLDER));
    return true;
  } catch {
    return false;
  }
}

/** Offer to go on with a project, or open the one that the address names. */
export function offerProjects() {
  const storage = document.getElementById("storage");
  if (storage) {
    storage.hidden = false;
    storage.addEventListener("toggle", async () => (await import("./storage.js")).drawIn(), {once: true});
  }
  requestAnimationFrame(() => setTimeout(async () => {
    const wanted = new URLSearchParams(location.search).get("project");
    if (wanted) (await import("./main.js")).openAddressed(wanted);
    if (hasHint() || await hasFolder()) (await import("./list.js")).draw();
  }));
}
