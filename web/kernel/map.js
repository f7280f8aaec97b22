// @ts-check
/** A hidden layer, or any product of matrices, as a function of rows: activation(X W + bias) in floats. "laplacian" is
 * one of points, the columns of W: exp(-(sum |x - w| + bias)). */
import {ACTIVATIONS} from "./float-input.js";

const WIDTH = 8; // units in a panel, as float.c
const DEPTH = 256; // inputs packed at a time, as float.c
const BLOCK_ROWS = 256;

/** @typedef {{nFeatures: number, nHidden: number, activation: string, weights: Float32Array, bias: Float32Array}} MapSpec
 *   weights: nFeatures x nHidden, row after row */

export class FloatMap {
  /** @type {number[]} */
  #pieces = [];

  /** @param {import("./kernel.js").Kernel} kernel @param {MapSpec} spec */
  constructor(kernel, spec) {
    const {nFeatures: d, nHidden: m, weights, bias, activation} = spec;
    if (weights.length !== d * m || bias.length !== m || !(d > 0 && m > 0)) {
      throw new RangeError(`A map of ${d} x ${m} has ${weights.length} weights and ${bias.length} biases.`);
    }
    this.kernel = kernel;
    this.spec = spec;
    this.code = ACTIVATIONS.indexOf(activation);
    if (this.code < 0) throw new RangeError(`activation is ${activation}; known are ${ACTIVATIONS.join(", ")}.`);
    this.panels = Math.ceil(m / WIDTH);
    const take = (/** @type {number} */ bytes) => {
      this.#pieces.push(kernel.arena.alloc(bytes));
      return this.#pieces[this.#pieces.length - 1];
    };
    try {
      this.weights = take(4 * WIDTH * this.panels * d);
      this.depths = take(4 * this.panels);
      this.bias = take(4 * WIDTH * this.panels);
      this.inputs = take(8 * BLOCK_ROWS * d);
      this.packed = take(4 * BLOCK_ROWS * Math.min(DEPTH, d));
      this.hidden = take(4 * BLOCK_ROWS * WIDTH * this.panels);
      this.out = take(4 * BLOCK_ROWS * m);
      const raw = kernel.place(weights);
      kernel.exports.float_pack_weights(raw, d, m, this.weights, this.depths);
      kernel.arena.free(raw);
    } catch (error) {
      this.free();
      throw error;
    }
    kernel.f32(this.bias, WIDTH * this.panels).fill(0).set(bias);
  }

  /**
   * @param {Uint8Array|Float32Array|Float64Array} X n x nFeatures, row after row
   * @param {number} n
   * @returns {Float32Array} n x nHidden, row after row
   */
  apply(X, n) {
    const {kernel, spec: {nFeatures: d, nHidden: m}} = this;
    if (X.length !== n * d) throw new RangeError(`X has ${X.length} numbers; ${n * d} were expected.`);
    const out = new Float32Array(n * m);
    const type = X instanceof Uint8Array ? 0 : X instanceof Float32Array ? 1 : 2;
    for (let start = 0; start < n; start += BLOCK_ROWS) {
      const rows = Math.min(BLOCK_ROWS, n - start);
      const part = X.subarray(start * d, (start + rows) * d);
      kernel.u8(this.inputs, part.byteLength).set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
      const bad = kernel.exports.float_forward(this.inputs, type, rows, d, 1, this.weights, this.depths, this.bias,
        this.panels, this.code, this.packed, this.hidden, BLOCK_ROWS, 0, 0, 0);
      if (bad) throw new RangeError("X has a value that is not finite, or too large for the kernel's floats (3.4e38).");
      kernel.exports.float_rows(rows, BLOCK_ROWS, m, this.hidden, this.out);
      out.set(kernel.f32(this.out, rows * m), start * m);
    }
    return out;
  }

  /** Give the memory back; nothing else may be called after. */
  free() {
    this.#pieces.splice(0).forEach((address) => this.kernel.arena.free(address));
  }
}
