// @ts-check
/** Starts a Python in a worker, and the workers that it wants beside it. */
import {Helpers} from "./helpers.js";
import {site} from "./site.js";

/**
 * @typedef {import("./site.js").Role} Role
 * @param {Role} role
 * @param {{trySnapshot?: boolean, trySiteSnapshot?: boolean, takeSnapshot?: boolean, compiled?: WebAssembly.Module}} how from the
 *   snapshot of an earlier visit; from that of the site where the line is fast; only to leave one; with what another has compiled
 * @param {Record<string, (data: any) => void>} takes what is done for each type of message; others are passed over
 * @returns {Worker} which takes those beside it along when it is ended
 */
export function startPython(role, how, takes) {
  const {address, begun} = earlyPythons;
  const name = how.takeSnapshot ? `${role} snapshot` : role;
  const worker = begun.get(name) ?? new Worker(address, {type: "module", name});
  begun.delete(name);
  const helpers = new Helpers(worker, (data) => takes[data.type]?.(data));
  worker.onmessage = ({data}) => { if (!helpers.take(data)) takes[data.type]?.(data); };
  worker.terminate = () => {
    helpers.end();
    Worker.prototype.terminate.call(worker);
  };
  worker.onerror = (event) => takes.failed({type: "failed", text: event.message});
  const isKept = Boolean(navigator.serviceWorker?.controller);
  worker.postMessage({type: "start", role, isKept, ...site.start, ...site[role], ...how});
  return worker;
}
