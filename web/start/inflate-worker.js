// @ts-check
/**
 * Brings a packed file and inflates it, beside a Python that is busy.
 *
 * Messages in:   {name}
 * Messages out:  {type: "progress", file, bytes}, and {body}, inflated, or {why} there is none.
 */
import {inflate, whole} from "./download.js";

self.onmessage = async ({data}) => {
  try {
    const body = await whole(await inflate(data.name));
    self.postMessage({body}, {transfer: [body.buffer]});
  } catch (error) {
    self.postMessage({why: /** @type {Error} */ (error).message});
  }
};
