// @ts-check
/**
 * Brings a packed file and inflates it, beside a Python that is busy.
 *
 * Messages in:   {name}
 * Messages out:  {type: "progress", file, bytes}, and {body}, inflated, or {why} there is none.
 */
import {answer} from "./answer.js";
import {inflate, tellOf, whole} from "./download.js";

answer(async ({name}, asker) => {
  tellOf((progress) => asker.postMessage(progress));
  try {
    const body = await whole(await inflate(name));
    asker.postMessage({body}, [body.buffer]);
  } catch (error) {
    asker.postMessage({why: /** @type {Error} */ (error).message});
  }
});
