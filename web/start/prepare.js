// @ts-check
/** What is done in a Python before anything is imported. */
import {loadShared} from "./shared-library.js";

/** Panel makes one function, which nobody here calls, from a text of JavaScript. The page's policy forbids that. */
const NO_SCRIPTS = "import pyodide.code; pyodide.code.run_js = lambda text: None";

/**
 * What a Python needs before anything is imported. SciPy's libraries find OpenBLAS only when it is loaded before them.
 * @type {Record<import("./snapshot-store.js").Role, (python: Pyodide.Python) => Promise<void>>}
 */
export const prepare = {
  page: async (python) => { python.runPython(NO_SCRIPTS); },
  engine: (python) => loadShared(python, "/usr/lib/libopenblas.so"),
};
