// @ts-check
/** Trains on images that lie beside this page, with the site's own kernels, and says how long each part took. */
import {Kernel} from "./kernel/kernel.js";
import {Pool} from "./kernel/pool.js";

const TYPES = {i8: Int8Array, i32: Int32Array, f32: Float32Array, f64: Float64Array};
const BLOCK = 2000; // rows handed over at a time
const kernels = new URL("kernel/", document.baseURI).href;
const read = async (/** @type {string} */ name) => (await fetch(name)).arrayBuffer();
const images = new Uint8Array(await read("images.bin"));
/** @type {Record<string, any>} */
const targets = {float: new Float64Array(await read("targets.bin")), integer: new Uint8Array(await read("digits.bin"))};

/**
 * @param {any} spec numbers as they are, arrays as {file, type}
 * @param {number} size workers
 * @param {number} alpha
 * @returns {Promise<{seconds: number}>} from the first row handed over to the coefficients
 */
async function train(spec, size, alpha) {
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

/** @returns {Promise<{peak: number, variant: string}>} multiply-adds of one core in billions a second, times two */
async function peak() {
  const kernel = /** @type {Kernel} */ (await Kernel.load((name) => read(kernels + name)));
  const rounds = 2e7;
  let best = Infinity; // the first calls run before the engine has optimised them
  for (let run = 0; run < 6; run++) {
    const start = performance.now();
    kernel.exports.fma_peak(rounds, 1e-3);
    best = Math.min(best, performance.now() - start);
  }
  return {peak: rounds * 24 * 4 * 2 / best / 1e6, variant: kernel.variant};
}

Object.assign(globalThis, {train, peak});
document.documentElement.dataset.ready = "";
