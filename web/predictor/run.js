// @ts-check
/* The operators that elmweb/export/onnx.py writes, and the run of a graph of them. */

/** What a node's operator is set to: those of all operators together, of which each has a few.
 * @typedef {{ axis: number, to: number, keepdims: number, perm: number[], words: string[], keys_strings: string[],
 *   values_int64s?: number[], values_floats?: number[], default_int64?: number, default_float?: number }} Attributes */
/** @typedef {{ op: string, inputs: string[], output: string, attributes: Attributes }} GraphNode */
/** @typedef {{ nodes: GraphNode[], outputs: string[] }} Graph */

/** @param {Float64Array} row @returns {Float64Array} */
function softmax(row) {
  const top = Math.max(...row);
  const powers = row.map((value) => Math.exp(value - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((value) => value / sum);
}

/** The error function: its series near 0, a continued fraction beyond. @param {number} x @returns {number} */
function erf(x) {
  const z = Math.abs(x);
  if (z > 6) return Math.sign(x);
  if (z < 2.5) {
    let term = x, sum = x;
    for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum); k += 1) {
      term *= -x * x / k;
      sum += term / (2 * k + 1);
      if (k > 200) break;
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }
  let tail = 0;
  for (let k = 60; k > 0; k -= 1) tail = k / 2 / (z + tail);
  return Math.sign(x) * (1 - Math.exp(-z * z) / Math.sqrt(Math.PI) / (z + tail));
}

/** Count words of two letters or digits and more. @param {Tensor} X @param {string[]} words @returns {Tensor} */
function countWords(X, words) {
  const place = new Map(words.map((word, at) => [word, at]));
  const texts = textsOf(X), out = new Float64Array(texts.length * words.length);
  texts.forEach((text, row) => {
    for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}_]{2,}/gu)) {
      const at = place.get(word);
      if (at !== undefined) out[row * words.length + at] += 1;
    }
  });
  return { shape: [texts.length, words.length], data: out };
}

/** Turn texts into the numbers they stand for. @param {Tensor} X @param {Attributes} attributes @returns {Tensor} */
function labelEncoder(X, attributes) {
  const values = attributes.values_int64s ?? attributes.values_floats ?? [];
  const known = new Map(attributes.keys_strings.map((key, at) => [key, values[at]]));
  const other = attributes.default_int64 ?? attributes.default_float ?? NaN;
  return { shape: X.shape, data: Float64Array.from(textsOf(X), (text) => known.get(text) ?? other) };
}

const FLOAT32 = 1; // ONNX's number for it

/** What each operator does. @type {Record<string, (inputs: Tensor[], attributes: Attributes) => Tensor>} */
const OPERATORS = {
  ArgMax: ([X]) => byRow(X, 1, (row) => [row.indexOf(Math.max(...row))]),
  Cast: ([X], { to }) => (to === FLOAT32 ? elementwise(Math.fround, [X]) : X),
  Concat: (parts, { axis }) => concat(parts, axis),
  CountWords: ([X], { words }) => countWords(X, words),
  Gather: ([X, index], { axis }) => gather(X, index, axis),
  Identity: ([X]) => X,
  LabelEncoder: ([X], attributes) => labelEncoder(X, attributes),
  MatMul: ([A, B]) => matmul(A, B),
  ReduceSum: ([X, axes], { keepdims }) => reduceSum(X, numbersOf(axes)[0], keepdims === 1),
  Reshape: ([X, shape]) => reshape(X, [...numbersOf(shape)]),
  Softmax: ([X]) => byRow(X, X.shape[1], softmax),
  Squeeze: ([X, axes]) => ({ shape: X.shape.filter((_, axis) => axis !== numbersOf(axes)[0]), data: X.data }),
  Transpose: ([X], { perm }) => transpose(X, perm),
  Unsqueeze: ([X, axes]) => reshape(X, [...X.shape.slice(0, numbersOf(axes)[0]), 1, ...X.shape.slice(numbersOf(axes)[0])]),
};

/** Those that go element by element. @type {Record<string, (a: number, b: number, c: number) => number>} */
const ELEMENTWISE = {
  Add: (a, b) => a + b, Sub: (a, b) => a - b, Mul: (a, b) => a * b, Div: (a, b) => a / b,
  Max: (a, b) => Math.max(a, b), Min: (a, b) => Math.min(a, b), Neg: (a) => -a, Floor: Math.floor, Sqrt: Math.sqrt,
  Exp: Math.exp, Log: Math.log, Sin: Math.sin, Cos: Math.cos, Tanh: Math.tanh, Erf: erf,
  Sigmoid: (a) => (a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a))),
  Greater: (a, b) => Number(a > b), GreaterOrEqual: (a, b) => Number(a >= b),
  IsNaN: (a) => Number(Number.isNaN(a)), Where: (yes, a, b) => (yes ? a : b),
};
for (const [op, apply] of Object.entries(ELEMENTWISE)) OPERATORS[op] = (inputs) => elementwise(apply, inputs);

/** Run the model. @param {Graph} graph @param {Map<string, Tensor>} constants
 * @param {Record<string, Tensor>} feeds @returns {Tensor[]} one for each output */
function run(graph, constants, feeds) {
  const values = new Map([...constants, ...Object.entries(feeds)]);
  const find = (/** @type {string} */ name) => {
    const found = values.get(name);
    if (!found) throw new Error(`The model lacks "${name}".`);
    return found;
  };
  for (const { op, inputs, output, attributes } of graph.nodes) {
    values.set(output, OPERATORS[op](inputs.map(find), attributes));
  }
  return graph.outputs.map(find);
}
