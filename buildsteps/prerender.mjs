// @ts-check
/**
 * Renders the app's document with the page's own Python, for the page to show before Python is ready, and takes a snapshot
 * of that Python's memory.
 *   node prerender.mjs PYODIDE_FOLDER STDLIB WEB_FOLDER OUT.json SNAPSHOT VERSION ENV_JSON BUNDLE...
 */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";

// By default Node prints the whole line of minified source that threw; the message is sufficient.
process.on("uncaughtException", (error) => { console.error(error.message); process.exit(1); });

const [pyodideFolder, stdlib, webFolder, out, snapshot, version, env, ...bundles] = process.argv.slice(2);
const load = (folder, name) => import(pathToFileURL(`${folder}/${name}`).href);
const { loadPyodide } = await load(pyodideFolder, "pyodide.mjs");
const { Bundle, unpack } = await load(webFolder, "start/bundle.js");
const { prepare } = await load(webFolder, "start/prepare.js");
const { capturable, capture } = await load(webFolder, "start/snapshot.js");
const { written } = await load(webFolder, "start/site-snapshot.js");
globalThis.XMLHttpRequest ??= class {}; // panel.io.pyodide imports it from js

const { info } = JSON.parse(readFileSync(`${pyodideFolder}/pyodide-lock.json`));

// As takeSnapshot of web/start/python-worker.js does it, in a visitor's browser.
const python = await loadPyodide({
  indexURL: pyodideFolder,
  stdLibURL: stdlib,
  lockFileContents: JSON.stringify({ info, packages: {} }),
  env: { HOME: "/home/pyodide", ...JSON.parse(env) },
  convertNullToNone: true,
  _makeSnapshot: true,
  createPyodideModule: capturable((await load(pyodideFolder, "pyodide.asm.mjs")).default),
});
for (const bundle of bundles) unpack(python.FS, Bundle.of(new Uint8Array(gunzipSync(readFileSync(bundle)))));
await prepare.page(python);
const text = python.runPython(`
import json
from elmweb.bridge.document import fingerprint
from elmweb.workers.page import page_worker
json.dumps({"text": page_worker().text, "fingerprint": fingerprint(page_worker().text), "roots": page_worker().roots})
`);
writeFileSync(out, text);
python.runPython("from elmweb.workers.page import for_snapshot; for_snapshot()");
writeFileSync(snapshot, gzipSync(written(version, capture(python)), { level: 9 }));
