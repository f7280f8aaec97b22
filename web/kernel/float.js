// @ts-check
/** Sums of a hidden layer's products in floats; web/kernel/float.c and sums.c do the arithmetic and have the layouts. */
import {ACTIVATIONS, checkLayer, checkRows, expect, targetUnits} from "./float-input.js";
import {paddedOrder, solveRidge} from "./solve.js";

/** @typedef {{arithmetic?: "float", nFeatures: number, nHidden: number, nTargets: number, activation: string,
 *   weights: Float32Array, bias: Float32Array, inputScale?: number}} FloatSpec weights: nFeatures x nHidden, row after row
 * @typedef {Uint8Array | Float32Array | Float64Array} Numbers
 * @typedef {{n: number, G: Float64Array, C: Float64Array, hMean: Float64Array, tMean: Float64Array,
 *   tSquareSums: Float64Array}} Gram n is the sum of the weights; G and C column after column
 * @typedef {{n: number, arrays: ArrayBuffer[]}} State */

const WIDTH = 8; // units in a panel
const TILE = 64; // doubles in a tile of sums
const DEPTH = 256; // inputs packed at a time, as float.c
const BLOCK_ROWS = 256;
const BLOCK_BYTES = 16e6; // of inputs: fewer rows when they are very wide

/** Adds up row blocks for one layer. Free it when done: its part of the kernel's memory is then used again. */
export class FloatSums {
  /** @type {number[]} */
  #pieces = [];
  #started = false; // whether there is a shift to count from
  // addresses in the kernel's memory
  weights = 0;
  depths = 0;
  bias = 0;
  shift = 0;
  inputs = 0;
  packed = 0;
  hidden = 0;
  sums = 0;
  targets = 0;
  roots = 0;
  targetShift = 0;
  targetScale = 0;
  moments = 0;

  /** @param {import("./kernel.js").Kernel} kernel @param {FloatSpec} spec */
  constructor(kernel, spec) {
    const {nFeatures: d, nHidden: L, nTargets: k} = spec;
    this.kernel = kernel;
    this.spec = spec;
    checkLayer(spec);
    this.panels = Math.ceil(L / WIDTH);
    this.targetPanels = Math.floor(k / WIDTH) + 1; // the targets and a column of ones
    const P = this.panels;
    this.sumsLength = (P * (P + 1) / 2 + this.targetPanels * P) * TILE;
    this.rows = Math.max(WIDTH, Math.min(BLOCK_ROWS, Math.floor(BLOCK_BYTES / (8 * d) / 4) * 4));
    try {
      this.#layOut(d, L, k);
    } catch (error) {
      this.free();
      throw error;
    }
    this.reset();
  }

  /** @param {number} d @param {number} L @param {number} k */
  #layOut(d, L, k) {
    const take = (/** @type {number} */ bytes) => {
      this.#pieces.push(this.kernel.arena.alloc(bytes));
      return this.#pieces[this.#pieces.length - 1];
    };
    const P = this.panels;
    const rows = this.rows;
    this.weights = take(4 * WIDTH * P * d);
    this.depths = take(4 * P);
    this.bias = take(4 * WIDTH * P);
    this.shift = take(4 * WIDTH * P);
    this.inputs = take(8 * rows * d);
    this.packed = take(4 * rows * Math.min(DEPTH, d));
    this.hidden = take(4 * rows * WIDTH * (P + this.targetPanels));
    this.sums = take(8 * this.sumsLength);
    this.targets = take(8 * rows * k);
    this.roots = take(4 * rows);
    this.targetShift = take(8 * (k + 1));
    this.targetScale = take(8 * (k + 1));
    this.moments = take(16 * (k + 1));
    const raw = this.kernel.place(this.spec.weights);
    this.kernel.exports.float_pack_weights(raw, d, L, this.weights, this.depths);
    this.kernel.arena.free(raw);
    this.kernel.f32(this.bias, WIDTH * P).fill(0).set(this.spec.bias);
  }

  /** Forget every row. */
  reset() {
    this.#started = false;
    this.kernel.f64(this.sums, this.sumsLength).fill(0);
    this.kernel.f64(this.moments, 2 * (this.spec.nTargets + 1)).fill(0);
  }

  /**
   * Add rows, or with sign -1 take away rows added before.
   * @param {Numbers} X n x nFeatures, row after row; bytes are multiplied by inputScale
   * @param {Float32Array|Float64Array} T n x nTargets, row after row
   * @param {number} n
   * @param {1|-1} [sign]
   * @param {ArrayLike<number>|null} [weights] n of them, how often each row counts
   */
  add(X, T, n, sign = 1, weights = null) {
    const {nFeatures: d, nTargets: k} = this.spec;
    checkRows(this.spec, X, T, n, weights); // all is looked at first: rows that are refused must leave the sums as they were
    for (let start = 0; start < n; start += this.rows) {
      const end = Math.min(n, start + this.rows);
      const roots = weights && Float32Array.from({length: end - start}, (_, r) => Math.sqrt(weights[start + r]));
      this.#addBlock(X.subarray(start * d, end * d), T.subarray(start * k, end * k), end - start, sign, roots);
    }
  }

  /** @param {Numbers} X @param {Float32Array|Float64Array} T @param {number} n @param {number} sign
   * @param {Float32Array|null} roots */
  #addBlock(X, T, n, sign, roots) {
    const {nTargets: k} = this.spec;
    const {exports} = this.kernel;
    if (roots) this.kernel.f32(this.roots, n).set(roots);
    this.kernel.f64(this.targets, n * k).set(T);
    if (!this.#started) this.#chooseTargetShift(T, n);
    const address = roots ? this.roots : 0;
    this.#forward(X, n, this.shift, !this.#started, address);
    this.#started = true;
    const panels = this.hidden + 4 * this.rows * WIDTH * this.panels;
    exports.float_targets(this.targets, n, k, this.targetShift, this.targetScale, address, panels, this.rows, this.moments,
      sign);
    exports.float_syrk(n, this.rows, this.panels, this.targetPanels, this.hidden, this.sums, sign);
  }

  /** @param {Numbers} X @param {number} n @param {number} [shift] @param {boolean} [pilot] @param {number} [roots] */
  #forward(X, n, shift = 0, pilot = false, roots = 0) {
    const {nFeatures: d, inputScale = 1, activation} = this.spec;
    const type = X instanceof Uint8Array ? 0 : X instanceof Float32Array ? 1 : 2;
    this.kernel.u8(this.inputs, X.byteLength).set(new Uint8Array(X.buffer, X.byteOffset, X.byteLength));
    const bad = this.kernel.exports.float_forward(this.inputs, type, n, d, inputScale, this.weights, this.depths,
      this.bias, this.panels, ACTIVATIONS.indexOf(activation), this.packed, this.hidden, this.rows, shift, pilot ? 1 : 0, roots);
    if (bad) throw new RangeError("X has a value that is not finite, or too large for the kernel's floats (3.4e38).");
  }

  /** Count targets from the first block's means, in units of a power of two near its spread. */
  #chooseTargetShift(/** @type {Float32Array|Float64Array} */ T, /** @type {number} */ n) {
    const {nTargets: k} = this.spec;
    const {shift, scale} = targetUnits(T, n, k);
    this.kernel.f64(this.targetShift, k + 1).set(shift);
    this.kernel.f64(this.targetScale, k + 1).set(scale);
  }

  /** @returns {number[][]} address and bytes of all that says what was added */
  get #content() {
    const k = this.spec.nTargets;
    return [[this.sums, 8 * this.sumsLength], [this.shift, 4 * WIDTH * this.panels], [this.targetShift, 8 * (k + 1)],
      [this.targetScale, 8 * (k + 1)], [this.moments, 16 * (k + 1)]];
  }

  /** @returns {number} sum of the weights so far */
  get n() {
    return this.kernel.f64(this.moments, this.spec.nTargets + 1)[this.spec.nTargets];
  }

  /** @returns {State} a copy that can be sent to another worker */
  state() {
    const copies = this.#content.map(([address, bytes]) => this.kernel.u8(address, bytes).slice().buffer);
    return {n: this.n, arrays: this.#started ? copies : []};
  }

  /** Add the rows of another sum over the same layer. @param {State} state what its state() gave */
  merge({arrays}) {
    if (!arrays.length) return;
    this.#content.forEach(([, bytes], index) => expect("State", arrays[index].byteLength, bytes));
    if (!this.#started) {
      this.#content.forEach(([address, bytes], index) => this.kernel.u8(address, bytes).set(new Uint8Array(arrays[index])));
      this.#started = true;
      return;
    }
    const k = this.spec.nTargets;
    const [shift, theirShift] = [this.kernel.f32(this.shift, WIDTH * this.panels), new Float32Array(arrays[1])];
    const [b, theirB] = [this.kernel.f64(this.targetShift, k + 1), new Float64Array(arrays[2])];
    const [scale, theirScale] = [this.kernel.f64(this.targetScale, k + 1), new Float64Array(arrays[3])];
    const step = Float64Array.from(shift, (ours, i) => theirShift[i] - ours);
    const ratio = Float64Array.from(scale, (ours, c) => ours / theirScale[c]);
    const offset = Float64Array.from(b, (ours, c) => (theirB[c] - ours) * scale[c]);
    this.#with([new Uint8Array(arrays[0]), new Uint8Array(arrays[4]), step, ratio, offset], (...addresses) => {
      this.kernel.exports.float_merge(this.panels, k, this.sums, this.moments, ...addresses);
    });
  }

  /** @returns {Gram} copies of the centred sums */
  gram() {
    const {nHidden: L, nTargets: k} = this.spec;
    return this.#dense(L, (G, C) => {
      const [sum, squares] = [0, k + 1].map((at) => this.kernel.f64(this.moments + 8 * at, k).slice());
      const scale = this.kernel.f64(this.targetScale, k);
      const n = this.n;
      return {
        n,
        G: this.kernel.f64(G, L * L).slice(),
        C,
        hMean: this.#hiddenMeans(),
        tMean: this.#targetMeans(),
        tSquareSums: squares.map((s, c) => Math.max(0, s - sum[c] * (sum[c] / n)) / scale[c] / scale[c]),
      };
    });
  }

  /**
   * Ridge regression with an intercept that is not penalised.
   * @param {number} alpha added to the diagonal of the centred H'H
   * @returns {{coef: Float64Array, intercept: Float64Array}} coef nHidden x nTargets, column after column
   * @throws {Error} the matrix is singular to working precision
   */
  solve(alpha) {
    const {nHidden, nTargets} = this.spec;
    const [hMean, tMean] = [this.#hiddenMeans(), this.#targetMeans()];
    return this.#dense(paddedOrder(nHidden), (matrix, C) =>
      solveRidge(this.kernel, {nHidden, nTargets, matrix, C, hMean, tMean, unit: 0}, alpha));
  }

  /** @returns {Float64Array} */
  #targetMeans() {
    const k = this.spec.nTargets;
    const [sum, shift, scale] = [this.moments, this.targetShift, this.targetScale].map((at) => this.kernel.f64(at, k));
    return sum.map((s, c) => shift[c] + s / this.n / scale[c]);
  }

  /** @returns {Float64Array} */
  #hiddenMeans() {
    const {nHidden: L, nTargets: k} = this.spec;
    const P = this.panels;
    const ones = P * (P + 1) / 2 + Math.floor(k / WIDTH) * P; // the tile of the first units and the ones
    const sums = this.kernel.f64(this.sums, this.sumsLength);
    return Float64Array.from(this.kernel.f32(this.shift, L), (shift, i) =>
      shift + sums[(ones + Math.floor(i / WIDTH)) * TILE + (k % WIDTH) * WIDTH + i % WIDTH] / this.n);
  }

  /**
   * Centred H'H in the kernel's memory, for as long as the function runs, and a copy of the centred H'T.
   * @template R @param {number} order of the matrix @param {(G: number, C: Float64Array) => R} use @returns {R}
   */
  #dense(order, use) {
    const {nHidden: L, nTargets: k} = this.spec;
    if (!(this.n > 0)) throw new RangeError(`The sums hold ${this.n} rows; at least 1 is needed.`);
    const G = this.kernel.arena.alloc(8 * order * order);
    try {
      const C = new Float64Array(L * k);
      this.#with([C], (address) => {
        this.kernel.exports.float_gram(L, k, order, this.sums, this.moments, this.targetScale, G, address);
        C.set(this.kernel.f64(address, L * k));
      });
      for (let i = 0; i < L; i++) {
        if (!Number.isFinite(this.kernel.f64(G + 8 * i * (order + 1), 1)[0])) {
          throw new RangeError(`Hidden unit ${i} has values too large for the kernel's floats.`);
        }
      }
      return use(G, C);
    } finally {
      this.kernel.arena.free(G);
    }
  }

  /**
   * Predict rows: hidden units in floats, the sum over units in doubles.
   * @param {Float64Array} coef nHidden x nTargets, column after column @param {Float64Array} intercept nTargets
   * @param {Numbers} X @param {number} n
   * @returns {Float64Array} n x nTargets, row after row
   */
  predict(coef, intercept, X, n) {
    const {nFeatures: d, nHidden: L, nTargets: k} = this.spec;
    expect("X", X.length, n * d);
    expect("coef", coef.length, L * k);
    const padded = new Float64Array(WIDTH * this.panels * k);
    for (let c = 0; c < k; c++) padded.set(coef.subarray(c * L, (c + 1) * L), c * WIDTH * this.panels);
    const out = new Float64Array(n * k);
    this.#with([padded, intercept], (coefAt, interceptAt) => {
      for (let start = 0; start < n; start += this.rows) {
        const count = Math.min(this.rows, n - start);
        this.#forward(X.subarray(start * d, (start + count) * d), count);
        this.kernel.exports.float_predict(count, this.rows, this.panels, k, this.hidden, coefAt, interceptAt, this.targets);
        out.set(this.kernel.f64(this.targets, count * k), start * k);
      }
    });
    return out;
  }

  /** Copy arrays into memory for as long as the function runs.
   * @param {(Uint8Array|Float64Array)[]} arrays @param {(...addresses: number[]) => void} use */
  #with(arrays, use) {
    /** @type {number[]} */
    const addresses = [];
    try {
      for (const array of arrays) addresses.push(this.kernel.place(array));
      use(...addresses);
    } finally {
      addresses.forEach((address) => this.kernel.arena.free(address));
    }
  }

  /** Give the memory back; nothing else may be called after. */
  free() {
    this.#pieces.splice(0).forEach((address) => this.kernel.arena.free(address));
  }
}
