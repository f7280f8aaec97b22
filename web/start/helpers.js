// @ts-check
/** The page's part of helper.js: it makes the workers that a Python wants beside it, and ends them with it. */

export class Helpers {
  /** By number. @type {Map<number, Worker>} */ #made = new Map();

  /** @param {Worker} python @param {(data: any) => void} hear what is done with what a helper tells the page */
  constructor(python, hear) {
    this.python = python;
    this.hear = hear;
  }

  /** @param {any} data a message of Python @returns {boolean} whether it was about its helpers */
  take({type, number, url, name, port}) {
    if (type === "begin_helper") this.#begin(number, url, name, port);
    else if (type === "end_helper") this.#end(number);
    else return false;
    return true;
  }

  /** End them all. */
  end() {
    for (const number of this.#made.keys()) this.#end(number);
  }

  /** @param {number} number @param {string} url @param {string} name @param {MessagePort} port Python's */
  #begin(number, url, name, port) {
    const failed = (/** @type {string} */ message) => this.python.postMessage({type: "helper_failed", number, message});
    try {
      const helper = new Worker(url, {type: "module", name});
      helper.onmessage = ({data}) => {
        if (data.type === "inflated") this.python.postMessage(data, [data.body.buffer]);
        else this.hear(data);
      };
      helper.onerror = (event) => {
        event.preventDefault();
        failed(event.message);
      };
      helper.postMessage({type: "asker"}, [port]);
      this.#made.set(number, helper);
    } catch (error) { // the browser refuses another worker
      failed(String(error));
    }
  }

  /** @param {number} number */
  #end(number) {
    this.#made.get(number)?.terminate();
    this.#made.delete(number);
  }
}
