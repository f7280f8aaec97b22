// @ts-check
/**
 * onnxruntime-web in this worker: sessions on WebGPU or on WebAssembly, one step at a time.
 */
import {asData, failure} from "./failure.js";
import {words} from "../words/ort.js";

const DIST = new URL("dist/", import.meta.url).href;

/** @typedef {"webgpu" | "wasm"} Provider */
/** @typedef {{data: Uint8Array<ArrayBuffer>, dims: number[], type: string}} Carried a tensor's bytes, its shape, its type */
/** @typedef {{name: string, type: string, shape: (number | string)[]}} Tensor */
/** @typedef {{id: number, provider: Provider, inputs: Tensor[], outputs: Tensor[]}} LoadedModel */
/** @typedef {{session: Ort.Session, provider: Provider}} Loaded */
/** @typedef {{new (buffer: ArrayBuffer, offset: number, length: number): Ort.Data, BYTES_PER_ELEMENT: number}} ArrayKind */

/** The arrays of each type of tensor; those of float16 are newer than some browsers. */
/** @type {Record<string, ArrayKind>} */
const ARRAYS = {
  float32: Float32Array, float64: Float64Array, int64: BigInt64Array, int32: Int32Array, int8: Int8Array,
  uint8: Uint8Array, bool: Uint8Array, float16: globalThis.Float16Array ?? Uint16Array,
};

const LOST_MS = 1000;

/** Errors are thrown, and said once. */
const QUIET = {logSeverityLevel: /** @type {const} */ (4)};

/**
 * Which build of the runtime: WebAssembly that can wait (JSPI) is a third smaller, where the browser has it.
 * @returns {string} the start of its files' names
 */
export const build = () => `ort-wasm-simd-threaded.${"Suspending" in WebAssembly ? "jspi" : "asyncify"}`;

/** What this browser's WebGPU offers. */
export async function gpuFacts() {
  if (!navigator.gpu) return {available: false, why: words.noWebGpu};
  const adapter = await navigator.gpu.requestAdapter().catch(() => null);
  if (!adapter) return {available: false, why: words.noDevice};
  const {vendor = "", architecture = "", description = ""} = adapter.info ?? {};
  const {maxBufferSize, maxStorageBufferBindingSize} = adapter.limits;
  const older = /** @type {GPUAdapter & {isFallbackAdapter?: boolean}} */ (adapter); // had it beside info, not in it
  const software = Boolean(adapter.info?.isFallbackAdapter ?? older.isFallbackAdapter);
  const f16 = adapter.features.has("shader-f16");
  return {available: true, why: "", vendor, architecture, description, software, f16, maxBufferSize, maxStorageBufferBindingSize};
}

export class Engine {
  /** @type {Promise<Ort.Library> | null} */ #starting = null;
  /** One chain for all that enters the runtime: a second entry while the first waits for the GPU would break both. */
  #turn = Promise.resolve();
  /** @type {Map<number, Loaded>} */ #loaded = new Map();
  #count = 0;
  /**
   * The runtime's own; it ends it with the last session, and makes another for the next.
   * @type {GPUDevice | null}
   */
  #device = null;
  /** Ends whatever waits for a device that is gone. @type {Promise<never> | null} */ #lost = null;
  /** What the GPU complained of since it was last asked for something. */
  #complaint = "";

  /** @param {{verbose?: boolean}} [options] verbose: the runtime says on the console where each node is placed */
  constructor({verbose = false} = {}) {
    this.verbose = verbose;
  }

  /** @template T @param {() => Promise<T>} step @returns {Promise<T>} */
  #enter(step) {
    const done = this.#turn.then(step);
    this.#turn = done.then(() => {}, () => {});
    return done;
  }

  /**
   * Start the runtime once.
   * @param {(bytes: number, total: number) => void} progress @returns {Promise<Ort.Library>} the library
   */
  start(progress) {
    this.#starting ??= (async () => {
      /** @type {[Ort.Library, ArrayBuffer]} */
      const [ort, wasmBinary] = await Promise.all([import(`${DIST}ort.webgpu.min.mjs`), inflate(`${build()}.wasm.gz`, progress)]);
      ort.env.logLevel = this.verbose ? "verbose" : "fatal";
      // Several threads need cross-origin isolation, which a plain web server does not give.
      Object.assign(ort.env.wasm, {numThreads: 1, wasmBinary, wasmPaths: {mjs: `${DIST}${build()}.mjs`}});
      return ort;
    })().catch((error) => {
      this.#starting = null;
      throw error;
    });
    return this.#starting;
  }

  /**
   * @param {Uint8Array} data the ONNX file
   * @param {Provider} provider
   * @param {Record<string, string>} [config] entries of the session's configuration
   * @returns {Promise<LoadedModel>}
   */
  async load(data, provider, config = {}) {
    const ort = await this.start(() => {});
    return this.#enter(async () => {
      const options = {executionProviders: [provider], ...(this.verbose ? {logSeverityLevel: 0} : QUIET), extra: {session: config}};
      if (![...this.#loaded.values()].some((each) => each.provider === "webgpu")) this.#device = this.#lost = null;
      const session = await this.#watched(provider, () => ort.InferenceSession.create(data, options));
      delete ort.env.wasm.wasmBinary; // it is compiled now
      if (provider === "webgpu") await this.#watch(ort);
      this.#loaded.set(++this.#count, {session, provider});
      return {id: this.#count, provider, inputs: tensors(session.inputMetadata), outputs: tensors(session.outputMetadata)};
    });
  }

  /**
   * @param {number} id
   * @param {Record<string, Carried>} feeds
   * @param {string[] | null} wanted names of the outputs; null for all
   * @returns {Promise<{outputs: Record<string, Carried>, milliseconds: number}>}
   */
  run(id, feeds, wanted = null) {
    return this.#enter(async () => {
      const {session, provider} = this.#find(id);
      const ort = await this.start(() => {});
      const given = Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, unpacked(ort, name, tensor)]));
      const start = performance.now();
      const found = await this.#watched(provider, () => session.run(given, wanted ?? session.outputNames, QUIET));
      const milliseconds = performance.now() - start;
      return {outputs: Object.fromEntries(Object.entries(found).map(([name, tensor]) => [name, packed(tensor)])), milliseconds};
    });
  }

  /** @param {number} id @returns {Promise<void>} */
  release(id) {
    return this.#enter(async () => {
      const {session} = this.#find(id);
      this.#loaded.delete(id);
      await session.release();
    });
  }

  /** @param {number} id @returns {Loaded} */
  #find(id) {
    const loaded = this.#loaded.get(id);
    if (!loaded) throw failure("gone", words.noModel(id));
    return loaded;
  }

  /**
   * Hear of it when the GPU goes away or complains: the runtime itself would wait for ever, or answer zeros.
   * @param {Ort.Library} ort
   */
  async #watch(ort) {
    const device = await ort.env.webgpu.device;
    if (device === this.#device) return;
    this.#device = device;
    this.#lost = device.lost.then(({message, reason}) => {
      throw failure("provider", words.deviceLost(message || reason), true);
    });
    this.#lost?.catch(() => {});
    device.addEventListener("uncapturederror", ({error}) => { this.#complaint ||= error.message; });
  }

  /** @template T @param {Provider} provider @param {() => Promise<T>} step @returns {Promise<T>} */
  async #watched(provider, step) {
    this.#complaint = "";
    try {
      const done = await Promise.race([step(), ...(this.#lost && provider === "webgpu" ? [this.#lost] : [])]);
      if (this.#complaint) throw failure("provider", words.deviceRefused(this.#complaint));
      return done;
    } catch (error) {
      // A device that is lost makes a run fail a moment before it says so itself.
      if (provider === "webgpu") await Promise.race([this.#lost, new Promise((go) => { setTimeout(go, LOST_MS); })]);
      const data = asData(error, provider === "webgpu" ? "provider" : "model");
      throw failure(data.kind, data.message, data.fatal);
    }
  }
}

/** @param {string} name @param {(bytes: number, total: number) => void} progress @returns {Promise<ArrayBuffer>} */
async function inflate(name, progress) {
  const response = await fetch(DIST + name);
  if (!response.ok || !response.body) throw failure("download", words.notFetchedStatus(name, response.status));
  const total = Number(response.headers.get("Content-Length")); // 0 where a server does not say
  let bytes = 0;
  const count = new TransformStream({
    transform(chunk, controller) {
      progress((bytes += chunk.byteLength), Math.max(bytes, total));
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(count).pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/** @param {readonly Ort.ValueMetadata[]} metadata @returns {Tensor[]} */
const tensors = (metadata) => metadata.map(({name, type = "", shape = []}) => ({name, type, shape: [...shape]}));

/** @param {Ort.Library} ort @param {string} name @param {Carried} tensor @returns {Ort.Tensor} */
function unpacked(ort, name, {data, dims, type}) {
  const kind = ARRAYS[type];
  if (!kind) throw failure("feeds", words.inputType(name, type, Object.keys(ARRAYS).join(", ")));
  const n = dims.reduce((product, size) => product * size, 1);
  if (data.byteLength !== n * kind.BYTES_PER_ELEMENT) {
    throw failure("feeds", words.inputSize(name, data.byteLength, `${type} ${dims.join(" x ")}`, n * kind.BYTES_PER_ELEMENT));
  }
  const aligned = data.byteOffset % kind.BYTES_PER_ELEMENT ? data.slice() : data;
  return new ort.Tensor(type, new kind(aligned.buffer, aligned.byteOffset, n), dims);
}

/** @param {Ort.Tensor} tensor @returns {Carried} */
function packed({data, dims, type}) {
  if (!ARRAYS[type]) throw failure("model", words.outputType(type, Object.keys(ARRAYS).join(", ")));
  return {data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength), dims: [...dims], type};
}
