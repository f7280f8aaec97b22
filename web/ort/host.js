// @ts-check
/**
 * The other end of worker.js: asks it, and starts another one when it has ended or is of no use any more.
 * A model is named by {worker, id}, so that one of an ended worker is told from one that is there.
 */
import {failure} from "./failure.js";
import {words} from "../words/ort.js";

/** @typedef {import("./failure.js").Failure} Failure */
/** @typedef {import("./engine.js").Carried} Carried */
/** @typedef {{entry?: import("./files.js").Entry, data?: Uint8Array}} Source a file of the site, or what somebody brought */
/** @typedef {import("./engine.js").LoadedModel & {kept: boolean, seconds: number}} LoadedFile kept: it was here before */
/** @typedef {(bytes: number, total: number) => void} Progress */
/** @typedef {{take: (value: any) => void, refuse: (why: Error & Failure) => void, progress: Progress}} Owed */
/**
 * What the verbs of worker.js answer.
 * @typedef {{facts: Awaited<ReturnType<import("./engine.js").gpuFacts>>, load: LoadedFile,
 *   run: {outputs: Record<string, Carried>, milliseconds: number}, release: undefined, file: Uint8Array,
 *   kept: boolean[], tidy: undefined, where: string[]}} Answers
 */

const PROGRESS_OF_NOTHING = () => {};

/** One worker and the answers it owes. */
class Helper {
  /** @type {Map<number, Owed>} */ #owed = new Map();
  #count = 0;
  ended = false;

  /** @param {WorkerLike} worker @param {number} number */
  constructor(worker, number) {
    this.number = number;
    this.worker = worker;
    this.worker.onmessage = (/** @type {MessageEvent} */ {data: {id, bytes, total, value, error}}) => {
      const owed = this.#owed.get(id);
      if (bytes !== undefined) return owed?.progress(bytes, total);
      this.#owed.delete(id);
      if (error) owed?.refuse(failure(error.kind, error.message, error.fatal));
      else owed?.take(value);
      if (error?.fatal) this.end(words.endedByAnother);
    };
    this.worker.onerror = (/** @type {ErrorEvent} */ event) => {
      event.preventDefault();
      this.end(event.message || words.noReason);
    };
  }

  /**
   * @template {keyof Answers} K
   * @param {K} verb @param {unknown[]} args @param {Progress} [progress] @param {Transferable[]} [transfer]
   */
  ask(verb, args, progress = PROGRESS_OF_NOTHING, transfer = []) {
    const id = ++this.#count;
    /** @type {Promise<Answers[K]>} */
    const answer = new Promise((take, refuse) => { this.#owed.set(id, {take, refuse, progress}); });
    this.worker.postMessage({id, verb, args}, transfer);
    return {answer, cancel: () => this.worker.postMessage({cancel: id})};
  }

  /** End it, whatever it does. @param {string} why */
  end(why) {
    this.ended = true;
    this.worker.terminate();
    for (const {refuse} of this.#owed.values()) refuse(failure("gone", why));
    this.#owed.clear();
  }
}

/** Deep models, for one Python. */
export class Host {
  /** @type {Helper | null} */ #helper = null;
  #count = 0;

  /**
   * @param {string} url of worker.js
   * @param {(url: string) => WorkerLike} [start] starts a worker
   */
  constructor(url, start = (module) => new Worker(module, {type: "module", name: "models"})) {
    this.url = url;
    this.start = start;
  }

  /** The worker that is there now, or a new one. */
  #now() {
    if (!this.#helper || this.#helper.ended) this.#helper = new Helper(this.start(this.url), ++this.#count);
    return this.#helper;
  }

  /**
   * Ask for anything that no model needs to be loaded for.
   * @template {keyof Answers} K
   * @param {K} verb @param {unknown[]} args
   */
  ask(verb, ...args) {
    return this.#now().ask(verb, args).answer;
  }

  /**
   * Ask for something that may bring a file; the answer, and what cancels it.
   * @param {"load" | "file"} verb @param {unknown[]} args @param {Progress} progress
   */
  bring(verb, args, progress) {
    const helper = this.#now();
    let cancelled = false;
    const asked = helper.ask(verb, args, (bytes, total) => { if (!cancelled) progress(bytes, total); });
    const answer = asked.answer.then((value) => {
      const isModel = "id" in value;
      if (cancelled && isModel) helper.ask("release", [value.id]); // it was too late to cancel
      if (cancelled) throw failure("cancelled", words.cancelled);
      return isModel ? {...value, worker: helper.number} : value;
    });
    return {answer, cancel: () => { cancelled = true; asked.cancel(); }};
  }

  /** @param {number} worker @param {number} id @param {Record<string, Carried>} feeds @param {string[] | null} wanted */
  run(worker, id, feeds, wanted) {
    const buffers = new Set(Object.values(feeds).map(({data}) => data.buffer));
    return this.#of(worker).ask("run", [id, feeds, wanted], PROGRESS_OF_NOTHING, [...buffers]).answer;
  }

  /** @param {number} worker @param {number} id */
  release(worker, id) {
    return this.#of(worker).ask("release", [id]).answer;
  }

  /**
   * Where the nodes of a model run: asked of a worker of its own, which ends then.
   * @param {Source} source @param {string} provider
   */
  async where(source, provider) {
    const helper = new Helper(this.start(`${this.url}${this.url.includes("?") ? "&" : "?"}verbose`), 0);
    try {
      return await helper.ask("where", [source, provider]).answer;
    } finally {
      helper.end(words.ended);
    }
  }

  /** @param {number} number @returns {Helper} the worker with this number, if it is there */
  #of(number) {
    if (this.#helper?.number !== number || this.#helper.ended) throw failure("gone", words.workerEnded);
    return this.#helper;
  }
}
