// @ts-check
/** The kernel for tests: commands on stdin, answers on stdout. A frame is 4 bytes of length, JSON, and the arrays it names. */
import fs from "node:fs";
import {FloatSums} from "../web/kernel/float.js";
import {IntegerSums} from "../web/kernel/integer.js";
import {Kernel} from "../web/kernel/kernel.js";
import {FloatMap} from "../web/kernel/map.js";

const TYPES = {u1: Uint8Array, f4: Float32Array, f8: Float64Array, i1: Int8Array, i4: Int32Array};
const objects = [];

function readExactly(size) {
  const buffer = Buffer.alloc(size);
  for (let at = 0; at < size;) {
    const got = fs.readSync(0, buffer, at, size - at, null);
    if (got === 0) process.exit(0);
    at += got;
  }
  return buffer;
}

function receive() {
  const message = JSON.parse(readExactly(readExactly(4).readUInt32LE()).toString());
  const arrays = message.arrays.map(([type, size]) => {
    const bytes = readExactly(size);
    return new TYPES[type](bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + size));
  });
  const revive = (value) => {
    if (Array.isArray(value)) return value.map(revive);
    if (value && typeof value === "object") {
      if ("$array" in value) return arrays[value.$array];
      if ("$buffer" in value) return arrays[value.$buffer].buffer;
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revive(each)]));
    }
    return value;
  };
  return revive(message.call);
}

function send(answer) {
  const arrays = [];
  const text = JSON.stringify(answer, (_, value) => {
    const isBuffer = value instanceof ArrayBuffer;
    if (!isBuffer && !ArrayBuffer.isView(value)) return value;
    const type = isBuffer ? "u1" : Object.keys(TYPES).find((key) => value instanceof TYPES[key]);
    const bytes = isBuffer ? new Uint8Array(value) : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    arrays.push(bytes);
    return {[isBuffer ? "$buffer" : "$array"]: [type, bytes.length]};
  });
  const head = Buffer.alloc(4);
  head.writeUInt32LE(Buffer.byteLength(text));
  for (const part of [head, Buffer.from(text), ...arrays]) {
    for (let at = 0; at < part.length;) at += fs.writeSync(1, part, at);
  }
}

const [folder, variant, maxPages] = process.argv.slice(2);
const read = async (name) => {
  const bytes = fs.readFileSync(`${folder}/${name}`);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
};
const kernel = await Kernel.load(read, {variants: [variant], maxPages: Number(maxPages)});
send({ready: kernel !== null});
for (;;) {
  const {object, method, args} = receive();
  try {
    const Sums = args[0]?.arithmetic === "integer" ? IntegerSums : FloatSums;
    if (method === "sums") send({value: objects.push(new Sums(kernel, args[0])) - 1});
    else if (method === "map") send({value: objects.push(new FloatMap(kernel, args[0])) - 1});
    else if (method === "usedBytes") send({value: kernel.arena.usedBytes});
    else send({value: objects[object][method](...args) ?? null});
  } catch (error) {
    send({error: `${error.name}: ${error.message}`});
  }
}
