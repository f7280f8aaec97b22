// @ts-check
/**
 * Deep models in a worker of their own. Each message {id, verb, args} is answered by {id, value} or {id, error};
 * before that come any number of {id, bytes, total}: how much has been downloaded. {cancel: id} ends a download.
 *
 *   facts()                                     what WebGPU offers here
 *   load({entry | data}, provider, config)      -> {id, provider, inputs, outputs, kept, seconds}
 *   run(id, feeds, wanted)                      -> {outputs, milliseconds}
 *   release(id)
 *   file(entry), kept(hashes), tidy(hashes)     files beside the models
 *   where({entry | data}, provider)             -> lines of the runtime's log that say where nodes were placed;
 *                                                  in a worker that was started as worker.js?verbose
 *
 * As worker.js?language=de it says in German what went wrong.
 */
import {answer} from "../start/answer.js";
import {Engine, gpuFacts} from "./engine.js";
import {asData} from "./failure.js";
import {bring, kept, tidy} from "./files.js";
import {words} from "../words/ort.js";

/** @typedef {import("./engine.js").Carried} Carried */
/** @typedef {import("./host.js").Source} Source */
/** @typedef {import("./host.js").LoadedFile} LoadedFile */
/** @typedef {{signal: AbortSignal, progress: (bytes: number, total: number) => void}} Job */

const asked = new URLSearchParams(self.location.search);
const language = asked.get("language");
/** A worker has no import map: the words of another language take the place of the English here. */
const speaking = language ? import(`../words/${language}/ort.js`).then((own) => Object.assign(words, own.words)) : null;
const engine = new Engine({verbose: asked.has("verbose")});
/** @type {Map<number, AbortController>} */ const running = new Map();

/** @param {Source} source @param {Job} job @returns {Promise<{data: Uint8Array, kept: boolean}>} */
const read = async ({entry, data}, {progress, signal}) =>
  entry ? bring(entry, progress, signal) : {data: /** @type {Uint8Array} */ (data), kept: true};

/** @type {Record<string, (job: Job, ...args: any[]) => Promise<unknown>>} */
const verbs = {
  facts: () => gpuFacts(),
  /**
   * @param {Source} source @param {"webgpu" | "wasm"} provider @param {Record<string, string>} [config]
   * @returns {Promise<LoadedFile>}
   */
  async load(job, source, provider, config) {
    const start = performance.now();
    // The runtime and the model come side by side, and a person waits for both.
    /** @type {Record<string, [number, number]>} */ const came = {file: [0, source.entry?.bytes ?? 0], runtime: [0, 0]};
    const follow = (/** @type {string} */ what) => (/** @type {number} */ bytes, /** @type {number} */ total) => {
      came[what] = [bytes, total];
      job.progress(came.file[0] + came.runtime[0], came.file[1] + came.runtime[1]);
    };
    const [file] = await Promise.all([read(source, {...job, progress: follow("file")}), engine.start(follow("runtime"))]);
    job.signal.throwIfAborted();
    const loaded = await engine.load(file.data, provider, config);
    if (job.signal.aborted) await engine.release(loaded.id);
    job.signal.throwIfAborted();
    return {...loaded, kept: file.kept, seconds: (performance.now() - start) / 1000};
  },
  run: (_job, id, feeds, wanted) => engine.run(id, feeds, wanted),
  release: (_job, id) => engine.release(id),
  file: async (job, entry) => (await read({entry}, job)).data,
  kept: (_job, hashes) => kept(hashes),
  tidy: (_job, hashes) => tidy(hashes),
  async where(job, source, provider) {
    const {data} = await read(source, job);
    const lines = /** @type {string[]} */ ([]);
    for (const level of /** @type {const} */ (["log", "info", "debug", "warn", "error"])) {
      console[level] = (...said) => { lines.push(said.join(" ")); };
    }
    const {id} = await engine.load(data, provider);
    await engine.release(id);
    return lines.filter((line) => line.includes("VerifyEachNodeIsAssignedToAnEp"));
  },
};

/** @param {unknown} value @returns {ArrayBuffer[]} what can be handed over instead of copied */
function buffers(value) {
  // Outputs of a run are tensors; those of a loaded model only say what they will be.
  const {outputs = {}} = /** @type {{outputs?: Record<string, Partial<Carried>>}} */ (value ?? {});
  const arrays = value instanceof Uint8Array ? [value] : Object.values(outputs).map(({data}) => data);
  return [...new Set(arrays.flatMap((array) => /** @type {ArrayBuffer | undefined} */ (array?.buffer) ?? []))];
}

answer(async ({id, verb, args, cancel}, asker) => {
  if (cancel !== undefined) return running.get(cancel)?.abort();
  const control = new AbortController();
  running.set(id, control);
  let told = 0;
  const progress = (/** @type {number} */ bytes, /** @type {number} */ total) => {
    if (bytes - told > 100_000) asker.postMessage({id, bytes: (told = bytes), total});
  };
  try {
    if (speaking) await speaking;
    const value = await verbs[verb]({signal: control.signal, progress}, ...args);
    asker.postMessage({id, value}, buffers(value));
  } catch (error) {
    asker.postMessage({id, error: asData(error)});
  } finally {
    running.delete(id);
  }
});
