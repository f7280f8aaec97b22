// @ts-check
/**
 * Brings a packed file and inflates it, beside a Python that is busy.
 *
 * Messages in:   {name}
 * Messages out:  {why} there is none; to the page {type: "progress", file, bytes} and {type: "inflated", file, body}. It
 *                passes that on: of what goes straight to a Python, through a port, Firefox makes a copy.
 */
import {answer} from "./answer.js";
import {inflate, whole} from "./download.js";

answer(async ({name}, asker) => {
  try {
    const body = await whole(await inflate(name));
    self.postMessage({type: "inflated", file: name, body}, {transfer: [body.buffer]});
  } catch (error) {
    asker.postMessage({why: /** @type {Error} */ (error).message});
  }
});
