// @ts-check
/**
 * Brings a packed file and inflates it, beside a Python that is busy.
 *
 * Messages in:   {name}
 * Messages out:  {body}, inflated, or {why} there is none; to the page {type: "progress", file, bytes}.
 */
import {answer} from "./answer.js";
import {inflate, whole} from "./download.js";

answer(async ({name}, asker) => {
  try {
    const body = await whole(await inflate(name));
    asker.postMessage({body}, [body.buffer]);
  } catch (error) {
    asker.postMessage({why: /** @type {Error} */ (error).message});
  }
});
