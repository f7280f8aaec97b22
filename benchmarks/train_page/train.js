// @ts-check
/** Trains on images that lie beside this page, with the site's own kernels, and says how long each part took. */
import {FloatSums} from "./kernel/float.js";
import {Kernel} from "./kernel/kernel.js";
import {Pool} from "./kernel/pool.js";

const TYPES = {i8: Int8Array, i32: Int32Array, f32: Float32Array, f64: Float64Array};
const BLOCK = 2000; // rows handed over at a time
const kernels = new URL("kernel/", document.baseURI).href;
const read = async (/** @type {string} */ name) => (await fetch(name)).arrayBuffer();
/** The images and their classes, in the form of each arithmetic; read once, when they are trained on first. */
let bringing = /** @type {Promise<{images: Uint8Array, targets: Record<string, any>}> | null} */ (null);
const bring = () => (bringing ??= (async () => ({
  images: new Uint8Array(await read("images.bin")),
  targets: {float: new Float64Array(await read("targets.bin")), integer: new Uint8Array(await read("digits.bin"))},
}))());

/**
 * @param {any} spec numbers as they are, arrays as {file, type}
 * @param {number} size workers
 * @param {number} alpha
 * @returns {Promise<{seconds: number}>} from the first row handed over to the coefficients
 */
async function train(spec, size, alpha) {
  const {images, targets} = await bring();
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
/** @param {() => void} run @returns {number} seconds it takes */
const timed = (run) => {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1000;
};
/** @param {number[]} values */
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const PEAK_ROUNDS = 1e7;
const PEAK_FLOPS = PEAK_ROUNDS * 24 * 4 * 2; // 24 multiply-adds on 4 floats a round, as float.c has it

/** @returns {Promise<{peak: number, variant: string}>} multiply-adds of one core in billions a second, times two */
async function peak() {
  const kernel = await loadKernel();
  let best = Infinity; // the first calls run before the engine has optimised them
  for (let run = 0; run < 12; run++) best = Math.min(best, timed(() => kernel.exports.fma_peak(PEAK_ROUNDS, 1e-3)));
  return {peak: PEAK_FLOPS / best / 1e9, variant: kernel.variant};
}

/**
 * How much of a core's peak H'H reaches: float_syrk alone, again and again on one block of rows as training has them,
 * and the peak, in turns.
 *
 * Counted are the n L (L + 1) multiplications and additions of the triangle of n rows and L units. Tiles on the diagonal
 * compute more, and so do the units that fill up the last panel; both are a cost and not counted.
 *
 * The fastest turn of each is compared, and the medians are given too. On a rented machine another program may have the
 * other half of the core: that takes from the product, which issues 2.3 instructions for each multiply-add, and nothing
 * from the peak, which issues 1.1. A median then says what the neighbour did; the fastest turns had a core to themselves.
 * @param {number} width L
 * @returns {Promise<{gflops: number, peak: number, ratio: number, median: number, variant: string}>} of 60 turns
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
  for (let turn = 0; turn < 63; turn++) {
    const pair = [timed(once), timed(() => kernel.exports.fma_peak(PEAK_ROUNDS, 1e-3))];
    if (turn < 3) continue; // the engine is still optimising
    ours.push(flops / pair[0] / 1e9);
    peaks.push(PEAK_FLOPS / pair[1] / 1e9);
  }
  const [gflops, highest] = [Math.max(...ours), Math.max(...peaks)];
  return {gflops, peak: highest, ratio: gflops / highest, median: median(ours) / median(peaks), variant: kernel.variant};
}

Object.assign(globalThis, {train, peak, syrk});
document.documentElement.dataset.ready = "";
