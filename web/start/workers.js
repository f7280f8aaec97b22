// @ts-check
/**
 * The two Pythons and what they send.
 *
 *   front worker     Panel: made first; patches of the document go to and fro as text
 *   bench worker     SciPy and friends: started when the front is live; ended and started again on Cancel or a crash
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
/** A bench that fails this often before it was ready is not started again. */
const MOST_FAILURES = 3;

/**
 * @typedef {{file: string, bytes: number}} Progress
 * @typedef {{text: string}} Failure
 */

/** @type {Worker} */ let front;
/** @type {Worker | null} */ let bench = null;
/** The bench's end of its channel to the front, until there is a bench. @type {MessagePort} */ let benchPort;
/** Every file brought so far, so that a new bench can be told of it. @type {File[]} */ const files = [];
/** How many arrays the page has handed over. */
let arrays = 0;
/** How often in a row the bench could not even start. */
let failures = 0;

/**
 * Start the front.
 * @param {boolean} trySnapshot whether from the snapshot of an earlier visit
 */
export function startFront(trySnapshot) {
  const {port1, port2} = new MessageChannel();
  benchPort = port1;
  if (trySnapshot) beginTrial();
  const giveUp = (/** @type {string} */ why) => {
    console.info(`the snapshot of an earlier visit did not work: ${why}`);
    clearTimeout(timer);
    front.terminate();
    forget();
    endTrial();
    startFront(false);
  };
  const timer = trySnapshot ? setTimeout(giveUp, SNAPSHOT_PATIENCE_MS, "it took too long") : 0;
  front = startPython("front", {trySnapshot}, {
    progress({file, bytes}) { if (!isLive()) showProgress("front", site.bytes.front, file, bytes); },
    patch: (/** @type {{text: string}} */ {text}) => fromPython(text),
    end_bench: () => replaceBench(""),
    deliver: (/** @type {{filename: string, mime: string, data: BlobPart}} */ {filename, mime, data}) =>
      save(filename, new Blob([data], {type: mime})),
    failed(/** @type {Failure} */ {text}) {
      if (!isLive() && trySnapshot) return giveUp(text);
      console.error(text);
      showFailure(text, isLive());
    },
    async live(data) {
      clearTimeout(timer);
      await goLive(data, (text) => front.postMessage({type: "patch", text}));
      if (trySnapshot) endTrial();
      document.documentElement.dataset.start = data.snapshot ? "snapshot" : "plain";
      startBench(benchPort);
      keepSite();
    },
  });
  front.postMessage({type: "connect", port: port2}, [port2]);
}

/**
 * Start the bench and give it its end of the channel to the front.
 * @param {MessagePort} port
 */
function startBench(port) {
  bench = startPython("bench", {}, {
    progress(/** @type {Progress} */ {file, bytes}) {
      if (file.startsWith("python/")) showProgress("bench", site.bytes.bench, file, bytes);
    },
    ready() {
      failures = 0;
      hideLoadingBar();
      document.documentElement.dataset.bench = "";
      performance.mark("bench");
      whenQuiet(takeSnapshot);
    },
    failed(/** @type {Failure} */ {text}) {
      console.warn(text);
      if (++failures < MOST_FAILURES) replaceBench(text);
      else showFailure(text, true);
    },
  });
  files.forEach((file, number) => bench?.postMessage({type: "file", number, file}));
  bench.postMessage({type: "connect", port}, [port]);
}

/**
 * End the bench worker, whatever it is doing, and start another.
 * @param {string} why
 */
function replaceBench(why) {
  bench?.terminate();
  const {port1, port2} = new MessageChannel();
  startBench(port1);
  front.postMessage({type: "bench_lost", port: port2, why}, [port2]);
}

/** A file of the page goes to the bench by reference: Python reads slices of it there. */
hooks.file = async (file) => {
  const number = files.push(file) - 1;
  bench?.postMessage({type: "file", number, file});
  return {file: number, name: file.name, size: file.size};
};

/** Arrays go to the bench by reference too. */
hooks.media = async (array, shape) => {
  const number = ++arrays;
  bench?.postMessage({type: "media", number, array}, [array.buffer]);
  return {media: number, shape};
};
