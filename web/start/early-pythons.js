// @ts-check
/**
 * Begins the workers of both Pythons before anything else of the page has come: beginning one takes a while, and it waits
 * its turn once the page runs larger scripts. They have nothing to do before python.js says what.
 *
 * A worker whose script is a file obeys only what the server says of that file, and a static host says nothing. One made
 * from a text of this page obeys the policy in index.html: whatever code runs in Python, it reaches this site alone.
 */
globalThis.earlyPythons = (() => {
  const script = `import ${JSON.stringify(new URL("start/python-worker.js", document.baseURI).href)};`;
  const address = URL.createObjectURL(new Blob([script], {type: "text/javascript"}));
  /** @type {Map<string, Worker>} */ const begun = new Map();

  /** @param {string} role */
  function begin(role) {
    const worker = new Worker(address, {type: "module", name: role});
    worker.onerror = () => { begun.delete(role); }; // the next one says why
    begun.set(role, worker);
  }

  if ("leaving" in document.documentElement.dataset) return {address, begun};
  begin("page");
  try { // the engine follows the page, where nothing is kept of an earlier visit that makes its start quick
    if (localStorage.getItem("elmweb-snapshot-engine")) begin("engine");
  } catch { /* storage may be forbidden */ }
  return {address, begun};
})();
