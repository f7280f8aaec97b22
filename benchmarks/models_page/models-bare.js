// @ts-check
/** onnxruntime-web in a worker, as in its documentation: the peer of the path through Python. */

const DIST = new URL("ort/dist/", self.location.href).href;
const build = `ort-wasm-simd-threaded.${"Suspending" in WebAssembly ? "jspi" : "asyncify"}`;
const ort = await import(`${DIST}ort.webgpu.min.mjs`);
const packed = await fetch(`${DIST}${build}.wasm.gz`);
const unpacked = /** @type {ReadableStream} */ (packed.body).pipeThrough(new DecompressionStream("gzip"));
Object.assign(ort.env.wasm, {
  numThreads: 1,
  wasmBinary: await new Response(unpacked).arrayBuffer(),
  wasmPaths: {mjs: `${DIST}${build}.mjs`},
});
/** @type {any} */
let session = null;

self.onmessage = async ({data: {model, data, shape, input, output}}) => {
  if (model) {
    const bytes = new Uint8Array(await (await fetch(`models/${model}`)).arrayBuffer());
    session = await ort.InferenceSession.create(bytes, {executionProviders: ["wasm"]});
    return self.postMessage("ready");
  }
  const found = await session.run({[input]: new ort.Tensor("float32", data, shape)}, [output]);
  self.postMessage(found[output].data, [found[output].data.buffer]);
};

export {};
