// @ts-check
/**
 * The message channel to Python: two models of the Bokeh document, inbox and outbox, whose texts are JSON.
 * It works before Python is there: what a person does is kept, and sent when the document is attached.
 */
import {theme} from "./theme-switch.js";

/** @typedef {{name: string, args: Record<string, unknown>}} Message */

/** @type {Bokeh.Document | null} */ let shown = null;
/** @type {Bokeh.TextModel | null} */ let inbox = null;
/** @type {Message[]} */ const waiting = [];
/** What Python may ask for. @type {Record<string, (args: any) => void>} */ let handlers = {};
let sent = 0;
let seen = 0;

/**
 * Say what is done for each message of Python.
 * @param {Record<string, (args: any) => void>} named functions of a message's arguments, which are plain data
 */
export function handle(named) {
  handlers = named;
}

/**
 * Send one message to Python, or keep it until Python is there.
 * @param {string} name
 * @param {Record<string, unknown>} [args]
 */
export function send(name, args = {}) {
  if (inbox === null) waiting.push({name, args});
  else inbox.text = JSON.stringify({n: ++sent, name, args});
}

/**
 * Connect the page to a rendered Bokeh document.
 * @param {Bokeh.Document} doc
 */
export function attach(doc) {
  shown = doc;
  inbox = named(doc, "inbox");
  const outbox = named(doc, "outbox");
  outbox.connect(outbox.properties.text.change, () => take(outbox.text));
  take(outbox.text);
  send("theme", {theme: theme()});
  for (const {name, args} of waiting.splice(0)) send(name, args);
}

/**
 * Call a function with the text of a model, now and whenever it is another. The model may come a moment later.
 * @param {string} name
 * @param {(text: string) => void} use
 */
export function watchText(name, use) {
  const model = shown?.get_model_by_name(name);
  if (!model) return setTimeout(() => watchText(name, use), 30);
  // Not at once: while a change of Python's is taken, changes of the page are not sent.
  model.connect(model.properties.text.change, () => queueMicrotask(() => use(model.text)));
  use(model.text);
}

/**
 * @param {Bokeh.Document} doc
 * @param {string} name
 * @returns {Bokeh.TextModel}
 */
function named(doc, name) {
  const model = doc.get_model_by_name(name);
  if (!model) throw new Error(`The document has no ${name}.`);
  return model;
}

/**
 * Do what Python asks. Messages are numbered; those seen before are passed over.
 * @param {string} text
 */
function take(text) {
  for (const {n, name, args} of JSON.parse(text || "[]")) {
    if (n <= seen) continue;
    seen = n;
    handlers[name]?.(args);
  }
}
