// @ts-check
/** The kernel in the thread that asks for it, and whether its answers can be trusted: known sums are asked for first. */
import {FloatSums} from "./float.js";
import {workingPaths} from "./integer-paths.js";
import {IntegerSums} from "./integer.js";
import {Kernel} from "./kernel.js";
import {FloatMap} from "./map.js";

/**
 * @typedef {import("./float.js").FloatSpec | import("./integer.js").IntegerSpec} LayerSpec
 * @typedef {object} Here
 * @property {string[]} failing "float", "integer": what must not be used; both where there is no SIMD
 * @property {"" | "no SIMD" | "float" | "integer" | "both"} why what failed
 * @property {(spec: LayerSpec) => FloatSums | IntegerSums} sums
 * @property {(spec: import("./map.js").MapSpec) => FloatMap} map
 */

/**
 * @param {(name: string) => Promise<ArrayBuffer>} read gives a file that lies beside this one, by its name
 * @param {(kernel: Kernel) => Kernel} [harm] for tests
 * @returns {Promise<Here>}
 */
export async function openHere(read, harm = (kernel) => kernel) {
  const loaded = await Kernel.load(read);
  const nothing = () => { throw new Error("This browser has no WebAssembly SIMD."); };
  if (!loaded) return {failing: ["float", "integer"], why: "no SIMD", sums: nothing, map: nothing};
  const kernel = harm(loaded);
  const failing = [];
  if (!floatsAreRight(kernel)) failing.push("float");
  if (!workingPaths(kernel).length) failing.push("integer");
  return {
    failing,
    why: /** @type {Here["why"]} */ (failing.length === 2 ? "both" : failing[0] ?? ""),
    sums: (spec) => (spec.arithmetic === "integer" ? new IntegerSums(kernel, spec) : new FloatSums(kernel, spec)),
    map: (spec) => new FloatMap(kernel, spec),
  };
}

/** @param {Kernel} kernel @returns {boolean} whether small whole numbers give whole sums, and tanh is tanh */
function floatsAreRight(kernel) {
  const [n, d, L] = [37, 5, 11];
  const X = Float64Array.from({length: n * d}, (_, i) => ((i * 7) % 11) - 5);
  const weights = Float32Array.from({length: d * L}, (_, i) => ((i * 5) % 7) - 3);
  const bias = Float32Array.from({length: L}, (_, i) => (i % 3) - 1);
  const T = Float64Array.from({length: n}, (_, r) => (r * r) % 5);
  const spec = {nFeatures: d, nHidden: L, nTargets: 1, activation: "identity", weights, bias};
  const H = Array.from({length: n}, (_, r) => Array.from({length: L}, (_, j) => {
    let z = bias[j];
    for (let i = 0; i < d; i++) z += X[r * d + i] * weights[i * L + j];
    return z;
  }));
  const mean = (/** @type {number} */ j) => H.reduce((sum, row) => sum + row[j], 0) / n;
  try {
    const sums = new FloatSums(kernel, spec);
    sums.add(X, T, n);
    const {G} = sums.gram();
    sums.free();
    for (let j = 0; j < L; j++) {
      for (let i = j; i < L; i++) {
        const right = H.reduce((sum, row) => sum + (row[i] - mean(i)) * (row[j] - mean(j)), 0);
        if (!(Math.abs(G[j * L + i] - right) <= 1e-5 * (1 + Math.abs(right)))) return false;
      }
    }
    const map = new FloatMap(kernel, {...spec, activation: "tanh", weights: weights.map((w) => w / 16)});
    const out = map.apply(X, n);
    map.free();
    return H.every((row, r) => row.every((z, j) =>
      Math.abs(out[r * L + j] - Math.tanh((z - bias[j]) / 16 + bias[j])) <= 2e-6));
  } catch {
    return false;
  }
}
