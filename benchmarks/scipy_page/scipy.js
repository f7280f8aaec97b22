// @ts-check
/** Trains on images that lie above this page, with SciPy in the site's own Pyodide, in a worker as the site has it. */
const worker = new Worker("scipy-worker.js", {type: "module"});

/** @returns {Promise<any>} the worker's next answer */
const answer = () => new Promise((resolve, reject) => {
  worker.onmessage = ({data}) => (data.error ? reject(new Error(data.error)) : resolve(data));
  worker.onerror = (event) => reject(new Error(event.message));
});

/** @param {any} job what scipy_elm.py takes @returns {Promise<{seconds: number}>} */
async function train(job) {
  worker.postMessage(job);
  return answer();
}

Object.assign(globalThis, {train});
await answer(); // Python is there
document.documentElement.dataset.ready = "";
