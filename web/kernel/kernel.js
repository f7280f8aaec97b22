// @ts-check
/**
 * The WebAssembly kernel: one module, one memory of its own, and who has which part of it.
 * Memory can move when it grows, so a view on it is made where it is used and never kept.
 */

const PAGE = 65_536;
const MAX_PAGES = 65_536; // 4 GB, all that 32-bit addresses reach
const LINE = 64; // every piece starts on a cache line

/** What each variant of the module needs from the engine; the first that it accepts is taken. */
export const VARIANTS = /** @type {const} */ (["relaxed", "simd"]);

/** Deals out pieces of a WebAssembly memory, and grows it when no hole is large enough. */
export class Arena {
  /** @type {{start: number, end: number}[]} free, in order of address, never touching each other */
  #holes;
  /** @type {Map<number, number>} start and end of what is in use */
  #used = new Map();

  /**
   * @param {WebAssembly.Memory} memory
   * @param {number} start first address that may be dealt out
   */
  constructor(memory, start) {
    this.memory = memory;
    this.#holes = [{start: roundUp(start, LINE), end: memory.buffer.byteLength}];
  }

  /** @returns {number} bytes in use */
  get usedBytes() {
    return [...this.#used].reduce((sum, [start, end]) => sum + end - start, 0);
  }

  /**
   * @param {number} bytes
   * @returns {number} address of a piece of that size, on a cache line; its contents are anything
   * @throws {RangeError} when the memory cannot grow that far
   */
  alloc(bytes) {
    const size = Math.max(LINE, roundUp(bytes, LINE));
    const hole = this.#holes.find(({start, end}) => end - start >= size) ?? this.#grow(size);
    const {start} = hole;
    hole.start += size;
    this.#holes = this.#holes.filter((each) => each.start < each.end);
    this.#used.set(start, start + size);
    return start;
  }

  /** @param {number} address what alloc gave */
  free(address) {
    const end = this.#used.get(address);
    if (end === undefined) throw new Error(`Address ${address} is not in use.`);
    this.#used.delete(address);
    this.#addHole(address, end);
  }

  /** @param {number} start @param {number} end */
  #addHole(start, end) {
    this.#holes.push({start, end});
    this.#holes.sort((a, b) => a.start - b.start);
    this.#holes = this.#holes.reduce((joined, hole) => {
      const last = joined.at(-1);
      if (last && last.end === hole.start) last.end = hole.end;
      else joined.push(hole);
      return joined;
    }, /** @type {{start: number, end: number}[]} */ ([]));
  }

  /** @param {number} size @returns {{start: number, end: number}} the last hole, now large enough */
  #grow(size) {
    const before = this.memory.buffer.byteLength;
    const last = this.#holes.at(-1);
    const missing = size - (last?.end === before ? last.end - last.start : 0);
    try {
      this.memory.grow(Math.ceil(missing / PAGE));
    } catch {
      const [asked, had] = [size, before].map((bytes) => Math.ceil(bytes / 1e6));
      throw new RangeError(`The kernel asked for ${asked} MB more than the ${had} MB it has, and the browser has no more.`);
    }
    this.#addHole(before, this.memory.buffer.byteLength);
    return this.#holes[this.#holes.length - 1];
  }
}

/** One instance of the module with its memory; not shared between threads. */
export class Kernel {
  /**
   * @param {WebAssembly.Exports} exports functions of the module; web/kernel/*.c say what they take
   * @param {WebAssembly.Memory} memory
   * @param {"relaxed"|"simd"} variant
   */
  constructor(exports, memory, variant) {
    this.exports = /** @type {Record<string, (...numbers: number[]) => number>} */ (exports);
    this.memory = memory;
    this.variant = variant;
    this.arena = new Arena(memory, /** @type {WebAssembly.Global<"i32">} */ (exports.__heap_base).value);
  }

  /**
   * @param {(name: string) => Promise<ArrayBuffer>} read gives a file that lies beside this one, by its name
   * @param {{variants?: readonly ("relaxed"|"simd")[], maxPages?: number}} [limits] for tests
   * @returns {Promise<Kernel|null>} null where the browser has no SIMD
   */
  static async load(read, {variants = VARIANTS, maxPages = MAX_PAGES} = {}) {
    for (const variant of variants) {
      const bytes = await read(`elm-${variant}.wasm`);
      if (!WebAssembly.validate(bytes)) continue;
      const memory = new WebAssembly.Memory({initial: 4, maximum: maxPages});
      const {instance} = await WebAssembly.instantiate(bytes, {env: {memory}});
      return new Kernel(instance.exports, memory, variant);
    }
    return null;
  }

  /** @param {number} address @param {number} length @returns {Uint8Array} a view, until memory grows */
  u8(address, length) { return new Uint8Array(this.memory.buffer, address, length); }
  /** @param {number} address @param {number} length @returns {Int32Array} a view, until memory grows */
  i32(address, length) { return new Int32Array(this.memory.buffer, address, length); }
  /** @param {number} address @param {number} length @returns {Float32Array} a view, until memory grows */
  f32(address, length) { return new Float32Array(this.memory.buffer, address, length); }
  /** @param {number} address @param {number} length @returns {Float64Array} a view, until memory grows */
  f64(address, length) { return new Float64Array(this.memory.buffer, address, length); }

  /**
   * Copy an array into a new piece of memory.
   * @param {ArrayLike<number> & ArrayBufferView} array
   * @returns {number} its address
   */
  place(array) {
    const address = this.arena.alloc(array.byteLength);
    this.u8(address, array.byteLength).set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    return address;
  }
}

/** @param {number} number @param {number} step @returns {number} */
export const roundUp = (number, step) => Math.ceil(number / step) * step;
