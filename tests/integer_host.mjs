// @ts-check
// Runs the integer kernel for tests/test_integer.py: jobs as JSON on stdin, arrays in base64, answers the same way.
import {readFile} from "node:fs/promises";
import {text} from "node:stream/consumers";
import {Kernel} from "../web/kernel/kernel.js";
import {IntegerSums} from "../web/kernel/integer.js";
import {workingPaths} from "../web/kernel/integer-paths.js";

const TYPES = {u8: Uint8Array, i8: Int8Array, i32: Int32Array, f64: Float64Array};

const decode = (/** @type {any} */ value) => {
  if (!value?.base64 && value?.base64 !== "") return value;
  const bytes = new Uint8Array(Buffer.from(value.base64, "base64"));
  return new TYPES[/** @type {keyof TYPES} */ (value.type)](bytes.buffer);
};
const encode = (/** @type {Float64Array} */ array) =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");

const {modules, variant, breaks, path, spec: packed, steps, alpha, X: test, rows} = JSON.parse(await text(process.stdin));
const read = async (/** @type {string} */ name) => {
  const bytes = await readFile(`${modules}/${name}`);
  return /** @type {ArrayBuffer} */ (bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
};
let kernel = /** @type {Kernel} */ (await Kernel.load(read, {variants: [variant]}));
if (breaks) {
  // An engine whose relaxed products are wrong, as one was: the paths named give a sum that is off by one.
  const {integer_products: right} = kernel.exports;
  const wrong = (/** @type {number[]} */ ...args) => {
    right(...args);
    if (args[0] < 2) kernel.i32(args[7], 1)[0] += 1;
  };
  kernel = new Kernel({...kernel.exports, integer_products: wrong}, kernel.memory, variant);
}
const working = workingPaths(kernel);
/** @type {Record<string, any>} */
const answer = {working};
if (packed) {
  const spec = Object.fromEntries(Object.entries(packed).map(([key, value]) => [key, decode(value)]));
  if (spec.patches) spec.patches = {index: spec.patches};
  const sums = Array.from({length: 1 + Math.max(...steps.map((/** @type {any} */ s) => s.sums))},
    () => new IntegerSums(kernel, spec, path));
  for (const {sums: which, X, T, n, sign, times = 1, merge} of steps) {
    if (merge !== undefined) sums[which].merge(sums[merge].state());
    else {
      const [x, t] = [decode(X), decode(T)];
      for (let i = 0; i < times; i++) sums[which].add(x, t, n, sign);
    }
  }
  const {n, ...gram} = sums[0].gram();
  answer.n = n;
  for (const [name, array] of Object.entries(gram)) answer[name] = encode(array);
  if (alpha !== null) {
    const {coef, intercept} = sums[0].solve(alpha);
    Object.assign(answer, {coef: encode(coef), intercept: encode(intercept)});
    answer.outputs = encode(sums[0].predict(coef, intercept, decode(test), rows));
  }
  sums.forEach((each) => each.free());
  answer.used = kernel.arena.usedBytes;
}
process.stdout.write(JSON.stringify(answer));
