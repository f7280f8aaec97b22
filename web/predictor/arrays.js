// @ts-check
/* Arrays of numbers or of texts, and what the operators of run.js do with their shapes; as in NumPy. */

/** @typedef {{ shape: number[], data: Float64Array | string[] }} Tensor numbers are also the whole ones, and 0 or 1 */
/** @typedef {{ dtype: string, shape: number[], data?: string, texts?: string[] }} StoredTensor data: numbers in base64 */

/** @type {Record<string, (bytes: ArrayBuffer) => ArrayLike<number>>} */
const STORED_KINDS = {
  float64: (bytes) => new Float64Array(bytes),
  float32: (bytes) => new Float32Array(bytes),
  int32: (bytes) => new Int32Array(bytes),
  int8: (bytes) => new Int8Array(bytes),
};

/** Decode what html.py has stored. @param {StoredTensor} stored @returns {Tensor} */
function tensorOf(stored) {
  if (stored.texts) return { shape: stored.shape, data: stored.texts };
  const bytes = Uint8Array.from(atob(stored.data ?? ""), (letter) => letter.charCodeAt(0));
  return { shape: stored.shape, data: Float64Array.from(STORED_KINDS[stored.dtype](bytes.buffer)) };
}

/** @param {Tensor} tensor @returns {Float64Array} */
function numbersOf({ data }) {
  if (Array.isArray(data)) throw new TypeError("Numbers are needed here, and these are texts.");
  return data;
}

/** @param {Tensor} tensor @returns {string[]} */
function textsOf({ data }) {
  if (!Array.isArray(data)) throw new TypeError("Texts are needed here, and these are numbers.");
  return data;
}

/** @param {number[]} shape @returns {number} */
const sizeOf = (shape) => shape.reduce((product, size) => product * size, 1);

/** @param {number[]} shape @param {number} axis @returns {[number, number, number]} sizes before the axis, of it, after */
const around = (shape, axis) => [sizeOf(shape.slice(0, axis)), shape[axis], sizeOf(shape.slice(axis + 1))];

/** Apply a function element by element; smaller arrays repeat.
 * @param {(a: number, b: number, c: number) => number} apply @param {Tensor[]} inputs one to three @returns {Tensor} */
function elementwise(apply, inputs) {
  const rank = Math.max(...inputs.map((input) => input.shape.length));
  const padded = inputs.map((input) => [...Array(rank - input.shape.length).fill(1), ...input.shape]);
  const shape = Array.from({ length: rank }, (_, axis) =>
    padded.reduce((most, sizes) => (sizes[axis] === 1 ? most : sizes[axis]), 1));
  const steps = padded.map((sizes) => {
    let step = 1;
    const found = Array(rank).fill(0);
    for (let axis = rank - 1; axis >= 0; axis -= 1) {
      found[axis] = sizes[axis] === 1 ? 0 : step;
      step *= sizes[axis];
    }
    return found;
  });
  const [a, b = a, c = a] = inputs.map(numbersOf);
  const out = new Float64Array(sizeOf(shape));
  const at = [0, 0, 0];
  const counter = Array(rank).fill(0);
  for (let place = 0; place < out.length; place += 1) {
    out[place] = apply(a[at[0]], b[at[1]], c[at[2]]);
    for (let axis = rank - 1; axis >= 0; axis -= 1) {
      counter[axis] += 1;
      for (let which = 0; which < steps.length; which += 1) at[which] += steps[which][axis];
      if (counter[axis] < shape[axis]) break;
      for (let which = 0; which < steps.length; which += 1) at[which] -= steps[which][axis] * shape[axis];
      counter[axis] = 0;
    }
  }
  return { shape, data: out };
}

/** Multiply two matrices. @param {Tensor} A @param {Tensor} B @returns {Tensor} */
function matmul(A, B) {
  const [n, d] = A.shape, width = B.shape[1], a = numbersOf(A), b = numbersOf(B);
  const out = new Float64Array(n * width);
  for (let row = 0; row < n; row += 1) {
    for (let k = 0; k < d; k += 1) {
      const factor = a[row * d + k];
      if (factor === 0) continue;
      const from = k * width, to = row * width;
      for (let column = 0; column < width; column += 1) out[to + column] += factor * b[from + column];
    }
  }
  return { shape: [n, width], data: out };
}

/** Join arrays along an axis. @param {Tensor[]} parts @param {number} axis @returns {Tensor} */
function concat(parts, axis) {
  const shape = [...parts[0].shape];
  shape[axis] = parts.reduce((sum, part) => sum + part.shape[axis], 0);
  const out = new Float64Array(sizeOf(shape));
  const [before, all, after] = around(shape, axis);
  let offset = 0;
  for (const part of parts) {
    const length = part.shape[axis] * after, data = numbersOf(part);
    for (let row = 0; row < before; row += 1) {
      out.set(data.subarray(row * length, (row + 1) * length), row * all * after + offset);
    }
    offset += length;
  }
  return { shape, data: out };
}

/** Take entries along an axis. @param {Tensor} X @param {Tensor} index @param {number} axis @returns {Tensor} */
function gather(X, index, axis) {
  const [before, length, after] = around(X.shape, axis);
  /** @type {number[]} */ const places = [];
  for (let row = 0; row < before; row += 1) {
    for (const at of numbersOf(index)) for (let k = 0; k < after; k += 1) places.push((row * length + at) * after + k);
  }
  const shape = [...X.shape.slice(0, axis), ...index.shape, ...X.shape.slice(axis + 1)];
  const { data } = X;
  return { shape, data: Array.isArray(data) ? places.map((at) => data[at]) : Float64Array.from(places, (at) => data[at]) };
}

/** Sum along an axis. @param {Tensor} X @param {number} axis @param {boolean} keep @returns {Tensor} */
function reduceSum(X, axis, keep) {
  const [before, length, after] = around(X.shape, axis);
  const out = new Float64Array(before * after), data = numbersOf(X);
  for (let row = 0; row < before; row += 1) {
    for (let at = 0; at < length; at += 1) {
      for (let k = 0; k < after; k += 1) out[row * after + k] += data[(row * length + at) * after + k];
    }
  }
  return { shape: [...X.shape.slice(0, axis), ...(keep ? [1] : []), ...X.shape.slice(axis + 1)], data: out };
}

/** Change the shape; a size of -1 follows from the others. @param {Tensor} X @param {number[]} wanted @returns {Tensor} */
function reshape(X, wanted) {
  const known = sizeOf(wanted.filter((size) => size >= 0));
  return { shape: wanted.map((size) => (size < 0 ? X.data.length / known : size)), data: X.data };
}

/** Put the axes in another order. @param {Tensor} X @param {number[]} order @returns {Tensor} */
function transpose(X, order) {
  const shape = order.map((axis) => X.shape[axis]);
  const steps = order.map((axis) => sizeOf(X.shape.slice(axis + 1)));
  const data = numbersOf(X), out = new Float64Array(data.length), counter = Array(shape.length).fill(0);
  for (let place = 0, from = 0; place < out.length; place += 1) {
    out[place] = data[from];
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      counter[axis] += 1;
      from += steps[axis];
      if (counter[axis] < shape[axis]) break;
      from -= steps[axis] * shape[axis];
      counter[axis] = 0;
    }
  }
  return { shape, data: out };
}

/** Do something with each row of a matrix.
 * @param {Tensor} X @param {number} width of what comes out
 * @param {(row: Float64Array) => Iterable<number>} apply @returns {Tensor} */
function byRow(X, width, apply) {
  const [n, d] = X.shape, data = numbersOf(X);
  const out = new Float64Array(n * width);
  for (let row = 0; row < n; row += 1) out.set([...apply(data.slice(row * d, (row + 1) * d))], row * width);
  return { shape: width === 1 ? [n] : [n, width], data: out };
}
