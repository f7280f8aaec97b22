// @ts-check
/** How sizes, dates and problems of projects are said. */

const UNITS = /** @type {const} */ ([[1e9, "GB"], [1e6, "MB"], [1e3, "kB"]]);

/** @param {number} bytes @returns {string} such as 12 kB, 3.4 MB */
export function sizeText(bytes) {
  const [unit, name] = UNITS.find(([unit]) => bytes >= unit) ?? [1, "bytes"];
  const amount = bytes / unit;
  return `${amount.toLocaleString("en", {maximumFractionDigits: amount < 10 && unit > 1e3 ? 1 : 0})} ${name}`;
}

/** @param {number} time milliseconds since 1970 @returns {string} such as: today, 14:05 */
export function whenText(time) {
  const date = new Date(time), now = new Date();
  if (date.toDateString() === now.toDateString()) return `today, ${date.toLocaleTimeString("en-GB", {timeStyle: "short"})}`;
  const year = date.getFullYear() === now.getFullYear() ? {} : /** @type {const} */ ({year: "numeric"});
  return date.toLocaleDateString("en-GB", {day: "numeric", month: "short", ...year});
}

/** @param {number} n @param {string} one @returns {string} */
export const count = (n, one) => `${n.toLocaleString("en")} ${one}${n === 1 ? "" : "s"}`;

/** @typedef {{what: string, needed?: string, found?: string, hints: string[]}} Said */

/**
 * @param {import("./failure.js").Facts} facts
 * @param {string} name of the project or of the file
 * @returns {Said}
 */
export function problem({kind, value, needed = 0, free = 0, names: said}, name) {
  const names = said ?? [name];
  const listed = names.map((each) => `“${each}”`).join(", ");
  switch (kind) {
    case "elsewhere": return {
      what: `${listed} ${names.length > 1 ? "are" : "is"} open in another tab.`,
      needed: "one tab at a time, or they would write over each other", hints: [],
    };
    case "gone": return {
      what: `A part of ${listed} is not there any more.`,
      found: value ?? "the browser cleared what it kept, or another tab deleted it",
      hints: ["If it was saved to a file, open that."],
    };
    case "room": return {
      what: `There is no room to keep “${name}”.`,
      needed: value ?? (needed ? `${sizeText(needed)} of this browser's storage` : "more of this browser's storage"),
      found: needed ? `${sizeText(free)} that this page may still use` : undefined,
      hints: ["Nothing is lost while this tab is open. What was kept before is still there.",
        "Delete projects that you do not need, or save this one to a file."],
    };
    case "nowhere": return {
      what: "This browser keeps nothing for this page, so a reload loses what you have done.",
      needed: "storage, which some private windows and settings forbid", found: value,
      hints: ["Save the project to a file before you leave."],
    };
    case "foreign": return {
      what: `“${name}” is not a project that elmweb saved.`, needed: "a file from Save to a file", found: value,
      hints: ["A table is opened by dropping it on the page."],
    };
    case "damaged": return {
      what: `The project file “${name}” is damaged.`, needed: "a whole file", found: value, hints: ["Save it again where it came from."],
    };
    case "newer": return {
      what: `“${name}” is newer than this page.`, needed: "format 1", found: value, hints: ["Reload the page to get the newest version."],
    };
    default: return {what: `“${name}” could not be kept or opened.`, found: value, hints: ["Try again, or save it to a file."]};
  }
}
