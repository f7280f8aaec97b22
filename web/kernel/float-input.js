// @ts-check
/** What a float layer and its rows must be, and the units in which targets are counted. */

/** @typedef {import("./float.js").FloatSpec} FloatSpec
 * @typedef {import("./float.js").Numbers} Numbers */

/** In the order of activations.h. */
export const ACTIVATIONS = ["identity", "relu", "leaky_relu", "tanh", "sigmoid", "gelu", "sin", "gaussian", "laplacian"];

/** @param {FloatSpec} spec */
export function checkLayer({nFeatures: d, nHidden: L, nTargets: k, activation, weights, bias}) {
  for (const [name, value] of Object.entries({nFeatures: d, nHidden: L, nTargets: k})) {
    if (!Number.isInteger(value) || value < 1) throw new RangeError(`${name} is ${value}; it must be a whole number, 1 or more.`);
  }
  if (!ACTIVATIONS.includes(activation)) throw new RangeError(`activation is ${activation}; known are ${ACTIVATIONS.join(", ")}.`);
  expect("weights", weights.length, d * L);
  expect("bias", bias.length, L);
}

/** @param {FloatSpec} spec @param {Numbers} X @param {Float32Array|Float64Array} T @param {number} n
 * @param {ArrayLike<number>|null} weights */
export function checkRows({nFeatures: d, nTargets: k}, X, T, n, weights) {
  expect("X", X.length, n * d);
  expect("T", T.length, n * k);
  if (weights) expect("weights", weights.length, n);
  if (!allFinite(T)) throw new RangeError("T has a value that is not finite, or beyond 3.4e38.");
  if (weights && !Array.prototype.every.call(weights, (w) => w >= 0 && w < Infinity)) {
    throw new RangeError("A sample weight is negative or not finite.");
  }
  if (!allFinite(X)) throw new RangeError("X has a value that is not finite, or too large for the kernel's floats (3.4e38).");
}

/** @param {Numbers} array @returns {boolean} whether every number is one, as a float too */
function allFinite(array) {
  let zero = 0;
  if (!(array instanceof Uint8Array)) for (let i = 0; i < array.length; i++) zero += 0 * Math.fround(array[i]);
  return zero === 0;
}

/** @param {string} what @param {number} found @param {number} wanted */
export function expect(what, found, wanted) {
  if (found !== wanted) throw new RangeError(`${what} has ${found} numbers; ${wanted} were expected.`);
}

/**
 * Targets are counted from the first block's means, in units of a power of two near its spread.
 * @param {Float32Array|Float64Array} T @param {number} n @param {number} k
 * @returns {{shift: Float64Array, scale: Float64Array}} of k targets and the column of ones: t' = (t - shift) scale
 */
export function targetUnits(T, n, k) {
  const shift = new Float64Array(k + 1);
  const scale = new Float64Array(k + 1).fill(1);
  for (let c = 0; c < k; c++) {
    for (let r = 0; r < n; r++) shift[c] += T[r * k + c] / n;
    let spread = 0;
    for (let r = 0; r < n; r++) spread = Math.max(spread, Math.abs(T[r * k + c] - shift[c]));
    const size = spread || Math.abs(shift[c]) || 1;
    scale[c] = 2 ** -Math.max(-1000, Math.min(1000, Math.floor(Math.log2(size))));
  }
  return {shift, scale};
}
