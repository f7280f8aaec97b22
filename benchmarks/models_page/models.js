// @ts-check
/** Asks the site's engine, as its page does; one model also by onnxruntime-web alone, both in WebAssembly. */

const BATCH = 16;
const NAME = "cnn-cifar10";
const site = await (await fetch("site.json")).json();
const manifest = await (await fetch("models/manifest.json")).json();
const graph = manifest.models.find((/** @type {any} */ {id}) => id === NAME).graphs[0];
const [input] = graph.inputs;
const wanted = graph.outputs.filter((/** @type {any} */ {look}) => !look).map((/** @type {any} */ {name}) => name);
const shape = [BATCH, ...input.shape.slice(1)];
const image = new Float32Array(shape.reduce((product, size) => product * size, 1)).map((_, i) => Math.sin(i));

/** The engine worker as the page starts it. @returns {Promise<MessagePort>} its port, once Python is there */
async function startEngine() {
  const {port1, port2} = new MessageChannel();
  const worker = new Worker("start/python-worker.js", {type: "module", name: "engine"});
  worker.postMessage({type: "start", role: "engine", ...site.start, ...site.engine});
  worker.postMessage({type: "connect", port: port2}, [port2]);
  const {Helpers} = await import("./start/helpers.js");
  const helpers = new Helpers(worker, () => {});
  await new Promise((take, fail) => {
    worker.onmessage = ({data}) => {
      if (helpers.take(data)) return;
      if (data.type === "hear") void hear(worker, data);
      if (data.type === "ready") take(null);
      if (data.type === "failed") fail(new Error(data.text));
    };
  });
  return port1;
}

/** Decode a clip for the engine, as web/start/workers.js does. @param {Worker} worker @param {any} asked */
async function hear(worker, {number, sound, rate}) {
  const media = await import("./media/hear.js");
  const array = await media.hear(await sound.arrayBuffer(), rate);
  worker.postMessage({type: "heard", number, array}, [array.buffer]);
}

const port = await startEngine();
let count = 0;
/** What the engine reported while it was busy. @type {string[]} */
let heard = [];

/** Call a verb as workbench/remote.py does. @param {string} verb @param {any[]} args @param {Uint8Array[]} buffers @returns {Promise<any>} */
function ask(verb, args, buffers = []) {
  const id = ++count;
  return new Promise((take, fail) => {
    port.onmessage = ({data: {text, buffers: found}}) => {
      const message = JSON.parse(text);
      if (message.id === id && message.progress) heard.push(message.progress.text ?? "");
      if (message.id !== id || message.progress) return;
      if (message.error) fail(new Error(JSON.stringify(message.error)));
      else take({answer: message.answer, buffers: found});
    };
    port.postMessage({text: JSON.stringify({id, verb, args}), buffers}, buffers.map(({buffer}) => buffer));
  });
}

/** @returns {Promise<Float32Array>} the model's output through Python */
async function throughPython() {
  const bytes = new Uint8Array(image.slice().buffer);
  const feeds = {[input.name]: {$array: 0, dtype: "<f4", shape}};
  const {answer, buffers} = await ask("run_model", [NAME, {feeds, outputs: wanted}], [bytes]);
  const found = buffers[answer.answer.outputs[wanted[0]].$array];
  return new Float32Array(found.buffer, found.byteOffset, found.byteLength / 4);
}

/** onnxruntime-web in a worker of its own, and nothing else. */
const bare = new Worker("models-bare.js", {type: "module"});

/** @param {any} message @param {Transferable[]} [transfer] @returns {Promise<any>} */
const askBare = (message, transfer = []) => new Promise((take, fail) => {
  bare.onmessage = ({data}) => take(data);
  bare.onerror = (event) => fail(new Error(event.message));
  bare.postMessage(message, transfer);
});

/** @returns {Promise<Float32Array>} the model's output from JavaScript alone */
async function byJavaScript() {
  const data = image.slice();
  return askBare({data, shape, input: input.name, output: wanted[0]}, [data.buffer]);
}

/** @param {number} rounds @returns {Promise<{python: number[], bare: number[], difference: number}>} milliseconds */
async function race(rounds) {
  await ask("open_model", [NAME, "wasm"]);
  await askBare({model: graph.file});
  const [a, b] = [await throughPython(), await byJavaScript()];
  const difference = Math.max(...a.map((value, i) => Math.abs(value - b[i])));
  /** @type {{python: number[], bare: number[]}} */
  const times = {python: [], bare: []};
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of /** @type {const} */ ([["python", throughPython], ["bare", byJavaScript]])) {
      const start = performance.now();
      await run();
      times[name].push(performance.now() - start);
    }
  }
  return {...times, difference};
}

/** @param {string} name @returns {Promise<any>} the comparison of both providers, as on the Models page */
const check = async (name) => (await ask("check_model", [name])).answer;

/** @returns {Promise<any>} what WebGPU offers on this machine */
const webgpu = async () => (await ask("list_models", [])).answer.webgpu;

/**
 * Ask the engine anything. @param {string} verb @param {any[]} args {$bytes: n} in them is the n-th file
 * @param {string[]} files of the served folder
 * @returns {Promise<{answer: any, milliseconds: number, progress: string[]}>}
 */
async function asked(verb, args, files = []) {
  const buffers = await Promise.all(files.map(async (file) => new Uint8Array(await (await fetch(file)).arrayBuffer())));
  heard = [];
  const start = performance.now();
  const {answer} = await ask(verb, args, buffers);
  return {answer, milliseconds: performance.now() - start, progress: heard};
}

/**
 * Put what an earlier visit would have kept where web/examples/vectors.js looks for it.
 * @param {string} file of the served folder @param {[string, number][]} parts its keys, and the length of each part
 */
async function keep(file, parts) {
  const data = new Uint8Array(await (await fetch(file)).arrayBuffer());
  const {Vectors} = await import("./examples/vectors.js");
  const vectors = new Vectors();
  let at = 0;
  for (const [key, length] of parts) await vectors.put(key, data.slice(at, at += length));
}

Object.assign(globalThis, {asked, check, keep, race, webgpu});
document.documentElement.dataset.ready = "";

export {};
