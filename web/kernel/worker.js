// @ts-check
/** A worker with one kernel and one sum. Each message {id, verb, args} is answered by {id, value} or {id, error}. */
import {answer} from "../start/answer.js";
import {FloatSums} from "./float.js";
import {Kernel} from "./kernel.js";

/**
 * What sums of either arithmetic can do; which arrays they take depends on it.
 * @typedef {{add: (...args: any[]) => void, state: () => {arrays: ArrayBuffer[]}, merge: (state: any) => void,
 *   gram: () => import("./float.js").Gram, solve: (alpha: number) => import("./solve.js").Solution}} Sums
 */

/** @type {Sums} */ let sums;

/** @type {Record<string, (...args: any[]) => unknown>} */
const verbs = {
  /** @param {{worker: string, kernel: string}} urls @param {import("./here.js").LayerSpec} spec */
  async open(urls, spec) {
    const kernel = await Kernel.load(async (name) => {
      const answer = await fetch(new URL(name, urls.kernel));
      if (!answer.ok) throw new Error(`${name} could not be fetched: ${answer.status}.`);
      return answer.arrayBuffer();
    });
    if (!kernel) throw new Error("This browser has no WebAssembly SIMD.");
    if (spec.arithmetic === "integer") sums = new (await import("./integer.js")).IntegerSums(kernel, spec);
    else sums = new FloatSums(kernel, spec);
    return kernel.variant;
  },
  add: (...args) => sums.add(...args),
  state: () => sums.state(),
  merge: (state) => sums.merge(state),
  gram: () => sums.gram(),
  solve: (alpha) => sums.solve(alpha),
};

/** @param {unknown} value @returns {ArrayBuffer[]} what can be handed over instead of copied */
function buffers(value) {
  if (!value || typeof value !== "object") return [];
  const parts = Object.values(value).flat().map((each) => (ArrayBuffer.isView(each) ? each.buffer : each));
  return parts.filter((each) => each instanceof ArrayBuffer);
}

let queue = Promise.resolve();
answer(({id, verb, args}, asker) => {
  queue = queue.then(async () => {
    try {
      const value = await verbs[verb](...args);
      asker.postMessage({id, value}, buffers(value));
    } catch (error) {
      const {name, message} = /** @type {Error} */ (error);
      asker.postMessage({id, error: {name, message}});
    }
  });
});
