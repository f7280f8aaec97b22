// @ts-check
/**
 * Brings the painted page to life: draws the pre-rendered document and starts Python.
 * What a person does before Python is there is kept in order and sent when it is.
 *
 *   page/main.js     the page's own behaviour: navigation, files, buttons
 *   document.js      the Bokeh document and its patches
 *   workers.js       the two Pythons: page, then engine
 *   next-visit.js    the files and the snapshot that are kept
 */
import "../page/main.js";
import {drawFirst} from "./document.js";
import {showProgress} from "./loading-bar.js";
import {maySnapshot} from "./next-visit.js";
import {site} from "./site.js";
import {startPageWorker} from "./workers.js";

showProgress("page", site.bytes.page);
const trySnapshot = await maySnapshot().catch(() => false);
drawFirst();
startPageWorker(trySnapshot);
