// @ts-check
/**
 * The page's own behaviour: which page is shown, the theme, files coming in, and the two wires to Python.
 * It works before Python is there: what a person does is kept and sent when the document is attached.
 */

/** @typedef {{name: string, args: Record<string, any>}} Message */
/** @typedef {{path?: string, text?: string, bytes?: any, sample?: string, name?: string}} Source */

/**
 * What the surroundings can do better than this file: a worker takes files and arrays by reference, a server as text.
 * @type {{file: (file: File) => Promise<Source>, media: (array: Uint8Array | Float32Array, shape: number[]) => Promise<any>,
 *   download: (args: any) => void}}
 */
export const hooks = {
  file: async (file) => ({name: file.name, base64: await base64(file)}),
  media: async (array, shape) => ({base64: await base64(new Blob([array])), shape,
    dtype: array instanceof Float32Array ? "float32" : "uint8"}),
  download: ({filename, mime, base64}) => save(filename, new Blob([bytesOf(base64)], {type: mime})),
};

const PAGES = ["data", "train", "result", "models"];
const $ = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {any} */ let inbox = null;
/** @type {Message[]} */ const waiting = [];
let sent = 0;
let seen = 0;

/**
 * Send one message to Python, or keep it until Python is there.
 * @param {string} name
 * @param {Record<string, any>} [args]
 */
export function send(name, args = {}) {
  if (inbox === null) waiting.push({name, args});
  else inbox.text = JSON.stringify({n: ++sent, name, args});
}

/**
 * Connect the page to a rendered Bokeh document.
 * @param {any} doc
 */
export function attach(doc) {
  inbox = doc.get_model_by_name("inbox");
  const outbox = doc.get_model_by_name("outbox");
  outbox.connect(outbox.properties.text.change, () => take(outbox.text));
  take(outbox.text);
  send("theme", {theme: theme()});
  for (const {name, args} of waiting.splice(0)) send(name, args);
}

/**
 * Do what Python asks. Messages are numbered; those seen before are passed over.
 * @param {string} text
 */
function take(text) {
  for (const {n, name, args} of JSON.parse(text || "[]")) {
    if (n <= seen) continue;
    seen = n;
    answers[name]?.(args);
  }
}

/** @type {Record<string, (args: any) => void>} */
const answers = {
  readout(values) {
    for (const [page, value] of Object.entries(values)) {
      const place = document.querySelector(`[data-readout="${page}"]`);
      if (place) place.textContent = value;
    }
  },
  go({page}) {
    if (location.hash === `#/${page}`) focusHeading();
    else location.hash = `#/${page}`;
  },
  table({on, name}) {
    mark("table", on);
    if (on) closePasteBox();
    mark("hasTable", Boolean(name));
    $("back").hidden = !name;
    const back = /** @type {HTMLElement} */ ($("back").firstElementChild);
    back.textContent = `Back to ${name}`;
    if (current() === "data") focusHeading();
    else if (on) location.hash = "#/data";
  },
  result: ({on}) => mark("hasResult", on),
  settled: () => settle(),
  alert: () => scrollTo({top: 0}), // the message stands above the page
  answered({number}) { dispatchEvent(new CustomEvent("elmweb-answered", {detail: number})); },
  boxes: ({boxes}) => brings("elm-photo")?.mark(boxes),
  announce({text}) { $("live").textContent = text; },
  python({text}) { $("python").textContent = text; },
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

// Shadow roots

/**
 * Give the page's own sheet to every shadow root, those that are there and those to come. Panel puts each component
 * into one, where the page's rules do not reach; sending the sheet along with each component would be 500 kB.
 * Files are chosen inside them too.
 */
function enterShadows() {
  const shared = new CSSStyleSheet();
  const ours = [...document.styleSheets].filter((sheet) => sheet.href?.includes("style.css"));
  shared.replaceSync(ours.flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).join("\n"));
  const enter = (/** @type {ShadowRoot} */ root) => {
    root.adoptedStyleSheets.push(shared);
    root.addEventListener("change", picked); // this event does not leave a shadow root
    titles.observe(root, {childList: true, subtree: true});
    new MutationObserver(() => nameSliders(root)).observe(root, {childList: true});
    return root;
  };
  const titles = new MutationObserver((changes) => changes.forEach(({target}) => nameSlider(target)));
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    return enter(attachShadow.call(this, init));
  };
  deep(document, (element) => {
    if (element.shadowRoot) enter(element.shadowRoot);
    return false;
  });
}

/**
 * Name a slider that is there for the first time.
 * @param {ShadowRoot} root
 */
function nameSliders(root) {
  const title = root.querySelector(".bk-slider-title");
  if (title) nameSlider(title);
}

/**
 * Give a slider's handle its title and value as a name: Bokeh draws both beside it and does not tell a screen reader.
 * @param {Node} place where something changed
 */
function nameSlider(place) {
  const title = place instanceof HTMLElement && place.closest(".bk-input-group")?.querySelector(".bk-slider-title");
  const handle = title && title.parentElement?.querySelector(".noUi-handle");
  if (!handle) return;
  const words = (title.textContent ?? "").replace(/:\s*$/, "");
  const at = words.lastIndexOf(": ");
  handle.setAttribute("aria-label", at < 0 ? words : words.slice(0, at));
  if (at >= 0) handle.setAttribute("aria-valuetext", words.slice(at + 2));
}

// Pages

/** @returns {string} the page the hash names */
function current() {
  const [page] = location.hash.replace(/^#\//, "").split("/");
  return PAGES.includes(page) ? page : "data";
}

/** @returns {string} what on the page the hash names, such as a model; empty for nothing */
const part = () => location.hash.split("/")[2] ?? "";

/** @param {boolean} focus */
function show(focus) {
  const page = current();
  document.body.dataset.page = page;
  for (const link of document.querySelectorAll("[data-nav]")) {
    if (link.getAttribute("data-nav") === page) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${page[0].toUpperCase()}${page.slice(1)} · elmweb`;
  send("page", {page, part: part()});
  if (page === "models") bringMedia();
  if (focus) {
    scrollTo(0, 0);
    focusHeading();
  }
}

let mediaThere = false;

/** Load the elements that draw, photograph and record, when a page that has them is opened first. */
function bringMedia() {
  if (mediaThere) return;
  mediaThere = true;
  for (const name of ["pad", "photo", "sound"]) import(`./media/${name}.js`);
}

/** @param {string} tag @returns {any} the visible element of that kind, through shadow roots */
const brings = (tag) => deep(document, (element) => element.localName === tag && element.getClientRects().length > 0);

/** Move the focus to the visible heading; a heading Python is still drawing gets it a moment later. */
function focusHeading(tries = 20) {
  const isHeading = (/** @type {HTMLElement} */ element) => element.tagName === "H1" && element.getClientRects().length > 0;
  const heading = deep(document, isHeading);
  if (heading) {
    if (!heading.hasAttribute("tabindex")) heading.setAttribute("tabindex", "-1");
    heading.focus({preventScroll: true});
    keepFocus(heading, isHeading);
  } else if (tries > 0) setTimeout(() => focusHeading(tries - 1), 50);
}

/**
 * Find the first element that fits, through shadow roots too.
 * @param {Document | ShadowRoot} root
 * @param {(element: HTMLElement) => boolean} fits
 * @returns {HTMLElement | null}
 */
function deep(root, fits) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("*"))) {
    if (fits(element)) return element;
    const inside = element.shadowRoot && deep(element.shadowRoot, fits);
    if (inside) return inside;
  }
  return null;
}

// Theme

/** @returns {"light" | "dark"} */
function theme() {
  return getComputedStyle(document.documentElement).colorScheme === "dark" ? "dark" : "light";
}

function toggleTheme() {
  const next = theme() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem("elmweb-theme", next);
  } catch { /* storage may be forbidden; then the choice lasts for this visit */ }
  send("theme", {theme: next});
}

// Pressing

/** @param {Event} event */
function press(event) {
  const path = /** @type {HTMLElement[]} */ (event.composedPath());
  const element = path.find((node) => node instanceof HTMLElement && node.dataset.send);
  if (!element || element.hasAttribute("disabled") || element.getAttribute("aria-disabled") === "true") return;
  event.preventDefault();
  const {name, args} = JSON.parse(/** @type {string} */ (element.dataset.send));
  if (element.getAttribute("role") === "switch") { // Python redraws it; until then a second press means the opposite
    element.setAttribute("aria-checked", String(args.on));
    element.dataset.send = JSON.stringify({name, args: {...args, on: !args.on}});
  }
  if (name === "open") onItsWay(element.querySelector("b")?.textContent ?? "The table", element);
  send(name, args);
  const {key} = element.dataset;
  if (key) keepFocus(element, (other) => other.dataset.key === key);
}

/**
 * Show at once that something is being opened, also while the Python that will read it is still arriving.
 * @param {string} what
 * @param {HTMLElement} [element] the card that was pressed
 */
function onItsWay(what, element) {
  settle();
  element?.setAttribute("aria-busy", "true");
  $("strip-left").textContent = `${what} opens as soon as it is here.`; // seen while the strip is
}

/** Nothing is on its way any more: it is shown, or was refused. */
function settle() {
  for (const element of document.querySelectorAll("[aria-busy=true]")) element.removeAttribute("aria-busy");
  $("strip-left").textContent = "";
}

let keeping = 0;

/**
 * Python redraws the part an element stands in; give its twin the focus, so that the keyboard does not lose its place.
 * A newer call ends an older one.
 * @param {HTMLElement} element
 * @param {(other: HTMLElement) => boolean} isTwin
 */
function keepFocus(element, isTwin) {
  const mine = ++keeping;
  const until = Date.now() + 15_000;
  const look = () => {
    if (mine !== keeping || Date.now() > until) return;
    if (element.isConnected) setTimeout(look, 50);
    else if (document.activeElement === document.body) deep(document, isTwin)?.focus({preventScroll: true});
  };
  setTimeout(look, 50);
}

/**
 * Follow a link to a page. Panel looks for the target of every "#" link inside its own shadow root and fails on "#/".
 * @param {MouseEvent} event
 */
function follow(event) {
  const path = /** @type {HTMLElement[]} */ (event.composedPath());
  const address = path.find((node) => node instanceof HTMLAnchorElement)?.getAttribute("href");
  if (address === "#main") { // as a hash it would lead to the Data page
    event.preventDefault();
    return $("main").focus();
  }
  if (!address?.startsWith("#/") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  location.hash = address;
}

// Files

/**
 * Open a file as a table, a saved model or rows to predict.
 * @param {File} file
 * @param {string} name
 */
async function bring(file, name) {
  const wanted = name !== "open" ? name
    : /\.onnx$/i.test(file.name) ? "read_onnx" : /\.elm(\.zip)?$/i.test(file.name) ? "load_model" : name;
  onItsWay(file.name);
  send(wanted, {source: await hooks.file(file)});
}

/** @param {Event} event */
function picked(event) {
  const input = /** @type {HTMLInputElement} */ (event.composedPath()[0]);
  if (!(input instanceof HTMLInputElement) || input.type !== "file") return;
  const file = input.files?.[0];
  const taker = /** @type {any} */ (input.closest("elm-photo, elm-sound"));
  // The same file must be noticed when it is chosen again.
  if (file && taker) taker.take(file);
  else if (file) bring(file, input.dataset.file ?? (input.id === "model-file" ? "load_model" : "open"));
  setTimeout(() => { input.value = ""; });
}

/** @param {DragEvent} event */
function carriesFile(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

function watchDrops() {
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
    const place = /** @type {any} */ (event.composedPath().find((node) => node instanceof HTMLElement && node.dataset.drop));
    const taker = place ?? (current() === "models" ? takerFor(file) : null);
    if (file && taker?.take) taker.take(file);
    else if (file) bring(file, place?.dataset.drop ?? "open");
  });
}

/**
 * @param {File | undefined} file
 * @returns {any} the element on the page that takes such a file, wherever it is dropped or pasted
 */
function takerFor(file) {
  if (file?.type.startsWith("image/")) return brings("elm-photo");
  return /^(audio|video)\//.test(file?.type ?? "") ? brings("elm-sound") : null;
}

/** @param {ClipboardEvent} event */
function pasted(event) {
  const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
  if (target.closest?.("input, textarea, select, [contenteditable]")) return;
  const file = event.clipboardData?.files[0];
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const taker = current() === "models" ? takerFor(file) : null;
  if (file && taker) taker.take(file);
  else if (file) bring(file, "open");
  else if (text.trim() && current() !== "models") openText(text);
}

/** @param {string} text */
function openText(text) {
  onItsWay("The pasted table");
  send("open", {source: {text, name: "pasted table"}});
}

function closePasteBox() {
  /** @type {HTMLFormElement} */ ($("paste-box")).reset();
  $("paste-box").hidden = true;
  $("paste-open").setAttribute("aria-expanded", "false");
}

function watchPasteBox() {
  const button = $("paste-open");
  const box = /** @type {HTMLFormElement} */ ($("paste-box"));
  const field = /** @type {HTMLTextAreaElement} */ ($("paste"));
  button.addEventListener("click", () => {
    box.hidden = !box.hidden;
    button.setAttribute("aria-expanded", String(!box.hidden));
    if (!box.hidden) field.focus();
  });
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) openText(field.value);
    else field.focus();
  });
}

/**
 * @param {string} filename
 * @param {Blob} blob
 */
export function save(filename, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * @param {Blob} file
 * @returns {Promise<string>}
 */
function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** @param {string} text */
const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

enterShadows();
addEventListener("hashchange", () => show(true));
document.addEventListener("click", follow, true);
document.addEventListener("click", press);
document.addEventListener("change", picked);
document.addEventListener("focusin", (event) => nameSlider(/** @type {Node} */ (event.composedPath()[0])));
document.addEventListener("paste", pasted);
$("theme").addEventListener("click", toggleTheme);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => send("theme", {theme: theme()}));
watchDrops();
watchPasteBox();
show(false);
