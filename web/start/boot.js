// @ts-check
/**
 * Brings the painted page to life: draws the pre-rendered document and starts Python.
 * What a person does before Python is there is kept in order and sent when it is.
 *
 *   by-reference.js  files and arrays, handed to the engine
 *   page/main.js     the page's own behaviour: navigation, files, buttons
 *   document.js      the Bokeh document and its patches
 *   workers.js       the two Pythons: page, then engine
 *   next-visit.js    the files and the snapshots that are kept
 *   projects/        what a person did, kept between visits
 */
import "./by-reference.js"; // before the page listens: a file may be dropped at once
import "../page/main.js";
import {drawFirst} from "./document.js";
import {offerProjects} from "../projects/start.js";
import {showProgress} from "./loading-bar.js";
import {site} from "./site.js";
import {startWorkers} from "./workers.js";

showProgress("page", site.page.bytes);
startWorkers();
drawFirst();
offerProjects();
