// @ts-check
/** A library that others need: loaded before them, its symbols are there for all. */

/** Room for what Emscripten notes of a library: where it is in memory and in the function table. */
const HANDLE_BYTES = 64;

/**
 * Load a library under a handle, as Python loads its own, so that a snapshot knows its place.
 * @param {Pyodide.Python} python
 * @param {string} path
 */
export async function loadShared({FS, _module}, path) {
  const flags = {loadAsync: true, global: true, nodelete: true, allowUndefined: true, fs: FS};
  await _module.loadDynamicLibrary(path, flags, null, _module._calloc(1, HANDLE_BYTES));
  nameShared(_module, path);
}

/**
 * Let libraries that need a loaded one find it: they name the file without its folder.
 * @param {Pyodide.Module} module
 * @param {string} path
 */
export function nameShared({LDSO}, path) {
  LDSO.loadedLibsByName[path.slice(path.lastIndexOf("/") + 1)] = LDSO.loadedLibsByName[path];
}
