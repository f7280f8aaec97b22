// @ts-check
/** Trains on images served next to this page, with the site's own kernels, and reports the times. */
import {FloatSums} from "./kernel/float.js";
import {Kernel} from "./kernel/kernel.js";
import {Pool} from "./kernel/pool.js";

const TYPES = {i8: Int8Array, i32: Int32Array, f32: Float32Array, f64: Float64Array};
const BLOCK = 2000; // rows sent at a time
const kernels = new URL("kernel/", document.baseURI).href;
const read = async (/** @type {string} */ name) => (await fetch(name)).arrayBuffer();
/** The images and their targets for each arithmetic; read once, on first use. */
let loading = /** @type {Promise<{images: Uint8Array, targets: Record<string, any>}> | null} */ (null);
const load = () => (loading ??= (async () => ({
  images: new Uint8Array(await read("images.bin")),
  targets: {float: new Float64Array(await read("targets.bin")), integer: new Uint8Array(await read("digits.bin"))},
}))());

/**
 * @param {any} spec of the layer; arrays are given as {file, type}
 * @param {number} size number of workers
 * @param {number} alpha
 * @returns {Promise<{seconds: number}>} timed from the first row sent to the coefficients
 */
async function train(spec, size, alpha) {
  const {images, targets} = await load();
  const given = Object.fromEntries(await Promise.all(Object.entries(spec).map(async ([name, value]) =>
    [name, value?.file ? new TYPES[/** @type {keyof TYPES} */ (value.type)](await read(value.file)) : value])));
  if (given.patches) given.patches = {index: given.patches};
  const pool = new Pool({worker: `${kernels}worker.js`, kernel: kernels}, size);
  await pool.open(given);
  const T = targets[spec.arithmetic];
  const [n, d] = [images.length / spec.nFeatures, spec.nFeatures];
  const k = T.length / n;
  const start = performance.now();
  for (let at = 0; at < n; at += BLOCK) {
    const m = Math.min(BLOCK, n - at);
    await pool.add(images.slice(at * d, (at + m) * d), T.slice(at * k, (at + m) * k), m);
  }
  await pool.finish({alpha});
  const seconds = (performance.now() - start) / 1000;
  pool.cancel();
  return {seconds};
}

const loadKernel = async () => /** @type {Kernel} */ (await Kernel.load((name) => read(kernels + name)));
/** @param {() => void} run @returns {number} its time in seconds */
const timed = (run) => {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
};
/** @param {number[]} values */
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const PEAK_ROUNDS = 1e7;
const PEAK_FLOPS = PEAK_ROUNDS * 24 * 4 * 2; // 24 multiply-adds on 4 floats per round, as in float.c

/** @returns {Promise<{peak: number, variant: string}>} the peak of one core in GFLOP/s; a multiply-add is two operations */
async function peak() {
  const kernel = await loadKernel();
  let best = Infinity; // the first calls run before the engine has optimised them
  for (let run = 0; run < 12; run++) best = Math.min(best, timed(() => kernel.exports.fma_peak(PEAK_ROUNDS, 1e-3)));
  return {peak: PEAK_FLOPS / best / 1e9, variant: kernel.variant};
}

/**
 * The fraction of a core's peak that H'H reaches: float_syrk alone, repeated on one block of rows as in training,
 * alternating with the peak.
 *
 * The n L (L + 1) multiplications and additions of the triangle for n rows and L units are counted. Tiles on the diagonal
 * and the units that pad the last panel compute more; this is overhead and not counted.
 *
 * The fastest repetitions are compared, and the medians are reported as well. On a rented machine another tenant may use
 * the other hardware thread of the core. This slows down the product, which issues 2.3 instructions per multiply-add, but
 * not the peak, which issues 1.1. A median then measures the neighbour; the fastest repetitions had the core to themselves.
 * @param {number} width L
 * @returns {Promise<{gflops: number, peak: number, ratio: number, median: number, variant: string}>} of 60 repetitions
 */
async function syrk(width) {
  const kernel = await loadKernel();
  const random = (/** @type {number} */ length) => Float32Array.from({length}, () => 2 * Math.random() - 1);
  const d = 8;
  const sums = new FloatSums(kernel, {nFeatures: d, nHidden: width, nTargets: 1, activation: "tanh",
    weights: random(d * width), bias: random(width)});
  const {rows, panels, hidden} = sums;
  sums.add(random(rows * d), random(rows), rows);
  const repeats = Math.ceil(4e9 / (rows * width * (width + 1)));
  const flops = repeats * rows * width * (width + 1);
  const once = () => {
    for (let r = 0; r < repeats; r++) kernel.exports.float_syrk(rows, rows, panels, 0, hidden, sums.sums, 1);
  };
  const [ours, peaks] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  for (let repetition = 0; repetition < 63; repetition++) {
    const pair = [timed(once), timed(() => kernel.exports.fma_peak(PEAK_ROUNDS, 1e-3))];
    if (repetition < 3) continue; // the engine is still optimising
    ours.push(flops / pair[0] / 1e9);
    peaks.push(PEAK_FLOPS / pair[1] / 1e9);
  }
  const [gflops, highest] = [Math.max(...ours), Math.max(...peaks)];
  return {gflops, peak: highest, ratio: gflops / highest, median: median(ours) / median(peaks), variant: kernel.variant};
}

Object.assign(globalThis, {train, peak, syrk});
document.documentElement.dataset.ready = "";
