/** The standard way: loadPackage for Pyodide's packages, one zip of .py files for the rest, then import everything. */
import {loadPyodide} from "./pyodide/pyodide.mjs";

(async () => {
  const python = await loadPyodide({env: {PANEL_CDN_ROOT: "panel/", HOME: "/home/pyodide"}});
  await python.loadPackage(["numpy", "scipy", "scikit-learn", "pandas", "packaging"], {messageCallback: () => {}});
  python.FS.mkdirTree("/samples");
  python.unpackArchive(await (await fetch("site.zip")).arrayBuffer(), "zip", {extractDir: "/lib/python3.14/site-packages"});
  const text = python.runPython(`
import json
import sklearn.ensemble, sklearn.linear_model, sklearn.neighbors, sklearn.compose, pandas
import elmweb.estimators
from elmweb.app.shell import shell_html
from elmweb.data.samples import SAMPLES
from elmweb.workers.page import page_worker
json.dumps({"text": page_worker().text, "roots": page_worker().roots, "shell": shell_html([s.plain() for s in SAMPLES])})
`);
  self.postMessage({type: "render", ...JSON.parse(text)});
  self.onmessage = async () => {
    python.runPython("from elmweb.bridge.document import DocumentLink\nlink = DocumentLink(page_worker().doc, print, lambda f: f())");
    self.postMessage({type: "live"});
    // What a person asks for first, by the same workbench; nothing of it is drawn.
    python.FS.writeFile("/samples/iris.csv", new Uint8Array(await (await fetch("iris.csv")).arrayBuffer()));
    await python.runPythonAsync(`
from elmweb.workbench.local import LocalWorkbench
workbench = LocalWorkbench("/samples")
ignore = lambda message: None
await workbench.open_table({"sample": "iris"}, None, ignore)
await workbench.summarize({}, ignore)
`);
    self.postMessage({type: "table"});
    await python.runPythonAsync("await workbench.train({}, {}, ignore)");
    self.postMessage({type: "result"});
  };
})();
