// @ts-check
/** The place that says what this browser keeps of the page, and deletes all of it. */
import {$} from "../page/dom.js";
import {hold} from "../start/handles.js";
import {ask} from "./ask.js";
import {button, make} from "./elements.js";
import {stopKeeping, tell} from "./main.js";
import {sizeText, words} from "../words/projects.js";

const VECTORS = "elmweb-vectors"; // as examples/vectors.js has it

/** @returns {Promise<string[]>} the names of this page's databases */
async function databases() {
  const all = await indexedDB.databases?.() ?? [{name: VECTORS}]; // Firefox before 126 does not say
  return all.flatMap(({name}) => (name?.startsWith("elmweb") ? [name] : []));
}

/** @param {string} name @returns {Promise<void>} once it is gone, or once it will be when another tab lets go of it */
const dropDatabase = (name) => new Promise((resolve) => {
  const request = indexedDB.deleteDatabase(name);
  request.onsuccess = request.onerror = request.onblocked = () => resolve();
});

/** @param {string} name @returns {Promise<number>} how many files a cache has */
async function cached(name) {
  try {
    return await caches.has(name) ? (await (await caches.open(name)).keys()).length : 0;
  } catch {
    return 0;
  }
}

/** Where it is said now: on the start page or on About. @type {HTMLElement | null} */ let place = null;

/** Say it in a place. @param {HTMLElement} [where] on the start page, unless another is named */
export function drawIn(where = $("storage-text")) {
  place = where;
  return draw();
}

async function draw() {
  try {
    const {projects, bytes, snapshots} = await ask("usage");
    const [site, models] = await Promise.all([cached("elmweb"), cached("elmweb-models")]);
    const {usage, quota} = await navigator.storage?.estimate?.() ?? {};
    const lasts = await navigator.storage?.persisted?.() ?? false;
    const lines = {
      [words.projects]: projects ? words.someProjects(projects, bytes) : words.none,
      [words.snapshots]: snapshots ? sizeText(snapshots) : words.nothing,
      [words.site]: site ? words.files(site) : words.nothing,
      [words.models]: models ? words.files(models) : words.none,
      [words.vectors]: (await databases()).includes(VECTORS) ? words.some : words.none,
      ...(usage === undefined ? {} : {[words.inAll]: words.used(usage, quota)}),
    };
    place?.replaceChildren(
      make("p", {}, `${words.aProject} ${lasts ? words.lasts : words.mayGo}`),
      make("dl", {class: "facts"}, ...Object.entries(lines).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])),
      make("p", {class: "ways"}, button(words.removeAll, confirm, "btn sm")));
  } catch (error) {
    place?.replaceChildren(make("p", {}, words.keepsNothing));
    console.info(`what is kept cannot be counted: ${error}`);
  }
}

function confirm() {
  const sure = make("div", {class: "ways", role: "group", "aria-label": words.removeAll},
    make("span", {}, words.reallyRemoveAll),
    button(words.removeAllForGood, deleteAll, "btn sm"),
    button(words.leave, () => draw()));
  place?.lastElementChild?.replaceWith(sure);
  sure.querySelector("button")?.focus();
}

async function deleteAll() {
  try {
    await ask("removeAll");
  } catch (error) {
    await draw();
    return tell(error, words.allProjects);
  }
  stopKeeping();
  const root = await navigator.storage?.getDirectory?.().catch(() => null);
  if (root) await hold(root, async () => {
    for await (const name of root.keys()) if (name.startsWith("elmweb-")) await root.removeEntry(name, {recursive: true}).catch(() => {});
  });
  for (const name of await databases().catch(() => [])) await dropDatabase(name);
  for (const name of await globalThis.caches?.keys() ?? []) if (name.startsWith("elmweb")) await caches.delete(name);
  for (const key of Object.keys(localStorage)) if (key.startsWith("elmweb")) localStorage.removeItem(key);
  await (await navigator.serviceWorker?.getRegistration())?.unregister();
  location.replace(location.pathname);
}
