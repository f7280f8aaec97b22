// @ts-check
/**
 * Runs one Python file inside Pyodide under Node, with one folder of the host mounted at /host.
 *   node pyodide_run.mjs PYODIDE_FOLDER HOST_FOLDER SCRIPT.py
 * The build needs the very Python of the page: only it writes .pyc files with the right magic number.
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// Node would print the whole line of minified source that threw; the message says enough.
process.on("uncaughtException", (error) => { console.error(error.message); process.exit(1); });

const [pyodideFolder, hostFolder, script] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: pyodideFolder });
python.FS.mkdirTree("/host");
python.FS.mount(python.FS.filesystems.NODEFS, { root: hostFolder }, "/host");
await python.runPythonAsync(readFileSync(script, "utf8"), { filename: script });
