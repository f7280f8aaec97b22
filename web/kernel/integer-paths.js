// @ts-check
/** Which instructions integer.h uses: all give the same integers, the fastest that proves it is taken. */

/** The paths of integer.h. */
export const PATHS = Object.freeze({dot: 0, pair: 1, wide: 2});
/** @typedef {keyof PATHS} Path */

const ROWS = 256;
const COLUMNS = 12;
const ROUNDS = 24;

/** @type {WeakMap<import("./kernel.js").Kernel, Path>} */
const chosen = new WeakMap();

/**
 * @param {import("./kernel.js").Kernel} kernel
 * @returns {Path} measured once: relaxed dot products take one instruction on some processors and many on others
 */
export function fastestPath(kernel) {
  let path = chosen.get(kernel);
  if (!path) {
    const working = workingPaths(kernel);
    if (!working.length) throw new Error("This engine's products of whole numbers are wrong.");
    const times = working.map((each) => ({each, seconds: time(kernel, each)}));
    path = times.reduce((best, next) => (next.seconds < best.seconds ? next : best)).each;
    chosen.set(kernel, path);
  }
  return path;
}

/**
 * The self-test: extreme factors through every instruction, against JavaScript's own integers.
 * @param {import("./kernel.js").Kernel} kernel
 * @returns {Path[]} those that are right; none where even plain SIMD is wrong
 */
export function workingPaths(kernel) {
  /** @type {Path[]} */
  const paths = kernel.variant === "relaxed" ? ["dot", "pair", "wide"] : ["wide"];
  return paths.filter((path) => isRight(kernel, path));
}

/** Levels 0..127 with both ends often: a known sequence, alike everywhere. */
const level = (/** @type {number} */ i) => [0, 127, (i * 37) % 128, 126, 64, (i * i) % 128][i % 6];

/** @param {import("./kernel.js").Kernel} kernel @param {Path} path @returns {boolean} */
function isRight(kernel, path) {
  const levels = Uint8Array.from({length: ROWS * COLUMNS}, (_, i) => level(i + (i >> 4)));
  const sums = products(kernel, path, levels, 1);
  return sums.every((sum, cell) => {
    const [i, j] = [Math.floor(cell / COLUMNS), cell % COLUMNS];
    let right = 0;
    for (let r = 0; r < ROWS; r++) right += (at(levels, r, i) - 63) * at(levels, r, j);
    return sum === right;
  });
}

const at = (/** @type {Uint8Array} */ levels, /** @type {number} */ row, /** @type {number} */ column) =>
  levels[(row >> 2) * 4 * COLUMNS + column * 4 + (row & 3)];

/** @param {import("./kernel.js").Kernel} kernel @param {Path} path @returns {number} milliseconds */
function time(kernel, path) {
  const levels = new Uint8Array(ROWS * COLUMNS);
  products(kernel, path, levels, ROUNDS);
  const best = [0, 1, 2].map(() => {
    const start = performance.now();
    products(kernel, path, levels, 40 * ROUNDS);
    return performance.now() - start;
  });
  return Math.min(...best);
}

/** The same levels as the wide path has them: 16 bits each, two rows side by side. @param {Uint8Array} levels */
function asHalves(levels) {
  const halves = new Int16Array(levels.length);
  for (let r = 0; r < ROWS; r++) {
    for (let t = 0; t < COLUMNS; t++) halves[(r >> 1) * 2 * COLUMNS + 2 * t + (r & 1)] = at(levels, r, t);
  }
  return halves;
}

/** One panel's H'H. @param {import("./kernel.js").Kernel} kernel @param {Path} path @param {Uint8Array} levels @param {number} rounds */
function products(kernel, path, levels, rounds) {
  const {arena, exports} = kernel;
  const pieces = [kernel.place(path === "wide" ? asHalves(levels) : levels), arena.alloc(2 * levels.length),
    kernel.place(new Int32Array(COLUMNS * COLUMNS))];
  const [H, scratch, G] = pieces;
  for (let i = 0; i < rounds; i++) exports.integer_products(PATHS[path], 1, ROWS, COLUMNS, COLUMNS, H, scratch, G);
  const sums = kernel.i32(G, COLUMNS * COLUMNS).slice();
  pieces.forEach((piece) => arena.free(piece));
  return sums;
}
