// @ts-check
/**
 * How pictures and sound reach Python: as typed arrays, one question at a time. While one is being answered only the
 * newest waits, so a camera or a moving pen never piles up work.
 */
import {send} from "../page/messages.js";
import {hooks} from "../page/transfer.js";

/** After this long without an answer the next question is asked all the same. */
const PATIENCE_MS = 60_000;

/**
 * @typedef {import("../page/transfer.js").Numbers} Numbers
 * @typedef {{name: string, array: Numbers, shape: number[], more?: Record<string, unknown>}} Question
 *   an input of the open model, its shape, and plain values that go along
 */

let count = 0;
/** @type {Map<number, () => void>} */ const answered = new Map();

/** Python has answered a question, or has said why not. */
addEventListener("elmweb-answered", (event) => answered.get(/** @type {CustomEvent} */ (event).detail)?.());

/**
 * Asks for one element: the open model, or who is named by its attributes `data-message` and `data-args`.
 */
export class Asking {
  #busy = false;
  /** @type {HTMLElement} */ #element;
  /** @type {(() => Question | null) | null} */
  #newest = null;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
  }

  /**
   * Ask as soon as the last question is answered; of several that wait only the newest is asked.
   * @param {() => Question | null} make is called when its turn comes; null asks nothing
   */
  ask(make) {
    this.#newest = make;
    if (!this.#busy) this.#next();
  }

  async #next() {
    const question = this.#newest?.();
    this.#newest = null;
    if (!question) return;
    this.#busy = true;
    const {name, array, shape, more = {}} = question;
    const number = ++count;
    const done = new Promise((resolve) => answered.set(number, () => resolve(undefined)));
    const media = await hooks.media(array, shape);
    const {message = "ask_model", args = "{}"} = this.#element.dataset;
    send(message, {...JSON.parse(args), inputs: {...more, [name]: media}, number});
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
    answered.delete(number);
    this.#busy = false;
    if (this.#newest) this.#next();
  }
}

/**
 * Send a message and wait until Python has answered it.
 * @param {string} name @param {Record<string, unknown>} args
 */
export async function request(name, args) {
  const number = ++count;
  const done = new Promise((resolve) => answered.set(number, () => resolve(undefined)));
  send(name, {...args, number});
  await Promise.race([done, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  answered.delete(number);
}

/** Say on the page what went wrong with something a person brought. @param {{what: string, rule: string, value: string}} problem */
export const refuse = (problem) => send("refuse", problem);
