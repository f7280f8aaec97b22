// @ts-check
/** The page's end of the worker that keeps projects; it is started when it is first asked. */

/** @typedef {import("./keeper.js").Keeper} Keeper */

/** @type {Worker | null} */ let worker = null;
/** @type {Map<number, {resolve: (answer: any) => void, reject: (error: Error) => void}>} */ const asked = new Map();
let count = 0;

/** @returns {Worker} made from a text of this page, so that it obeys the page's policy (see start/python.js) */
function start() {
  const script = `import ${JSON.stringify(new URL("projects/worker.js", document.baseURI).href)};`;
  const started = new Worker(URL.createObjectURL(new Blob([script], {type: "text/javascript"})), {type: "module", name: "projects"});
  started.onmessage = ({data: {n, answer, failed}}) => {
    const {resolve, reject} = /** @type {NonNullable<ReturnType<typeof asked.get>>} */ (asked.get(n));
    asked.delete(n);
    if (failed) reject(Object.assign(new Error(failed.kind), {facts: failed}));
    else resolve(answer);
  };
  started.onerror = (event) => {
    event.preventDefault();
    started.terminate();
    worker = null; // the next question starts another
    for (const {reject} of asked.values()) reject(new Error(event.message || "the worker ended"));
    asked.clear();
  };
  return started;
}

/**
 * Ask the worker to do one thing; what is asked is done in order.
 * @template {keyof Keeper} T
 * @param {T} ask
 * @param {Parameters<Keeper[T]>} args
 * @returns {Promise<Awaited<ReturnType<Keeper[T]>>>}
 */
export function ask(ask, ...args) {
  worker ??= start();
  const n = ++count;
  const answer = new Promise((resolve, reject) => asked.set(n, {resolve, reject}));
  worker.postMessage({n, ask, args});
  return /** @type {any} */ (answer);
}
