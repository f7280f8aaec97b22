// @ts-check
/**
 * Workers that a Python has beside it. The page makes them, for Firefox can wait for ever where a worker makes one while
 * something listens for new workers, as its developer tools do: the maker sleeps until its worker has been announced, and
 * that wakes the new worker instead. A page is never put to sleep. helpers.js is the page's part.
 *
 * To the page:  {type: "begin_helper", number, url, name, port}, {type: "end_helper", number}
 * From it:      {type: "helper_failed", number, message}
 */

/** Those that have not been ended. @type {Map<number, Helper>} */ const helpers = new Map();
let count = 0;

/** A worker that the page makes; whoever has it need not know. @implements {WorkerLike} */
export class Helper {
  /** @type {((event: MessageEvent) => void) | null} */ onmessage = null;
  /** @type {((event: ErrorEvent) => void) | null} */ onerror = null;
  /** @type {((event: MessageEvent) => void) | null} */ onmessageerror = null;
  #number = ++count;
  /** @type {MessagePort} */ #port;

  /** @param {string} url of its module @param {string} [name] */
  constructor(url, name = "helper") {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = (event) => this.onmessage?.(event);
    port1.onmessageerror = (event) => this.onmessageerror?.(event);
    this.#port = port1;
    helpers.set(this.#number, this);
    self.postMessage({type: "begin_helper", number: this.#number, url, name, port: port2}, {transfer: [port2]});
  }

  /** @param {unknown} message @param {Transferable[]} [transfer] */
  postMessage(message, transfer = []) {
    this.#port.postMessage(message, transfer);
  }

  /** End it, whatever it does. */
  terminate() {
    if (!helpers.delete(this.#number)) return;
    this.#port.close();
    self.postMessage({type: "end_helper", number: this.#number});
  }
}

/** @param {{number: number, message: string}} failure that the page has heard of */
export function helperFailed({number, message}) {
  helpers.get(number)?.onerror?.(new ErrorEvent("error", {message}));
}
