// @ts-check
/**
 * Keeps projects beside the page: writing a large table holds nobody up, and the end of an engine ends nothing here.
 *
 * Messages in:   {n, ask, args}     ask: a method of Keeper
 * Messages out:  {n, answer} or {n, failed: Facts}
 */
import {factsOf} from "./failure.js";
import {Keeper} from "./keeper.js";

const keeper = /** @type {Record<string, (...args: any[]) => Promise<unknown>>} */ (/** @type {unknown} */ (new Keeper()));
/** What is asked is done in order. @type {Promise<unknown>} */ let line = Promise.resolve();

self.onmessage = ({data: {n, ask, args}}) => {
  line = line.then(async () => {
    try {
      self.postMessage({n, answer: await keeper[ask](...args)});
    } catch (error) {
      self.postMessage({n, failed: factsOf(error)});
    }
  });
};
