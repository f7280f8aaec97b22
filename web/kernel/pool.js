// @ts-check
/**
 * As many workers as there are cores, each with its own kernel and its own sums; rows are dealt out as workers get free.
 * Nothing is shared: it works without cross-origin isolation.
 */

/**
 * What the verbs of worker.js answer.
 * @typedef {{open: string, add: undefined, state: {arrays: ArrayBuffer[]}, merge: undefined,
 *   gram: import("./float.js").Gram, solve: import("./solve.js").Solution}} Answers
 * @typedef {Uint8Array | Float32Array | Float64Array} Numbers
 */

const BLOCKS_A_WORKER = 2; // one being added, one waiting

/** One worker and the answers it owes. */
class Helper {
  /** @type {Map<number, {resolve: (value: any) => void, reject: (why: Error) => void}>} */
  #owed = new Map();
  #next = 0;
  /** @type {Error|null} why it answers no more */
  dead = null;
  waiting = 0;
  rows = 0;

  /** @param {WorkerLike} worker @param {(why: Error) => void} onDeath */
  constructor(worker, onDeath) {
    this.worker = worker;
    worker.onmessage = (/** @type {MessageEvent} */ {data: {id, value, error}}) => {
      const answer = this.#owed.get(id);
      this.#owed.delete(id);
      if (error) answer?.reject(Object.assign(new Error(error.message), {name: error.name}));
      else answer?.resolve(value);
    };
    const die = (/** @type {ErrorEvent | MessageEvent} */ event) => {
      event.preventDefault?.();
      const reason = ("message" in event && event.message) || "the browser gave no reason";
      const why = new Error(`A kernel worker ended: ${reason}. The ${this.rows} rows it had are lost; train again.`);
      this.end(why);
      onDeath(this.dead ?? why);
    };
    worker.onerror = die;
    worker.onmessageerror = die;
  }

  /**
   * @template {keyof Answers} K
   * @param {K} verb @param {unknown[]} args @param {Transferable[]} [transfer] @returns {Promise<Answers[K]>}
   */
  ask(verb, args, transfer = []) {
    if (this.dead) return Promise.reject(this.dead);
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#owed.set(id, {resolve, reject});
      this.worker.postMessage({id, verb, args}, transfer);
    });
  }

  /** End the worker; what it owes is rejected. @param {Error} why */
  end(why) {
    this.dead ??= why;
    this.worker.terminate();
    for (const {reject} of this.#owed.values()) reject(this.dead);
    this.#owed.clear();
  }
}

/** Adds up rows on several workers. */
export class Pool {
  /** @type {Helper[]} */
  #helpers;
  /** @type {Error|null} the first thing that went wrong; nothing is right after it */
  #failed = null;
  /** @type {Set<Promise<void>>} blocks that are being added */
  #running = new Set();
  #done = 0;
  /** @type {((rows: number) => void)|null} told how many rows have been added so far */
  onprogress = null;

  /**
   * @param {{worker: string, kernel: string}} urls of worker.js, and of the folder with the modules
   * @param {number} size number of workers
   * @param {(url: string) => WorkerLike} [start] starts a worker
   */
  constructor(urls, size, start = (url) => new Worker(url, {type: "module"})) {
    if (!Number.isInteger(size) || size < 1) throw new RangeError(`size is ${size}; a pool has 1 worker or more.`);
    this.urls = urls;
    this.#helpers = Array.from({length: size}, () => new Helper(start(urls.worker), (why) => this.#fail(why)));
  }

  /** Give every worker empty sums. @param {import("./here.js").LayerSpec} spec @returns {Promise<string>} variant */
  async open(spec) {
    const variants = await this.#all((helper) => helper.ask("open", [this.urls, spec]));
    return variants[0];
  }

  /**
   * Hand rows to a worker. X, T and weights are copied unless they own their whole buffer: then they are transferred,
   * and empty here afterwards.
   * @param {Numbers} X @param {Numbers} T @param {number} n @param {Numbers | null} [weights]
   * @returns {Promise<void>} resolved when a worker can take the next block, so a caller that waits never piles up rows
   */
  async add(X, T, n, weights = null) {
    if (this.#failed) throw this.#failed;
    const helper = this.#helpers.reduce((least, each) => (each.waiting < least.waiting ? each : least));
    const arrays = [X, T, ...(weights ? [weights] : [])].map(owned);
    helper.waiting++;
    helper.rows += n;
    const running = helper.ask("add", [arrays[0], arrays[1], n, 1, arrays[2] ?? null], arrays.map(({buffer}) => buffer))
      .then(() => { this.onprogress?.(this.#done += n); }, (why) => this.#fail(why))
      .then(() => { helper.waiting--; this.#running.delete(running); });
    this.#running.add(running);
    while (!this.#failed && this.#helpers.every(({waiting}) => waiting >= BLOCKS_A_WORKER)) await Promise.race(this.#running);
    if (this.#failed) throw this.#failed;
  }

  /**
   * Wait for all rows, merge the sums two by two on the workers, and return those of all rows.
   * @param {{alpha?: number}} [options] with alpha the solution for it, else the centred sums
   * @returns {Promise<Answers["gram"] | Answers["solve"]>} what gram() or solve(alpha) of the sums gives
   */
  async finish({alpha} = {}) {
    await Promise.all(this.#running);
    if (this.#failed) throw this.#failed;
    for (let step = 1; step < this.#helpers.length; step *= 2) {
      const receivers = this.#helpers.filter((_, i) => i % (2 * step) === 0 && i + step < this.#helpers.length);
      await this.#all(async (helper) => {
        const state = await this.#helpers[this.#helpers.indexOf(helper) + step].ask("state", []);
        await helper.ask("merge", [state], state.arrays);
      }, receivers);
    }
    return alpha === undefined ? this.#helpers[0].ask("gram", []) : this.#helpers[0].ask("solve", [alpha]);
  }

  /** End all workers at once, whatever they do. The pool is of no use afterwards. */
  cancel() {
    this.#fail(Object.assign(new Error("The work was cancelled."), {name: "AbortError"}));
  }

  /** @template R @param {(helper: Helper) => Promise<R>} ask @param {Helper[]} [helpers] @returns {Promise<R[]>} */
  async #all(ask, helpers = this.#helpers) {
    try {
      return await Promise.all(helpers.map(ask));
    } catch (error) {
      this.#fail(/** @type {Error} */ (error));
      throw this.#failed;
    }
  }

  /** @param {Error} why */
  #fail(why) {
    this.#failed ??= why;
    for (const helper of this.#helpers) helper.end(this.#failed);
  }
}

/** @param {Numbers} array @returns {Numbers} the array itself where it owns its buffer, else a copy */
const owned = (array) => (array.byteLength === array.buffer.byteLength ? array : array.slice());
