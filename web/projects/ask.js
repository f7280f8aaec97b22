// @ts-check
/** The page's end of the worker that keeps projects; it is started when it is first asked. */
import {language} from "../page/dom.js";
import {words} from "../words/projects.js";

/** @typedef {import("./keeper.js").Keeper} Keeper */

/** @type {Worker | null} */ let worker = null;
/** @type {Map<number, {resolve: (answer: any) => void, reject: (error: Error) => void}>} */ const asked = new Map();
let count = 0;

// A page that is left may be kept as it is, to be gone back to: its projects are let go of.
addEventListener("pagehide", () => end(new Error("the page was left")));

/** @param {Error} error what becomes of all that was asked; the next question starts another worker */
function end(error) {
  worker?.terminate();
  worker = null;
  const unanswered = [...asked.values()];
  asked.clear();
  for (const {reject} of unanswered) reject(error);
}

const addressOf = (/** @type {string} */ script) => JSON.stringify(new URL(script, document.baseURI).href);

/** @returns {Worker} made from a text of this page, so that it obeys the page's policy (see start/python.js) */
function start() {
  const script = [`import ${addressOf("projects/worker.js")};`];
  if (language !== "en") { // a worker has no import map, so its words are replaced here
    script.push(`import {words} from ${addressOf("words/projects.js")};`);
    script.push(`import {words as own} from ${addressOf(`words/${language}/projects.js`)};`, "Object.assign(words, own);");
  }
  const started = new Worker(URL.createObjectURL(new Blob(script, {type: "text/javascript"})), {type: "module", name: "projects"});
  started.onmessage = ({data: {n, answer, failed}}) => {
    const waiting = asked.get(n);
    asked.delete(n);
    if (failed) waiting?.reject(Object.assign(new Error(failed.kind), {facts: failed}));
    else waiting?.resolve(answer);
  };
  started.onerror = (event) => {
    event.preventDefault();
    end(new Error(event.message || words.workerEnded));
  };
  return started;
}

/**
 * Ask the worker to do one thing; what is asked is done in order.
 * @template {keyof Keeper} T
 * @param {T} ask
 * @param {Parameters<Keeper[T]>} args
 * @returns {Promise<Awaited<ReturnType<Keeper[T]>>>}
 */
export function ask(ask, ...args) {
  worker ??= start();
  const n = ++count;
  const answer = new Promise((resolve, reject) => asked.set(n, {resolve, reject}));
  worker.postMessage({n, ask, args});
  return /** @type {any} */ (answer);
}
