// @ts-check
/** Ridge regression from centred sums, the same bits on every machine (solve.c). */

import {roundUp} from "./kernel.js";

/** @param {number} nHidden @returns {number} order of the matrix solve.c takes */
export const paddedOrder = (nHidden) => roundUp(nHidden, 4);

/**
 * @typedef {object} System
 * @property {number} nHidden L
 * @property {number} nTargets k
 * @property {number} matrix address of the centred H'H, paddedOrder(L) square, padded with the identity; overwritten
 * @property {Float64Array} C L*k column-major
 * @property {Float64Array} hMean
 * @property {Float64Array} tMean
 * @property {number} unit hidden values are multiples of it, and coefficients are rounded accordingly; 0: not rounded
 */

/**
 * @typedef {{coef: Float64Array, intercept: Float64Array}} Solution coef: L*k column-major
 *
 * @param {import("./kernel.js").Kernel} kernel
 * @param {System} system
 * @param {number} alpha
 * @returns {Solution}
 * @throws {Error} the matrix is singular to working precision
 */
export function solveRidge(kernel, {nHidden, nTargets, matrix, C, hMean, tMean, unit}, alpha) {
  const {arena, exports} = kernel;
  const order = paddedOrder(nHidden);
  const width = roundUp(nTargets, 2);
  const rows = new Float64Array(nHidden * width);
  for (let c = 0; c < nTargets; c++) for (let j = 0; j < nHidden; j++) rows[j * width + c] = C[c * nHidden + j];
  const pieces = [kernel.place(rows), kernel.place(hMean), kernel.place(tMean), arena.alloc(8 * nHidden * nTargets),
    arena.alloc(8 * nTargets), arena.alloc(exports.cholesky_workspace(order))];
  const [B, means, targetMeans, coef, intercept, workspace] = pieces;
  try {
    const A = kernel.f64(matrix, order * order);
    for (let i = 0; i < nHidden; i++) A[i * order + i] += alpha;
    const failed = exports.cholesky(order, nHidden, matrix, workspace);
    if (failed) throw new Error(`The matrix is singular to working precision at pivot ${failed - 1} of ${nHidden}.`);
    exports.cholesky_solve(order, nHidden, width, matrix, B);
    exports.finish_coefficients(nHidden, width, nTargets, unit, B, means, targetMeans, coef, intercept);
    return {coef: kernel.f64(coef, nHidden * nTargets).slice(), intercept: kernel.f64(intercept, nTargets).slice()};
  } finally {
    pieces.forEach((piece) => arena.free(piece));
  }
}
