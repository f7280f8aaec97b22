// @ts-check
/** For `panel serve` only: connect the page as soon as Bokeh has rendered it. */
import "./page/main.js";
import {$} from "./page/dom.js";
import {attach} from "./page/messages.js";
import {words} from "./words/page.js";

const started = setInterval(() => {
  const doc = globalThis.Bokeh?.documents?.[0];
  if (doc?.get_model_by_name("outbox")) {
    clearInterval(started);
    attach(doc);
    $("python").textContent = words.ready;
  }
}, 50);
