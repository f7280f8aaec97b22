// @ts-check
/** Exact sums of an integer hidden layer; elmweb/compute/integer.py defines the numbers, integer_layer.c and integer_sums.c compute them. */

import {roundUp} from "./kernel.js";
import {fastestPath, PATHS} from "./integer-paths.js";
import {paddedOrder, solveRidge} from "./solve.js";

/** Columns in a panel of integer.h. */
const PANEL = 12;
/** Rows of one pass: a block of H' stays near the processor. */
const BLOCK_ROWS = 1024;
/** |h h'| is at most 64 * 127, so sums over this many rows fit 32 bits. */
const MOST_ROWS_32 = Math.floor((2 ** 31 - 1) / (64 * 127));
/** Weights up to this leave room to add two pairs of products in 16 bits. */
const SMALL_WEIGHT = 31;

/** What integer_layer.c needs to know of an activation: `ACTIVATIONS` of integer.py. */
const ACTIVATIONS = {
  tanh: {code: 0, offset: 63, unit: 2 ** -6},
  sigmoid: {code: 0, offset: 0, unit: 2 ** -7},
  relu: {code: 1, offset: 0, unit: 2 ** -5},
  identity: {code: 2, offset: 63, unit: 2 ** -4},
};

/**
 * @typedef {object} IntegerSpec
 * @property {"integer"} arithmetic
 * @property {number} nFeatures d
 * @property {number} nHidden L
 * @property {number} nTargets k
 * @property {keyof ACTIVATIONS} activation
 * @property {Int8Array} weights d*L row-major; with patches, pixels of a patch * L
 * @property {Int32Array} bias
 * @property {Int32Array} multiplier
 * @property {number} shift
 * @property {{index: Int32Array}} [patches] pixels of every patch, in runs of four neighbours
 * @property {number} [nDigits] digits of a target, 1 when not given
 * @property {Float64Array} [targetZero] what digits 0 stand for, 0 when not given
 * @property {Float64Array} [targetQuantum] what 1 in the lowest digit is worth, 1 when not given
 */

export class IntegerSums {
  /** @type {number[]} addresses to free at the end */
  #pieces = [];
  #n = 0;
  /** Rows in the 32-bit sums, added or subtracted. */
  #rows32 = 0;
  /** Address of the 64-bit sums, once they are needed. */
  #wide = 0;
  // How the layer was arranged: words of a unit's weights, of a row's inputs, runs of pixels in a row.
  steps = 0;
  rowSteps = 0;
  nRuns = 0;
  offset = 0;
  /** @type {number} */ forwardPath = PATHS.wide;
  // addresses in the kernel's memory
  index = 0;
  runs = 0;
  rowPanels = 0;
  rowSums = 0;
  X = 0;
  T = 0;
  H = 0;
  scratch = 0;
  weights = 0;
  bias = 0;
  multiplier = 0;
  limit = 0;
  targetSums = 0;
  narrow = 0;

  /**
   * @param {import("./kernel.js").Kernel} kernel
   * @param {IntegerSpec} spec
   * @param {keyof PATHS} [path] for tests and benchmarks; otherwise the fastest that computes rightly
   */
  constructor(kernel, spec, path = fastestPath(kernel)) {
    this.kernel = kernel;
    this.spec = spec;
    this.path = PATHS[path];
    this.nDigits = spec.nDigits ?? 1;
    this.columns = spec.nTargets * this.nDigits;
    this.nUnits = roundUp(spec.nHidden, PANEL);
    this.rowLength = this.nUnits + roundUp(this.columns + 1, PANEL);
    this.activation = ACTIVATIONS[spec.activation];
    try {
      this.#place();
    } catch (error) {
      this.free();
      throw error;
    }
    this.reset();
  }

  /** Put the layer into the kernel's memory, and make room for a block and for the sums. */
  #place() {
    const {kernel, spec} = this;
    const {exports} = kernel;
    const keep = (/** @type {number} */ address) => (this.#pieces.push(address), address);
    const padded = (/** @type {ArrayLike<number>} */ values) => {
      const array = new Int32Array(this.nUnits);
      array.set(values);
      return keep(kernel.place(array));
    };
    const inputs = spec.weights.length / spec.nHidden;
    this.steps = exports.words(this.path, inputs);
    const {offset, forwardPath} = this.#arrange(spec.weights);
    this.offset = offset;
    this.forwardPath = forwardPath;
    this.#placePatches(keep);
    const aBytes = 16 * this.rowSteps * (BLOCK_ROWS / 4);
    this.rowPanels = keep(kernel.arena.alloc(aBytes));
    this.rowSums = keep(kernel.place(new Int32Array(BLOCK_ROWS)));
    this.X = keep(kernel.arena.alloc(BLOCK_ROWS * spec.nFeatures + 16));
    this.T = keep(kernel.arena.alloc(BLOCK_ROWS * this.columns));
    const cell = this.path === PATHS.wide ? 2 : 1;
    this.H = keep(kernel.arena.alloc(BLOCK_ROWS * this.rowLength * cell));
    this.scratch = keep(kernel.arena.alloc(BLOCK_ROWS * PANEL * cell));
    this.weights = keep(kernel.arena.alloc(4 * this.steps * this.nUnits));
    const raw = kernel.place(spec.weights);
    exports.pack_weights(this.path, inputs, spec.nHidden, this.offset, raw, this.weights);
    kernel.arena.free(raw);
    this.bias = padded(spec.bias);
    this.multiplier = padded(spec.multiplier);
    this.limit = padded(spec.multiplier.map((m) => Math.ceil(2 ** (15 + spec.shift) / m)));
    this.targetSums = keep(kernel.arena.alloc(8 * spec.nTargets * this.nDigits * (1 + this.nDigits)));
    this.narrow = keep(kernel.arena.alloc(4 * this.nUnits * this.rowLength));
  }

  /**
   * Which factor is signed, and what makes the other one 0..127.
   * @param {Int8Array} weights
   */
  #arrange(weights) {
    const small = weights.every((w) => Math.abs(w) <= SMALL_WEIGHT);
    const fits = small || this.spec.patches !== undefined;
    const forwardPath = this.path === PATHS.pair && !fits ? PATHS.dot : this.path;
    const shifted = this.path !== PATHS.wide && this.spec.patches === undefined;
    return {forwardPath, offset: shifted ? (small ? SMALL_WEIGHT + 1 : 64) : 0};
  }

  /** @param {(address: number) => number} keep */
  #placePatches(keep) {
    const {kernel, spec} = this;
    this.rowSteps = this.steps;
    if (!spec.patches) return;
    const {index} = spec.patches;
    /** @type {Map<number, number>} first byte of a run to its number */
    const runs = new Map();
    const words = [];
    const wordsOfRun = this.path === PATHS.wide ? 2 : 1;
    for (let i = 0; i < index.length; i += 4) {
      if ([1, 2, 3].some((e) => index[i + e] !== index[i] + e)) throw new Error("Patches must be runs of four pixels.");
      if (!runs.has(index[i])) runs.set(index[i], runs.size);
      const run = /** @type {number} */ (runs.get(index[i]));
      for (let w = 0; w < wordsOfRun; w++) words.push(run * wordsOfRun + w);
    }
    this.nRuns = runs.size;
    this.rowSteps = runs.size * wordsOfRun;
    this.runs = keep(kernel.place(Int32Array.from(runs.keys())));
    this.index = keep(kernel.place(Int32Array.from(words)));
  }

  /**
   * @param {Uint8Array} X n*d row-major
   * @param {Uint8Array} T n*k digits 0..127
   * @param {number} n
   * @param {1|-1} [sign] -1 takes rows away
   */
  add(X, T, n, sign = 1) {
    const {kernel: {exports}, kernel, spec, columns} = this;
    for (let r = 0; r < n; r += BLOCK_ROWS) {
      const rows = Math.min(BLOCK_ROWS, n - r);
      if (this.#rows32 + rows > MOST_ROWS_32) this.#flush();
      this.#forward(X, r, rows);
      kernel.u8(this.T, rows * columns).set(T.subarray(r * columns, (r + rows) * columns));
      const cell = this.path === PATHS.wide ? 2 : 1;
      exports.pack_targets(this.path, rows, columns, this.T, this.H + roundUp(rows, 4) * this.nUnits * cell);
      exports.integer_products(this.path, sign, rows, this.nUnits, this.rowLength, this.H, this.scratch, this.narrow);
      exports.integer_target_sums(sign, rows, spec.nTargets, this.nDigits, this.T, this.targetSums);
      this.#rows32 += rows;
      this.#n += sign * rows;
    }
  }

  /**
   * Hidden values of rows, into this.H.
   * @param {Uint8Array} X @param {number} first @param {number} rows
   */
  #forward(X, first, rows) {
    const {kernel: {exports}, kernel, spec} = this;
    const d = spec.nFeatures;
    kernel.u8(this.X, rows * d).set(X.subarray(first * d, (first + rows) * d));
    if (spec.patches) exports.pack_runs(this.path, rows, d, this.nRuns, this.runs, this.X, this.rowPanels);
    else exports.pack_rows(this.path, rows, d, this.offset, this.X, this.rowPanels, this.rowSums);
    exports.integer_forward(this.forwardPath, this.activation.code, rows, spec.nHidden, this.steps, this.rowSteps,
      this.rowPanels, this.weights, this.rowSums, this.index, spec.shift, this.bias, this.multiplier, this.limit, this.H);
  }

  get #cells() { return this.nUnits * this.rowLength; }

  /** Move the 32-bit sums to 64 bits. */
  #flush() {
    if (!this.#wide) {
      this.#wide = this.kernel.arena.alloc(8 * this.#cells);
      this.kernel.u8(this.#wide, 8 * this.#cells).fill(0);
      this.#pieces.push(this.#wide);
    }
    this.kernel.exports.integer_flush(this.#cells, this.narrow, this.#wide);
    this.#rows32 = 0;
  }

  /** Forget every row. */
  reset() {
    this.#n = this.#rows32 = 0;
    this.kernel.u8(this.narrow, 4 * this.#cells).fill(0);
    this.kernel.u8(this.targetSums, this.#targetBytes).fill(0);
    if (this.#wide) this.kernel.u8(this.#wide, 8 * this.#cells).fill(0);
  }

  get #targetBytes() { return 8 * this.spec.nTargets * this.nDigits * (1 + this.nDigits); }

  /** @returns {{n: number, rows32: number, arrays: ArrayBuffer[]}} a copy of all sums, to be transferred */
  state() {
    const copy = (/** @type {number} */ address, /** @type {number} */ bytes) => this.kernel.u8(address, bytes).slice().buffer;
    const arrays = [copy(this.narrow, 4 * this.#cells), copy(this.targetSums, this.#targetBytes)];
    if (this.#wide) arrays.push(copy(this.#wide, 8 * this.#cells));
    return {n: this.#n, rows32: this.#rows32, arrays};
  }

  /** @param {{n: number, rows32: number, arrays: ArrayBuffer[]}} state of sums with the same layer */
  merge({n, rows32, arrays: [narrow, targets, wide]}) {
    const {exports, arena} = this.kernel;
    if (this.#rows32 + rows32 > MOST_ROWS_32 || wide) this.#flush();
    const parts = [["integer_add32", this.narrow, narrow, 4], ["integer_add64", this.targetSums, targets, 8]];
    if (wide) parts.push(["integer_add64", this.#wide, wide, 8]);
    for (const [add, to, buffer, size] of /** @type {[string, number, ArrayBuffer, number][]} */ (parts)) {
      const from = this.kernel.place(new Uint8Array(buffer));
      exports[add](buffer.byteLength / size, to, from);
      arena.free(from);
    }
    this.#rows32 += rows32;
    this.#n += n;
  }

  /**
   * Centre the sums in the kernel's memory.
   * @template R
   * @param {(system: import("./solve.js").System & {tSquareSums: Float64Array}) => R} use
   * @returns {R}
   */
  #centred(use) {
    if (this.#n <= 0) throw new Error("There are no rows to sum.");
    const {kernel, spec: {nHidden: L, nTargets: k, targetZero, targetQuantum}, activation: {offset, unit}} = this;
    const order = paddedOrder(L);
    const zero = kernel.place(targetZero ?? new Float64Array(k));
    const quantum = kernel.place(targetQuantum ?? new Float64Array(k).fill(1));
    const [matrix, C, h, t, squares] = [order * order, L * k, L, k, k].map((cells) => kernel.arena.alloc(8 * cells));
    try {
      kernel.exports.integer_centre(L, order, this.rowLength, this.nUnits + this.columns, this.nUnits, this.#n, offset, unit, k,
        this.nDigits, zero, quantum, this.targetSums, this.narrow, this.#wide, matrix, C, h, t, squares);
      const read = (/** @type {number} */ address, /** @type {number} */ cells) => kernel.f64(address, cells).slice();
      return use({nHidden: L, nTargets: k, matrix, C: read(C, L * k), hMean: read(h, L), tMean: read(t, k), unit,
        tSquareSums: read(squares, k)});
    } finally {
      [zero, quantum, matrix, C, h, t, squares].forEach((piece) => kernel.arena.free(piece));
    }
  }

  /** @returns {{n: number, G: Float64Array, C: Float64Array, hMean: Float64Array, tMean: Float64Array, tSquareSums: Float64Array}} */
  gram() {
    return this.#centred(({nHidden: L, matrix, C, hMean, tMean, tSquareSums}) => {
      const order = paddedOrder(L);
      const padded = this.kernel.f64(matrix, order * order);
      const G = new Float64Array(L * L);
      for (let i = 0; i < L; i++) G.set(padded.subarray(i * order + i, i * order + L), i * L + i);
      return {n: this.#n, G, C, hMean, tMean, tSquareSums};
    });
  }

  /** @param {number} alpha @returns {{coef: Float64Array, intercept: Float64Array}} */
  solve(alpha) {
    return this.#centred((system) => solveRidge(this.kernel, system, alpha));
  }

  /**
   * Exact when the coefficients come from solve(): any machine gives the same bits.
   * @param {Float64Array} coef L*k column-major @param {Float64Array} intercept
   * @param {Uint8Array} X n*d @param {number} n
   * @returns {Float64Array} n*k row-major
   */
  predict(coef, intercept, X, n) {
    const {kernel, spec: {nHidden: L, nTargets: k}, activation: {offset, unit}} = this;
    const out = new Float64Array(n * k);
    const pieces = [kernel.place(coef), kernel.place(intercept), kernel.arena.alloc(8 * BLOCK_ROWS * k)];
    for (let r = 0; r < n; r += BLOCK_ROWS) {
      const rows = Math.min(BLOCK_ROWS, n - r);
      this.#forward(X, r, rows);
      kernel.exports.integer_predict(this.path, rows, L, k, offset, unit, pieces[0], pieces[1], this.H, pieces[2]);
      out.set(kernel.f64(pieces[2], rows * k), r * k);
    }
    pieces.forEach((piece) => kernel.arena.free(piece));
    return out;
  }

  /**
   * @param {Uint8Array} X n*d row-major @param {number} n
   * @returns {Float32Array} hidden values n*L row-major, exact
   */
  hidden(X, n) {
    const {kernel, spec: {nHidden: L}, activation: {offset, unit}} = this;
    const out = new Float32Array(n * L);
    const piece = kernel.arena.alloc(4 * BLOCK_ROWS * L);
    for (let r = 0; r < n; r += BLOCK_ROWS) {
      const rows = Math.min(BLOCK_ROWS, n - r);
      this.#forward(X, r, rows);
      kernel.exports.integer_rows(this.path, rows, L, offset, unit, this.H, piece);
      out.set(kernel.f32(piece, rows * L), r * L);
    }
    kernel.arena.free(piece);
    return out;
  }

  /** Give the memory back. */
  free() {
    this.#pieces.forEach((piece) => this.kernel.arena.free(piece));
    this.#pieces = [];
  }
}
