// @ts-check
/**
 * Runs a Python file inside Pyodide under Node, with a folder of the host mounted at /host.
 *   node pyodide_run.mjs PYODIDE_FOLDER HOST_FOLDER SCRIPT.py
 * The build uses the same Python as the page, because only it writes .pyc files with the right magic number.
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// By default Node prints the whole line of minified source that threw; the message is sufficient.
process.on("uncaughtException", (error) => { console.error(error.message); process.exit(1); });

const [pyodideFolder, hostFolder, script] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: pyodideFolder });
python.FS.mkdirTree("/host");
python.FS.mount(python.FS.filesystems.NODEFS, { root: hostFolder }, "/host");
await python.runPythonAsync(readFileSync(script, "utf8"), { filename: script });
