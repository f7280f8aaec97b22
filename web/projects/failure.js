// @ts-check
/** What can go wrong with projects, as it crosses from the worker to the page. */

/**
 * @typedef {"elsewhere" | "gone" | "room" | "nowhere" | "foreign" | "damaged" | "newer" | "broken"} Kind
 * elsewhere: open in another tab; gone: not there any more; room: the quota ran out; nowhere: no storage at all;
 * foreign, damaged, newer: of a file that was brought; broken: anything else
 * @typedef {{kind: Kind, value?: string, needed?: number, free?: number, names?: string[]}} Facts
 */

/**
 * @param {Kind} kind
 * @param {Omit<Facts, "kind">} [facts]
 * @returns {Error & {facts: Facts}}
 */
export function failure(kind, facts = {}) {
  return Object.assign(new Error(facts.value ?? kind), {facts: {kind, ...facts}});
}

/** @param {any} error @returns {Facts} */
export function factsOf(error) {
  if (error?.facts) return error.facts;
  if (error?.name === "QuotaExceededError") return {kind: "room"};
  if (error?.name === "NotFoundError" || error?.name === "NotReadableError") return {kind: "gone", value: error.message};
  return {kind: "broken", value: String(error)};
}
