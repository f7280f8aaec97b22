// @ts-check
/** Starts a Python in a worker. */
import {site} from "./site.js";

/**
 * @typedef {import("./site.js").Role} Role
 * @param {Role} role
 * @param {{trySnapshot?: boolean, trySiteSnapshot?: boolean, takeSnapshot?: boolean, compiled?: WebAssembly.Module}} how from the
 *   snapshot of an earlier visit; from that of the site where the line is fast; only to leave one; with what another has compiled
 * @param {Record<string, (data: any) => void>} takes what is done for each type of message; others are passed over
 * @returns {Worker}
 */
export function startPython(role, how, takes) {
  const {address, begun} = earlyPythons;
  const name = how.takeSnapshot ? `${role} snapshot` : role;
  const worker = begun.get(name) ?? new Worker(address, {type: "module", name});
  begun.delete(name);
  worker.onmessage = ({data}) => takes[data.type]?.(data);
  worker.onerror = (event) => takes.failed({type: "failed", text: event.message});
  const isKept = Boolean(navigator.serviceWorker?.controller);
  worker.postMessage({type: "start", role, isKept, ...site.start, ...site[role], ...how});
  return worker;
}
