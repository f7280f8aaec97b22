// @ts-check
/**
 * Start Python from a snapshot of its memory, taken on an earlier visit in this very browser.
 *
 * Importing NumPy, Bokeh and Panel takes seconds; copying the memory they leave takes milliseconds. Pyodide can save
 * and load its memory, but not with compiled extensions in it. What it lacks is done here: every library is
 * instantiated again at the place in memory and in the function table where it was, and the table entries and
 * global offsets that point into it are set again.
 *
 * All of this rests on internals of one Pyodide version and one browser engine. So a snapshot is used only with the
 * very files it was taken with, anything unexpected throws, and the caller then starts the ordinary way.
 */

import {nameShared} from "./shared-library.js";

/**
 * @typedef {import("./snapshot-cache.js").Library} Library
 * @typedef {import("./snapshot-cache.js").Snapshot} Snapshot
 */

/** Where Emscripten keeps the place of a library inside its handle: an offset in bytes. */
const TABLE_BASE = 20;
const TABLE_SIZE = 24;
/** In place of the number of a library. */
const PYTHON_ITSELF = -1;

/**
 * Take the snapshot. Python must have been loaded with the _makeSnapshot option and hold no object of JavaScript.
 * @param {Pyodide.Python} python
 * @param {number} tableStart length of the function table right after the module was made
 * @returns {Snapshot}
 */
export function capture(python, tableStart) {
  const {wasmTable, LDSO, GOT, HEAPU32, resolveGlobalSymbol} = python._module;
  const handles = Object.entries(LDSO.loadedLibsByHandle).filter(([handle]) => Number(handle) !== 0);
  const libraries = handles.map(([handle, library]) => ({
    name: library.name,
    handle: Number(handle),
    table: HEAPU32[(Number(handle) + TABLE_BASE) >> 2],
    tableSize: HEAPU32[(Number(handle) + TABLE_SIZE) >> 2],
    global: Boolean(library.global),
  }));
  /** @type {Map<WebAssembly.ExportValue, [number, string]>} */ const owner = new Map();
  handles.forEach(([, library], index) => {
    for (const [name, item] of Object.entries(library.exports)) {
      if (typeof item === "function") owner.set(item, [index, name]);
    }
  });
  // What Python itself, or the script around it, has that a library wanted the address of.
  const named = new Map(Object.entries(GOT)
    .filter(([name]) => typeof resolveGlobalSymbol(name, true).sym === "function")
    .map(([name, slot]) => [slot.value, name]));
  /** @type {[number, number, string][]} */ const entries = [];
  for (let index = tableStart; index < wasmTable.length; index++) {
    if (libraries.some(({table, tableSize}) => index >= table && index < table + tableSize)) continue;
    const item = wasmTable.get(index);
    if (item === null) continue;
    const name = named.get(index);
    const owned = owner.get(item) ?? (name && [PYTHON_ITSELF, name]);
    if (!owned) throw new Error(`nobody owns entry ${index} of the function table`);
    entries.push([index, ...owned]);
  }
  const offsets = Object.fromEntries(Object.entries(GOT).map(([name, slot]) => [name, slot.value]));
  const memory = python.makeMemorySnapshot({
    serializer: (item) => { throw new Error(`memory holds an object of JavaScript: ${item}`); },
  });
  return {memory, layout: {tableStart, tableEnd: wasmTable.length, libraries, entries, offsets}};
}

/**
 * Make the next loadPyodide() restore a snapshot: to be called once Pyodide's own script is loaded.
 * @param {Snapshot} snapshot
 */
export function restoreInto({memory, layout}) {
  const create = self._createPyodideModule;
  self._createPyodideModule = async (settings) => {
    self._createPyodideModule = create;
    const module = await create(settings);
    const compiled = await Promise.all(layout.libraries.map(({name}) =>
      WebAssembly.compile(module.FS.readFile(name))));
    const [, start] = new Uint32Array(memory.buffer, memory.byteOffset, 2);
    const heap = memory.subarray(start);
    const {wasmTable} = module;
    if (wasmTable.length !== layout.tableStart) throw new Error("the function table has another start");
    if (module.HEAP8.length < heap.length) throw new Error("there is less memory than the snapshot needs");
    module.HEAP8.set(heap); // the handles must be there before the libraries ask where they were
    wasmTable.grow(layout.tableEnd - layout.tableStart);
    for (const [name, value] of Object.entries(layout.offsets)) {
      const slot = (module.GOT[name] ??= new WebAssembly.Global({value: /** @type {const} */ ("i32"), mutable: true}, value));
      slot.value = value;
    }
    const exported = instantiate(module, layout.libraries, compiled);
    for (const [index, library, name] of layout.entries) {
      if (library === PYTHON_ITSELF) setOwn(module, index, name);
      else module.setWasmTableEntry(index, /** @type {Function} */ (exported[library][name]));
    }
    module.updateTableMap(layout.tableStart, layout.tableEnd - layout.tableStart);
    return module; // Pyodide copies the memory once more, over the initial data that each library brings
  };
}

/**
 * Set an entry of the function table to a function of Python itself, or of the script around it.
 * @param {Pyodide.Module} module
 * @param {number} index
 * @param {string} name
 */
function setOwn(module, index, name) {
  const {sym} = module.resolveGlobalSymbol(name, true);
  if (typeof sym !== "function") throw new Error(`there is no function ${name}`);
  try {
    module.setWasmTableEntry(index, sym);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    module.setWasmTableEntry(index, module.convertJsFunctionToWasm(sym, sym.sig)); // it is written in JavaScript
  }
}

/**
 * @param {Pyodide.Module} module
 * @param {Library[]} libraries
 * @param {WebAssembly.Module[]} compiled
 * @returns {WebAssembly.Exports[]} what each library exports
 */
function instantiate(module, libraries, compiled) {
  /** @type {WebAssembly.Exports[]} */ const exported = [];
  const order = libraries.map((_, index) => index).sort((a, b) => libraries[a].table - libraries[b].table);
  for (const index of order) {
    const {name, handle, global} = libraries[index];
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
