// @ts-check
/** Starts a Python in a worker. */
import {site} from "./site.js";

/**
 * A worker whose script is a file obeys only what the server says of that file, and a static host says nothing. One made
 * from a text of this page obeys the policy in index.html: whatever code runs in Python, it reaches this site alone.
 */
const script = `import ${JSON.stringify(new URL("start/python-worker.js", document.baseURI).href)};`;
const address = URL.createObjectURL(new Blob([script], {type: "text/javascript"}));

/**
 * @typedef {import("./site.js").Role} Role
 * @param {Role} role
 * @param {{trySnapshot?: boolean, takeSnapshot?: boolean}} how from the snapshot of an earlier visit; only to leave one
 * @param {Record<string, (data: any) => void>} takes what is done for each type of message; others are passed over
 * @returns {Worker}
 */
export function startPython(role, how, takes) {
  const worker = new Worker(address, {type: "module", name: how.takeSnapshot ? `${role} snapshot` : role});
  worker.onmessage = ({data}) => takes[data.type]?.(data);
  worker.onerror = (event) => takes.failed({type: "failed", text: event.message});
  worker.postMessage({type: "start", role, ...site.start, ...site[role], ...how});
  return worker;
}
