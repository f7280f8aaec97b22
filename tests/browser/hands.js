// What a person sees and does, in any browser that can run a script, also within the shadow roots of Bokeh.
// What looks for something says false, or an empty text, until it is there.
"use strict";

window.all = (selector, root = document) => [...root.querySelectorAll("*")].flatMap((element) => [
  ...(element.matches(selector) ? [element] : []),
  ...(element.shadowRoot ? all(selector, element.shadowRoot) : []),
]);

window.shown = (selector) =>
  all(selector).filter((element) => element.checkVisibility() && element.getClientRects().length);

window.nameOf = (element) => (element.getAttribute("aria-label") ?? element.innerText ?? "").trim().split("\n")[0];

window.press = (name, selector) => {
  const found = shown(selector).find((element) => nameOf(element) === name && !element.disabled);
  found?.click();
  return Boolean(found);
};

window.text = (selector) => shown(selector)[0]?.innerText.trim() ?? "";

/** Move the first slider of the form to one of its ends, as the keys Home and End do: keys made by a script move none. */
window.slide = (key) => {
  const [slider] = shown("input[type=range]");
  if (!slider) return false;
  slider.value = key === "Home" ? slider.min : slider.max;
  slider.dispatchEvent(new Event("input", {bubbles: true, composed: true}));
  return true;
};

/** The last file that was offered as a download, in hexadecimal digits. */
let saved = null;
const createObjectURL = URL.createObjectURL;
URL.createObjectURL = (blob) => {
  if (blob.type !== "text/javascript") saved = blob; // which is the start of a worker
  return createObjectURL(blob);
};
window.savedFile = async () => {
  const bytes = new Uint8Array(await saved?.arrayBuffer() ?? []);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

/** Choose a file in the dialog of an input. */
window.choose = (selector, name, digits) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16))], name));
  const [input] = all(selector);
  input.files = transfer.files;
  input.dispatchEvent(new Event("change", {bubbles: true}));
};

window.broken = [];
// What a browser says when a size that was observed changes another one: it is seen to in the next frame, and is no error.
addEventListener("error", ({message}) => /^ResizeObserver loop/.test(message) || broken.push(String(message)));
addEventListener("unhandledrejection", ({reason}) => broken.push(String(reason)));
