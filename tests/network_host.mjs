// @ts-check
/** network.c as the page has it: calls its functions on an image of memory. Arguments: module, image, calls as JSON. */
import fs from "node:fs";

const [module, image, calls] = process.argv.slice(2);
const bytes = fs.readFileSync(image);
const memory = new WebAssembly.Memory({initial: Math.ceil(bytes.length / 65536)});
new Uint8Array(memory.buffer).set(bytes);
const {instance} = await WebAssembly.instantiate(fs.readFileSync(module), {env: {memory}});
for (const [name, ...args] of JSON.parse(calls)) /** @type {Function} */ (instance.exports[name])(...args);
fs.writeFileSync(image, new Uint8Array(memory.buffer, 0, bytes.length));
