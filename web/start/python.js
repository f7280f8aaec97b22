// @ts-check
/** Starts a Python in a worker. */
import {site} from "./site.js";

/**
 * @param {"page" | "engine" | "snapshot"} role
 * @param {object} job what the worker needs to know beside the site's own facts
 * @param {Record<string, (data: any) => void>} takes what is done for each type of message; others are passed over
 * @returns {Worker}
 */
export function startPython(role, job, takes) {
  const worker = new Worker("start/python-worker.js", {type: "module", name: role});
  worker.onmessage = ({data}) => takes[data.type]?.(data);
  worker.onerror = (event) => takes.failed({type: "failed", text: event.message});
  const tiers = role === "engine" ? site.engine : site.page;
  worker.postMessage({type: "start", role, version: site.version, ...site.start, ...tiers, ...job});
  return worker;
}
