// @ts-check
/** Fits a small table, by the site's own kernel on this thread and by backpropagation in TensorFlow.js. */
import {FloatSums} from "../kernel/float.js";
import {Kernel} from "../kernel/kernel.js";

const root = new URL("../", document.baseURI).href;
const tf = /** @type {any} */ (globalThis).tf;
const TYPES = {i32: Int32Array, f32: Float32Array, f64: Float64Array};
const kernel = /** @type {Kernel} */ (await Kernel.load(async (name) => (await fetch(`${root}kernel/${name}`)).arrayBuffer()));

/** @param {any} spec arrays are given as {file, type} @returns {Promise<any>} the spec with the arrays themselves */
async function read(spec) {
  const entries = Object.entries(spec).map(async ([name, value]) => [name, value?.file
    ? new TYPES[/** @type {keyof TYPES} */ (value.type)](await (await fetch(root + value.file)).arrayBuffer()) : value]);
  return Object.fromEntries(await Promise.all(entries));
}

/** @param {any} spec @param {any} data @returns {{seconds: number, model: any, sums: FloatSums}} timed from rows to coefficients */
function fitOnce(spec, {X, T, n, alpha}) {
  const start = performance.now();
  const sums = new FloatSums(kernel, spec);
  sums.add(X, T, n);
  const model = sums.solve(alpha);
  return {seconds: (performance.now() - start) / 1000, model, sums};
}

/**
 * Fit the same table several times.
 * @param {any} spec of the layer @param {any} table X, T, n and alpha @param {number} times
 * @returns {Promise<number[]>} time of each fit in seconds; the first one is the first of this page
 */
async function fits(spec, table, times) {
  const [layer, data] = await Promise.all([spec, table].map(read));
  return Array.from({length: times}, () => {
    const {seconds, sums} = fitOnce(layer, data);
    sums.free();
    return seconds;
  });
}

/** @param {ArrayLike<number>} outputs row-major @param {ArrayLike<number>} y @param {number} k @returns {number} accuracy */
function accuracyOf(outputs, y, k) {
  let correct = 0;
  for (let r = 0; r < y.length; r++) {
    let best = 0;
    for (let c = 1; c < k; c++) if (outputs[r * k + c] > outputs[r * k + best]) best = c;
    correct += best === y[r] ? 1 : 0;
  }
  return correct / y.length;
}

/**
 * Train an ELM, then a network with one hidden layer of 128 units by Adam, until it is as accurate on the held-out rows.
 * @param {any} spec of the ELM's layer @param {any} table X, T, n, alpha, and the held-out XTest and yTest
 * @param {{batch: number, rate: number, max_epochs: number, inputs: string}} settings batch size, learning rate, ...
 * @returns {Promise<any>} time and accuracy of both, and the number of epochs
 */
async function race(spec, table, settings) {
  const [layer, data] = await Promise.all([spec, table].map(read));
  const {nTargets: k} = layer;
  fitOnce(layer, data).sums.free(); // both sides run once before timing starts
  const {seconds, model, sums} = fitOnce(layer, data);
  const target = accuracyOf(sums.predict(model.coef, model.intercept, data.XTest, data.yTest.length), data.yTest, k);
  sums.free();
  const [rows, rowsTest] = settings.inputs === "pixels" ? [data.pixels, data.pixelsTest] : [data.X, data.XTest];
  const theirs = await backpropagation({...data, X: rows, XTest: rowsTest}, layer.nFeatures, k, {...settings, target});
  return {ours: {seconds, accuracy: target}, theirs};
}

/** @param {number} d @param {number} k @param {number} rate @returns {any} a compiled network */
function network(d, k, rate) {
  const model = tf.sequential({layers: [
    tf.layers.dense({units: 128, activation: "relu", inputShape: [d]}), tf.layers.dense({units: k, activation: "softmax"}),
  ]});
  model.compile({optimizer: tf.train.adam(rate), loss: "categoricalCrossentropy"});
  return model;
}

/**
 * @param {any} data @param {number} d @param {number} k
 * @param {{batch: number, rate: number, max_epochs: number, target: number}} settings
 */
async function backpropagation({X, T, n, XTest, yTest}, d, k, {batch, rate, max_epochs: maxEpochs, target}) {
  tf.wasm.setWasmPaths(`${root}small_page/`);
  await tf.setBackend("wasm");
  await tf.ready();
  const x = tf.tensor2d(Float32Array.from(X), [n, d]);
  const t = tf.tensor2d(Float32Array.from(T, (value) => (value > 0 ? 1 : 0)), [n, k]);
  const xTest = tf.tensor2d(Float32Array.from(XTest), [yTest.length, d]);
  const epoch = {epochs: 1, batchSize: batch, shuffle: true, verbose: 0, yieldEvery: "never"};
  await network(d, k, rate).fit(x, t, epoch); // both sides run once before timing starts
  const trained = network(d, k, rate);
  let [seconds, accuracy, epochs] = [0, 0, 0];
  while (accuracy < target && epochs < maxEpochs) {
    const start = performance.now();
    await trained.fit(x, t, epoch);
    seconds += (performance.now() - start) / 1000;
    epochs += 1;
    const outputs = trained.predict(xTest);
    accuracy = Math.max(accuracy, accuracyOf(outputs.dataSync(), yTest, k)); // not timed
    outputs.dispose();
  }
  return {seconds, accuracy, epochs, reached: accuracy >= target, backend: tf.getBackend(), version: tf.version.tfjs};
}

/** @param {string} kind @returns {any} an untrained network for rows of 784 pixels, as benchmarks/networks.py has it */
function networkFor(kind) {
  const {dense, conv2d, maxPooling2d} = tf.layers;
  const ends = [dense({units: 10, activation: "softmax"})];
  const layers = kind === "mlp"
    ? [dense({units: 256, activation: "relu", inputShape: [784]})]
    : [
      tf.layers.reshape({targetShape: [28, 28, 1], inputShape: [784]}),
      ...[8, 16].flatMap((filters) => [
        conv2d({filters, kernelSize: 3, padding: "same", activation: "relu"}), maxPooling2d({poolSize: 2})]),
      tf.layers.flatten(), dense({units: 64, activation: "relu"}),
    ];
  const model = tf.sequential({layers: [...layers, ...ends]});
  model.compile({optimizer: tf.train.adam(1e-3), loss: "categoricalCrossentropy"});
  return model;
}

/**
 * Train for two short epochs, then for one that is timed.
 * @param {string} kind mlp or cnn @param {string} backend wasm or cpu @param {number} n rows @param {number} batch
 * @returns {Promise<number>} seconds
 */
async function epoch(kind, backend, n, batch) {
  tf.wasm.setWasmPaths(`${root}small_page/`);
  await tf.setBackend(backend);
  await tf.ready();
  const x = tf.randomUniform([n, 784]), y = tf.oneHot(tf.randomUniform([n], 0, 10, "int32"), 10);
  const model = networkFor(kind);
  const options = {epochs: 1, batchSize: batch, shuffle: true, verbose: 0, yieldEvery: "never"};
  for (let warm = 0; warm < 2; warm++) await model.fit(x.slice(0, 4 * batch), y.slice(0, 4 * batch), options);
  const start = performance.now();
  await model.fit(x, y, options);
  return (performance.now() - start) / 1000;
}

Object.assign(globalThis, {fits, race, epoch});
document.documentElement.dataset.ready = "";
