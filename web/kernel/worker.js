// @ts-check
/** A worker with one kernel and one sum. Each message {id, verb, args} is answered by {id, value} or {id, error}. */
import {FloatSums} from "./float.js";
import {Kernel} from "./kernel.js";

const scope = /** @type {any} */ (self);
/** @type {any} */
let sums = null;

const verbs = {
  /** @param {{worker: string, kernel: string}} urls @param {any} spec as FloatSums takes it */
  async open(urls, spec) {
    const kernel = await Kernel.load(async (name) => {
      const answer = await fetch(new URL(name, urls.kernel));
      if (!answer.ok) throw new Error(`${name} could not be fetched: ${answer.status}.`);
      return answer.arrayBuffer();
    });
    if (!kernel) throw new Error("This browser has no WebAssembly SIMD.");
    const Sums = spec.arithmetic === "integer" ? (await import("./integer.js")).IntegerSums : FloatSums;
    sums = new Sums(kernel, spec);
    return kernel.variant;
  },
  /** @param {any[]} args */
  add(...args) { sums.add(...args); },
  state() { return sums.state(); },
  /** @param {any} state */
  merge(state) { sums.merge(state); },
  gram() { return sums.gram(); },
  /** @param {number} alpha */
  solve(alpha) { return sums.solve(alpha); },
};

/** @param {any} value @returns {ArrayBuffer[]} what can be handed over instead of copied */
function buffers(value) {
  if (!value || typeof value !== "object") return [];
  return Object.values(value).flat().map((each) => each?.buffer ?? each).filter((each) => each instanceof ArrayBuffer);
}

let queue = Promise.resolve();
scope.onmessage = (/** @type {any} */ event) => {
  const {id, verb, args} = event.data;
  queue = queue.then(async () => {
    try {
      const value = await /** @type {any} */ (verbs)[verb](...args);
      scope.postMessage({id, value}, buffers(value));
    } catch (error) {
      const {name, message} = /** @type {Error} */ (error);
      scope.postMessage({id, error: {name, message}});
    }
  });
};
