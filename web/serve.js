// @ts-check
/** For `panel serve` only: connect the page as soon as Bokeh has rendered it. */
import {attach} from "./page.js";

const started = setInterval(() => {
  const doc = /** @type {any} */ (globalThis).Bokeh?.documents?.[0];
  if (doc?.get_model_by_name("outbox")) {
    clearInterval(started);
    attach(doc);
    /** @type {HTMLElement} */ (document.getElementById("python")).textContent = "ready";
  }
}, 50);
