// @ts-check
/** Trains on the images in the parent folder with SciPy in the site's own Pyodide, which runs in a worker. */
const worker = new Worker("scipy-worker.js", {type: "module"});

/** @returns {Promise<any>} the worker's next message */
const nextMessage = () => new Promise((resolve, reject) => {
  worker.onmessage = ({data}) => (data.error ? reject(new Error(data.error)) : resolve(data));
  worker.onerror = (event) => reject(new Error(event.message));
});

/** @param {any} job arguments of scipy_elm.py @returns {Promise<{seconds: number}>} */
async function train(job) {
  worker.postMessage(job);
  return nextMessage();
}

Object.assign(globalThis, {train});
await nextMessage(); // Python is ready
document.documentElement.dataset.ready = "";
