/** The standard way: loadPackage for Pyodide's packages, one zip of .py files for the rest, then import everything. */
importScripts("pyodide/pyodide.js");

(async () => {
  const python = await loadPyodide({env: {PANEL_CDN_ROOT: "panel/", HOME: "/home/pyodide"}});
  await python.loadPackage(["numpy", "scipy", "scikit-learn", "pandas", "packaging"], {messageCallback: () => {}});
  python.unpackArchive(await (await fetch("site.zip")).arrayBuffer(), "zip", {extractDir: "/lib/python3.12/site-packages"});
  const text = python.runPython(`
import json
import sklearn.ensemble, sklearn.linear_model, sklearn.neighbors, sklearn.compose, pandas
import elmweb.estimators
from dataclasses import asdict
from elmweb.app.shell import shell_html
from elmweb.data.samples import SAMPLES
from elmweb.workers.page import page_worker
json.dumps({"text": page_worker().text, "roots": page_worker().roots, "shell": shell_html([asdict(s) for s in SAMPLES])})
`);
  self.postMessage({type: "render", ...JSON.parse(text)});
  self.onmessage = () => {
    python.runPython("from elmweb.bridge.document import DocumentLink\nlink = DocumentLink(page_worker().doc, print, lambda f: f())");
    self.postMessage({type: "live"});
  };
})();
