// @ts-check
/** The place that says what this browser keeps of the page, and deletes all of it. */
import {$} from "../page/dom.js";
import {ask} from "./ask.js";
import {button, make} from "./elements.js";
import {stopKeeping, tell} from "./main.js";
import {count, sizeText} from "./words.js";

/** @param {string} name @returns {Promise<number>} how many files a cache has */
async function cached(name) {
  try {
    return await caches.has(name) ? (await (await caches.open(name)).keys()).length : 0;
  } catch {
    return 0;
  }
}

export async function draw() {
  const place = $("storage-text");
  try {
    const {projects, bytes, snapshots} = await ask("usage");
    const [site, models] = await Promise.all([cached("elmweb"), cached("elmweb-models")]);
    const {usage, quota} = await navigator.storage?.estimate?.() ?? {};
    const lasts = await navigator.storage?.persisted?.() ?? false;
    const lines = {
      Projects: projects ? `${projects.toLocaleString("en")}, ${sizeText(bytes)}` : "none",
      "Python, ready for a quicker start": snapshots ? sizeText(snapshots) : "nothing",
      "This page itself, to work without a network": site ? count(site, "file") : "nothing",
      "Deep models that were opened": models ? count(models, "file") : "none",
      ...(usage === undefined ? {} : {"In all": `about ${sizeText(usage)}${quota ? ` of ${sizeText(quota)} that this page may use` : ""}`}),
    };
    place.replaceChildren(
      make("p", {}, "A project is your table as you brought it, what you chose, and the trained model. It is kept on this device and never sent. "
        + (lasts ? "The browser has promised to keep it until you delete it." : "The browser may clear it when the disk is full, and a private window forgets it when it is closed. Save what matters to a file.")),
      make("dl", {class: "facts"}, ...Object.entries(lines).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])),
      make("p", {class: "ways"}, button("Delete all of it", confirm, "btn sm")));
  } catch (error) {
    place.replaceChildren(make("p", {}, "This browser keeps nothing for this page, as in some private windows."));
    console.info(`what is kept cannot be counted: ${error}`);
  }
}

function confirm() {
  const sure = make("div", {class: "ways", role: "group", "aria-label": "Delete all of it"},
    make("span", {}, "Delete all projects, and everything else that is kept? It cannot be brought back. The page starts anew."),
    button("Delete everything for good", deleteAll, "btn sm"),
    button("Leave it", () => draw()));
  $("storage-text").lastElementChild?.replaceWith(sure);
  sure.querySelector("button")?.focus();
}

async function deleteAll() {
  try {
    await ask("removeAll");
  } catch (error) {
    await draw();
    return tell(error, "all projects");
  }
  stopKeeping();
  const root = await navigator.storage?.getDirectory?.().catch(() => null);
  if (root) for await (const name of root.keys()) if (name.startsWith("elmweb-")) await root.removeEntry(name, {recursive: true}).catch(() => {});
  for (const name of await globalThis.caches?.keys() ?? []) if (name.startsWith("elmweb")) await caches.delete(name);
  for (const key of Object.keys(localStorage)) if (key.startsWith("elmweb")) localStorage.removeItem(key);
  await (await navigator.serviceWorker?.getRegistration())?.unregister();
  location.replace(location.pathname);
}
