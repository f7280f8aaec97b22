// @ts-check
/**
 * Renders the app's document with the page's own Python, for the page to show before Python is ready.
 *   node prerender.mjs PYODIDE_FOLDER STDLIB WEB_FOLDER OUT.json ENV_JSON BUNDLE...
 */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

// By default Node prints the whole line of minified source that threw; the message is sufficient.
process.on("uncaughtException", (error) => { console.error(error.message); process.exit(1); });

const [pyodideFolder, stdlib, webFolder, out, env, ...bundles] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodideFolder}/pyodide.mjs`).href);
const { Bundle, unpack } = await import(pathToFileURL(`${webFolder}/start/bundle.js`).href);
globalThis.XMLHttpRequest ??= class {}; // panel.io.pyodide imports it from js

const python = await loadPyodide({
  indexURL: pyodideFolder,
  stdLibURL: stdlib,
  env: { HOME: "/home/pyodide", ...JSON.parse(env) },
  fsInit: (FS) => { for (const bundle of bundles) unpack(FS, Bundle.of(new Uint8Array(gunzipSync(readFileSync(bundle))))); },
});
const text = python.runPython(`
import json
from elmweb.bridge.document import fingerprint
from elmweb.workers.page import page_worker
json.dumps({"text": page_worker().text, "fingerprint": fingerprint(page_worker().text), "roots": page_worker().roots})
`);
writeFileSync(out, text);
