// @ts-check
/**
 * The two Pythons and what they send.
 *
 *   page worker      Panel: made first; patches of the document go to and fro as text
 *   engine worker    SciPy and friends: started when the page worker is live; ended and started again on Cancel or a crash
 */
import {hooks, save} from "../page/transfer.js";
import {fromPython, goLive, isLive} from "./document.js";
import {hideLoadingBar, showFailure, showProgress} from "./loading-bar.js";
import {beginTrial, endTrial, keepSite, takeSnapshot, whenQuiet} from "./next-visit.js";
import {startPython} from "./python.js";
import {site} from "./site.js";
import {forget} from "./snapshot-cache.js";

/** After this long a start from the snapshot of an earlier visit counts as failed. */
const SNAPSHOT_PATIENCE_MS = 15_000;
/** An engine that fails this often before it was ready is not started again. */
const MOST_FAILURES = 3;

/**
 * @typedef {{file: string, bytes: number}} Progress
 * @typedef {{text: string}} Failure
 */

/** @type {Worker} */ let pageWorker;
/** @type {Worker | null} */ let engine = null;
/** The engine's end of its channel to the page worker, until there is an engine. @type {MessagePort} */ let enginePort;
/** Every file brought so far, so that a new engine can be told of it. @type {File[]} */ const files = [];
/** How many arrays the page has handed over. */
let arrays = 0;
/** How often in a row the engine could not even start. */
let failures = 0;

/**
 * Start the page worker.
 * @param {boolean} trySnapshot whether from the snapshot of an earlier visit
 */
export function startPageWorker(trySnapshot) {
  const {port1, port2} = new MessageChannel();
  enginePort = port1;
  if (trySnapshot) beginTrial();
  const giveUp = (/** @type {string} */ why) => {
    console.info(`the snapshot of an earlier visit did not work: ${why}`);
    clearTimeout(timer);
    pageWorker.terminate();
    forget();
    endTrial();
    startPageWorker(false);
  };
  const timer = trySnapshot ? setTimeout(giveUp, SNAPSHOT_PATIENCE_MS, "it took too long") : 0;
  pageWorker = startPython("page", {trySnapshot}, {
    progress({file, bytes}) { if (!isLive()) showProgress("page", site.bytes.page, file, bytes); },
    patch: (/** @type {{text: string}} */ {text}) => fromPython(text),
    end_engine: () => replaceEngine(""),
    deliver: (/** @type {{filename: string, mime: string, data: BlobPart}} */ {filename, mime, data}) =>
      save(filename, new Blob([data], {type: mime})),
    failed(/** @type {Failure} */ {text}) {
      if (!isLive() && trySnapshot) return giveUp(text);
      console.error(text);
      showFailure(text, isLive());
    },
    async live(data) {
      clearTimeout(timer);
      await goLive(data, (text) => pageWorker.postMessage({type: "patch", text}));
      if (trySnapshot) endTrial();
      document.documentElement.dataset.start = data.snapshot ? "snapshot" : "plain";
      startEngine(enginePort);
      keepSite();
    },
  });
  pageWorker.postMessage({type: "connect", port: port2}, [port2]);
}

/**
 * Start the engine and give it its end of the channel to the page worker.
 * @param {MessagePort} port
 */
function startEngine(port) {
  engine = startPython("engine", {}, {
    progress(/** @type {Progress} */ {file, bytes}) {
      if (file.startsWith("python/")) showProgress("engine", site.bytes.engine, file, bytes);
    },
    ready() {
      failures = 0;
      hideLoadingBar();
      document.documentElement.dataset.engine = "";
      performance.mark("engine");
      whenQuiet(takeSnapshot);
    },
    failed(/** @type {Failure} */ {text}) {
      console.warn(text);
      if (++failures < MOST_FAILURES) replaceEngine(text);
      else showFailure(text, true);
    },
  });
  files.forEach((file, number) => engine?.postMessage({type: "file", number, file}));
  engine.postMessage({type: "connect", port}, [port]);
}

/**
 * End the engine worker, whatever it is doing, and start another.
 * @param {string} why
 */
function replaceEngine(why) {
  engine?.terminate();
  const {port1, port2} = new MessageChannel();
  startEngine(port1);
  pageWorker.postMessage({type: "engine_lost", port: port2, why}, [port2]);
}

/** A file of the page goes to the engine by reference: Python reads slices of it there. */
hooks.file = async (file) => {
  const number = files.push(file) - 1;
  engine?.postMessage({type: "file", number, file});
  return {file: number, name: file.name, size: file.size};
};

/** Arrays go to the engine by reference too. */
hooks.media = async (array, shape) => {
  const number = ++arrays;
  engine?.postMessage({type: "media", number, array}, [array.buffer]);
  return {media: number, shape};
};
