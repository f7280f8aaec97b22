// @ts-check
/**
 * The two Pythons and what they send.
 *
 *   page worker      Panel: made first; patches of the document go to and fro as text
 *   engine worker    SciPy and friends: started beside it from a snapshot, else once the files of the page worker are
 *                    here; ended and started again on Cancel or a crash
 */
import {save} from "../page/transfer.js";
import {handOver} from "./by-reference.js";
import {fromPython, goLive, isLive} from "./document.js";
import {hideLoadingBar, noteProgress, showFailure, showProgress} from "./loading-bar.js";
import {
  beginTrial, endTrial, giveUpSnapshot, hasSnapshot, keepSite, maySiteSnapshot, refuseSiteSnapshot, takeSnapshots, whenQuiet,
} from "./next-visit.js";
import {startPython} from "./python.js";
import {site} from "./site.js";
import {words} from "../words/page.js";

/** After this long a start from the snapshot of an earlier visit counts as failed. */
const SNAPSHOT_PATIENCE_MS = 15_000;
/** A service worker that does not answer this page by then will not, as where it was loaded anew with Shift. */
const SITE_PATIENCE_MS = 60_000;
/** An engine that fails this often before it was ready is not started again. */
const MOST_FAILURES = 3;

/**
 * @typedef {import("./site.js").Role} Role
 * @typedef {{file: string, bytes: number}} Progress
 * @typedef {{text: string}} Failure
 */

/** @type {Worker} */ let pageWorker;
/** @type {Worker | null} */ let engine = null;
/** @type {ReturnType<typeof trial>} */ let engineTrial;
/** What both Pythons run on, once the page worker has compiled it. @type {WebAssembly.Module | undefined} */ let compiled;
/** The engine's end of its channel to the page worker, until there is an engine. @type {MessagePort} */ let enginePort;
/** Whether the engine has started. */
let hasBegun = false;
/** Why there is no engine, or not all of it. */
let whyEngineEnded = "";
/** Whether an engine had all its files. */
let isWhole = false;
/** Whether snapshots for the next visit are, or will be, taken. */
let isPrepared = false;
/** Settled when the service worker answers this page. @type {Promise<void> | null} */ let siteKept = null;
/** How often in a row the engine could not even start. */
let failures = 0;

/** Start the page worker; the engine beside it where that costs the page worker little. */
export function startWorkers() {
  startPageWorker();
  if (hasSnapshot("engine")) startEngine(enginePort);
}

/**
 * Try to start a Python from a snapshot, if there is one.
 * @param {Role} role
 * @param {() => void} startPlainly ends what was started and starts another
 * @param {boolean} isTried whether there is one
 * @returns {{isTried: boolean, end(worked?: boolean): void, failed(why: string): void}} isTried: and has not ended yet
 */
function trial(role, startPlainly, isTried = hasSnapshot(role)) {
  let isOver = !isTried;
  const end = (worked = true) => { // it has not worked either where the browser has made room and nothing is there
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    if (worked) endTrial(role);
    else giveUpSnapshot(role);
  };
  const failed = (/** @type {string} */ why) => {
    if (isOver) return;
    end(false);
    refuseSiteSnapshot(role);
    console.info(`the snapshot of the ${role} did not work: ${why}`);
    startPlainly();
  };
  if (isTried) beginTrial(role);
  const timer = isTried ? setTimeout(failed, SNAPSHOT_PATIENCE_MS, words.tookTooLong) : 0;
  return {get isTried() { return !isOver; }, end, failed};
}

function startPageWorker() {
  const {port1, port2} = new MessageChannel();
  enginePort = port1;
  const startAnew = () => {
    pageWorker.terminate();
    startPageWorker();
    engine?.postMessage({type: "connect", port: enginePort}, [enginePort]); // its old channel ended with that worker
  };
  let snapshot = trial("page", startAnew);
  let hasFailed = false;
  const how = {trySnapshot: snapshot.isTried, trySiteSnapshot: maySiteSnapshot("page"), compiled};
  pageWorker = startPython("page", how, {
    progress({file, bytes}) {
      noteProgress("page", file, bytes);
      if (!isLive() && !hasFailed) showProgress("page", site.page.bytes);
    },
    nothingKept() { snapshot.end(false); },
    restoring() { snapshot = trial("page", startAnew, true); },
    fetched(/** @type {{compiled?: WebAssembly.Module}} */ data) {
      compiled = data.compiled;
      if (!engine) startEngine(enginePort); // its files would have come more slowly beside those of the page
    },
    patch: (/** @type {{text: string}} */ {text}) => fromPython(text),
    end_engine: () => replaceEngine(""),
    deliver: (/** @type {{filename: string, mime: string, data: BlobPart}} */ {filename, mime, data}) =>
      save(filename, new Blob([data], {type: mime})),
    bring: async (/** @type {{filename: string, data: BlobPart}} */ {filename, data}) =>
      (await import("../page/files.js")).openFile(new File([data], filename), "open"),
    keep: async (/** @type {{text: string, table?: Blob, model?: Blob}} */ data) => (await import("../projects/main.js")).keep(data),
    failed(/** @type {Failure} */ {text}) {
      if (snapshot.isTried) return snapshot.failed(text);
      hasFailed = true;
      console.error(text);
      showFailure(text, isLive());
    },
    async live(data) {
      snapshot.end(data.started !== "plain");
      await goLive(data, (text) => pageWorker.postMessage({type: "patch", text}));
      document.documentElement.dataset.start = data.started;
      if (!engine) startEngine(enginePort);
      if (whyEngineEnded) showFailure(whyEngineEnded, true);
      else if (!isWhole && !engineTrial.isTried) showProgress("engine", site.engine.bytes);
      siteKept = keepSite();
      prepareNextVisit();
    },
  });
  pageWorker.postMessage({type: "connect", port: port2}, [port2]);
}

/**
 * Start the engine and give it its end of the channel to the page worker.
 * @param {MessagePort} port
 */
function startEngine(port) {
  const snapshot = engineTrial = trial("engine", () => replaceEngine(words.couldNotStart));
  hasBegun = false;
  whyEngineEnded = "";
  engine = startPython("engine", {trySnapshot: snapshot.isTried, compiled}, {
    progress(/** @type {Progress} */ {file, bytes}) {
      if (isWhole || whyEngineEnded || !file.startsWith("python/")) return;
      noteProgress("engine", file, bytes);
      if (isLive()) showProgress("engine", site.engine.bytes);
    },
    nothingKept() { snapshot.end(false); },
    ready(/** @type {{started: string}} */ {started}) {
      failures = 0;
      hasBegun = true;
      snapshot.end(started !== "plain");
      document.documentElement.dataset.engine = started;
      performance.mark("engine");
    },
    incomplete: (/** @type {Failure} */ {text}) => endWith(text),
    complete() {
      if (isLive()) hideLoadingBar();
      whyEngineEnded = "";
      isWhole = true;
      document.documentElement.dataset.whole = "";
      prepareNextVisit();
    },
    async hear(/** @type {{number: number, sound: Blob, rate: number}} */ {number, sound, rate}) {
      try {
        const {hear} = await import("../media/hear.js");
        const array = await hear(await sound.arrayBuffer(), rate);
        engine?.postMessage({type: "heard", number, array}, [array.buffer]);
      } catch (error) {
        engine?.postMessage({type: "heard", number, why: String(error)});
      }
    },
    failed(/** @type {Failure} */ {text}) {
      if (snapshot.isTried) return snapshot.failed(text);
      console.warn(text);
      if (++failures < MOST_FAILURES) replaceEngine(text);
      else endWith(text);
    },
  });
  handOver(engine);
  engine.postMessage({type: "connect", port}, [port]);
}

/** @param {string} why the engine cannot go on, which is said once the page lives, too */
function endWith(why) {
  console.warn(whyEngineEnded = why);
  showFailure(why, true);
}

/**
 * Once both Pythons are there with all their files, leave snapshots of them when nobody needs the machine. Another engine
 * changes nothing.
 */
function prepareNextVisit() {
  if (isPrepared || !siteKept || !isWhole) return;
  isPrepared = true;
  // The browser keeps the machine code of a Python whose module the service worker gives.
  const longEnough = new Promise((resolve) => setTimeout(resolve, SITE_PATIENCE_MS));
  Promise.race([siteKept, longEnough]).then(() => whenQuiet(() => takeSnapshots(["page", "engine"])));
}

/**
 * End the engine worker, whatever it is doing, and start another.
 * @param {string} why
 */
function replaceEngine(why) {
  engine?.terminate();
  engineTrial.end();
  const hadBegun = hasBegun;
  const {port1, port2} = new MessageChannel();
  startEngine(port1);
  pageWorker.postMessage({type: "engine_lost", port: port2, why, hadBegun}, [port2]);
}
