// @ts-check
/**
 * Start Python from a snapshot of its memory, taken on an earlier visit in this very browser.
 *
 * Importing NumPy, Bokeh and Panel takes seconds, SciPy and scikit-learn more; copying the memory they leave takes
 * milliseconds. Pyodide can save and load its memory, but not with compiled extensions in it. What it lacks is done
 * here: every library is instantiated again at the place in memory and in the function table where it was, and the
 * table entries and global offsets that point into it are set again.
 *
 * All of this rests on internals of one Pyodide version and one browser engine. So a snapshot is used only with the
 * very files it was taken with, anything unexpected throws, and the caller then starts the ordinary way.
 */
import {nameShared} from "./shared-library.js";

/**
 * @typedef {{name: string, handle: number, facts: number[], global: boolean}} Library facts: the numbers in its handle
 * @typedef {object} Layout
 * @property {number} bytes of Python's memory
 * @property {number} used how many of them there are before nothing but zeros
 * @property {[number, number]} ownTable length of the function table without and with what Python itself adds first
 * @property {string[]} own names of what that is
 * @property {number} tableStart length of the table before the first library
 * @property {number} tableEnd
 * @property {Library[]} libraries
 * @property {[number, number, string][]} entries of the function table: where, whose, its name there
 * @property {Record<string, number>} offsets by symbol
 * @typedef {{layout: Layout, header: Uint8Array<ArrayBuffer>, heap: Uint8Array<ArrayBuffer>}} Snapshot
 *   header: what Pyodide wants to know of a memory; heap: what is used of that memory
 */

/** What Emscripten notes in the handle of a library, in numbers of 4 bytes: which of them is which. */
const HANDLE_NUMBERS = 9;
const TABLE_BASE = 5;
const TABLE_SIZE = 6;
/** In place of the number of a library. */
const PYTHON_ITSELF = -1;

/**
 * Return what makes a module of which a snapshot can be taken, for loadPyodide()'s createPyodideModule.
 * @param {Pyodide.CreateModule} create of Pyodide's own script
 * @returns {Pyodide.CreateModule}
 */
export function capturable(create) {
  return async (settings) => {
    const module = await create(settings);
    module.tableStart = module.wasmTable.length;
    return module;
  };
}

/**
 * Take the snapshot. Python must have been made by capturable, with the _makeSnapshot option, and hold no object of
 * JavaScript.
 * @param {Pyodide.Python} python
 * @returns {Snapshot}
 */
export function capture(python) {
  const {wasmTable, LDSO, GOT, HEAPU32, resolveGlobalSymbol, ownTable, tableStart} = python._module;
  const handles = Object.entries(LDSO.loadedLibsByHandle).filter(([handle]) => Number(handle) !== 0);
  const libraries = handles.map(([handle, library]) => ({
    name: library.name,
    handle: Number(handle),
    facts: [...HEAPU32.subarray(Number(handle) >> 2, (Number(handle) >> 2) + HANDLE_NUMBERS)],
    global: Boolean(library.global),
  }));
  /** @type {Map<WebAssembly.ExportValue, [number, string]>} */ const owner = new Map();
  handles.forEach(([, library], index) => {
    for (const [name, item] of Object.entries(library.exports)) {
      if (typeof item === "function") owner.set(item, [index, name]);
    }
  });
  // What Python itself, or the script around it, has that somebody may want the address of.
  const named = new Map(Object.entries(GOT)
    .filter(([name]) => typeof resolveGlobalSymbol(name, true).sym === "function")
    .map(([name, slot]) => [slot.value, name]));
  /** @type {[number, number, string][]} */ const entries = [];
  for (let index = tableStart; index < wasmTable.length; index++) {
    if (libraries.some(({facts}) => index >= facts[TABLE_BASE] && index < facts[TABLE_BASE] + facts[TABLE_SIZE])) continue;
    const item = wasmTable.get(index);
    if (item === null) continue;
    const name = named.get(index);
    const owned = owner.get(item) ?? (name && [PYTHON_ITSELF, name]);
    if (!owned) throw new Error(`nobody owns entry ${index} of the function table`);
    entries.push([index, ...owned]);
  }
  const own = Array.from({length: ownTable[1] - ownTable[0]}, (_, index) => {
    const name = named.get(ownTable[0] + index);
    if (!name) throw new Error(`nobody owns entry ${ownTable[0] + index} of the function table`);
    return name;
  });
  const offsets = Object.fromEntries(Object.entries(GOT).map(([name, slot]) => [name, slot.value]));
  const memory = python.makeMemorySnapshot({
    serializer: (item) => { throw new Error(`memory holds an object of JavaScript: ${item}`); },
  });
  const [, start] = new Uint32Array(memory.buffer, memory.byteOffset, 2);
  const heap = memory.subarray(start);
  const used = usedBytes(heap);
  const layout = {bytes: heap.length, used, ownTable, own, tableStart, tableEnd: wasmTable.length, libraries, entries, offsets};
  return {layout, header: memory.subarray(0, start), heap: heap.subarray(0, used)};
}

/**
 * @param {Uint8Array<ArrayBuffer>} heap
 * @returns {number} how much of it there is before nothing but zeros
 */
function usedBytes(heap) {
  const numbers = new BigUint64Array(heap.buffer, heap.byteOffset, heap.length / 8);
  let length = numbers.length;
  while (length > 0 && numbers[length - 1] === 0n) length--;
  return 8 * length;
}

/**
 * Return what makes a module and restores a snapshot into it, for loadPyodide()'s createPyodideModule. loadPyodide() must
 * be given the snapshot's header as _loadSnapshot, so that it finds nothing left to copy.
 * @param {Pyodide.CreateModule} create of Pyodide's own script
 * @param {Layout} layout
 * @param {(heap: Int8Array) => Promise<void>} readHeap
 * @param {Promise<import("./bundle.js").Bundle>[]} bundles in which the libraries are
 * @returns {Pyodide.CreateModule}
 */
export function restoring(create, layout, readHeap, bundles) {
  return async (settings) => {
    const compiling = compile(layout.libraries, bundles);
    settings.relink = (linker) => {
      try { return relink(linker, layout); } catch { return false; } // thrown there, it would never be heard of
    };
    const module = await create(settings);
    const {wasmTable} = module;
    if (wasmTable.length !== layout.tableStart) throw new Error("the function table has another start");
    // Pyodide no longer starts with as much memory as it is asked for.
    const isLarge = module.HEAP8.length >= layout.bytes || module.growMemory(layout.bytes);
    if (!isLarge) throw new Error("there is less memory than the snapshot needs");
    wasmTable.grow(layout.tableEnd - layout.tableStart);
    const exported = instantiate(module, layout.libraries, await compiling);
    for (const [index, library, name] of layout.entries) {
      wasmTable.set(index, library === PYTHON_ITSELF ? functionOf(module, name) : /** @type {Function} */ (exported[library][name]));
    }
    await readHeap(module.HEAP8.subarray(0, layout.used)); // at the end: over the initial data that each library brings
    return module;
  };
}

/**
 * @param {Library[]} libraries
 * @param {Promise<import("./bundle.js").Bundle>[]} bundles
 * @returns {Promise<WebAssembly.Module[]>} each library; the browser compiles several at once
 */
async function compile(libraries, bundles) {
  const wanted = new Map(libraries.map(({name}, index) => [name, index]));
  /** @type {Promise<WebAssembly.Module>[]} */ const compiling = [];
  for (const bundle of bundles) {
    for (const {path, read} of (await bundle).files()) {
      const index = wanted.get(path);
      if (index !== undefined) compiling[index] = WebAssembly.compile(read());
    }
  }
  for (const [name, index] of wanted) if (!compiling[index]) throw new Error(`there is no file ${name}`);
  return Promise.all(compiling);
}

/**
 * Put into the function table what Python itself, and the script around it, add to it first, and tell all offsets.
 * @param {Pyodide.Linker} linker
 * @param {Layout} layout
 * @returns {boolean} whether this is the table of the snapshot
 */
function relink(linker, {ownTable: [start, end], own, offsets}) {
  const {wasmTable, GOT} = linker;
  if (wasmTable.length !== start) return false;
  wasmTable.grow(end - start);
  own.forEach((name, index) => wasmTable.set(start + index, functionOf(linker, name)));
  for (const [name, value] of Object.entries(offsets)) {
    const slot = (GOT[name] ??= new WebAssembly.Global({value: /** @type {const} */ ("i32"), mutable: true}, value));
    slot.value = value;
  }
  return true;
}

/**
 * @param {Pyodide.Linker} linker
 * @param {string} name of a function of Python itself, or of the script around it
 * @returns {Function} for the function table
 */
function functionOf({resolveGlobalSymbol, convertJsFunctionToWasm}, name) {
  const {sym} = resolveGlobalSymbol(name, true);
  if (typeof sym !== "function") throw new Error(`there is no function ${name}`);
  return sym.sig ? convertJsFunctionToWasm(sym, sym.sig) : sym; // what is written in JavaScript has its type beside it
}

/**
 * @param {Pyodide.Module} module
 * @param {Library[]} libraries
 * @param {WebAssembly.Module[]} compiled
 * @returns {WebAssembly.Exports[]} what each library exports
 */
function instantiate(module, libraries, compiled) {
  /** @type {WebAssembly.Exports[]} */ const exported = [];
  const place = (/** @type {number} */ index) => libraries[index].facts[TABLE_BASE];
  const order = libraries.map((_, index) => index).sort((a, b) => place(a) - place(b));
  for (const index of order) {
    const {name, handle, facts, global} = libraries[index];
    module.HEAPU32.set(facts, handle >> 2); // the loader reads there where the library was
    /** @type {Pyodide.Library} */ const library = {refcount: Infinity, name, exports: "loading", global};
    module.LDSO.loadedLibsByName[name] = library;
    module.LDSO.loadedLibsByHandle[handle] = library;
    // What a library does to memory when it starts, it has done: the snapshot has it.
    const flags = {loadAsync: false, nodelete: true, global, allowUndefined: true, isRestored: true};
    exported[index] = library.exports = module.loadWebAssemblyModule(compiled[index], flags, name, {}, handle);
    if (!global) continue;
    module.mergeLibSymbols(exported[index], name);
    nameShared(module, name);
  }
  return exported;
}
