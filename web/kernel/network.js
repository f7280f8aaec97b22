// @ts-check
/** The functions of network/network.c, in the memory of the Python that calls them: arrays go there as addresses. */
import {VARIANTS} from "./kernel.js";

/**
 * @param {(name: string) => Promise<ArrayBuffer>} read gives a file that lies beside this one, by its name
 * @param {WebAssembly.Memory} memory Python's
 * @returns {Promise<WebAssembly.Exports|null>} null where the browser has no SIMD
 */
export async function openNetworks(read, memory) {
  for (const variant of VARIANTS) {
    const bytes = await read(`network-${variant}.wasm`);
    if (WebAssembly.validate(bytes)) return (await WebAssembly.instantiate(bytes, {env: {memory}})).instance.exports;
  }
  return null;
}
