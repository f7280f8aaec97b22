// @ts-check
/** What is said of the projects that are kept between visits; and how sizes, dates and problems are said. */

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
const count = (n, one) => `${n.toLocaleString("en")} ${one}${n === 1 ? "" : "s"}`;

/** @typedef {{what: string, needed?: string, found?: string, hints: string[]}} Said */

/**
 * @param {import("../projects/failure.js").Facts} facts
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

export const words = {
  needed: (/** @type {string} */ text) => `Needed: ${text}.`,
  found: (/** @type {string} */ text) => `Found: ${text}.`,
  closeMessage: "Close this message",

  workerEnded: "the worker ended",

  // The list on the first view
  yours: "Your projects",
  more: (/** @type {number} */ n) => count(n, "more project"),
  goOn: (/** @type {string} */ name) => `Go on with ${name}`,
  openNow: (/** @type {string} */ name) => `${name}, open now`,
  predicts: (/** @type {string} */ column) => `predicts ${column}`,
  rows: (/** @type {number} */ n) => count(n, "row"),
  notTrained: "not trained yet",
  rename: "Rename",
  newName: "New name",
  copy: "Copy",
  saveToFile: "Save to a file",
  remove: "Delete",
  removeIt: "Delete it",
  reallyRemove: (/** @type {string} */ name) => `Delete “${name}” with its table and model? It cannot be brought back.`,
  removeForGood: "Delete for good",
  leave: "Leave it",

  // The open one
  saved: (/** @type {string} */ when) => `saved ${when.replace("today, ", "")}`,
  savedNow: "saved",
  saving: "saving",
  readOnly: "read-only",
  notKept: "not kept",
  yourProject: "Your project",
  theProject: "The project",
  openCopy: "Open a copy",
  onlyLook: "Only look at it here",
  elsewhere: (/** @type {string} */ name) => `Read-only: “${name}” is open in another tab, so changes made here are not kept.`,
  keepCopy: "Keep a copy",
  copyOf: (/** @type {string} */ name) => `${name} copy`,

  // What this browser keeps
  projects: "Projects",
  someProjects: (/** @type {number} */ n, /** @type {number} */ bytes) => `${n.toLocaleString("en")}, ${sizeText(bytes)}`,
  snapshots: "Python, ready for a quicker start",
  site: "This page itself, to work without a network",
  models: "Deep models that were opened",
  vectors: "Numbers made of your photos and clips",
  files: (/** @type {number} */ n) => count(n, "file"),
  none: "none",
  nothing: "nothing",
  some: "some",
  inAll: "In all",
  used: (/** @type {number} */ bytes, /** @type {number | undefined} */ most) =>
    `about ${sizeText(bytes)}${most ? ` of ${sizeText(most)} that this page may use` : ""}`,
  aProject: "A project is your table as you brought it, what you chose, and the trained model. It is kept on this device and never sent.",
  lasts: "The browser has promised to keep it until you delete it.",
  mayGo: "The browser may clear it when the disk is full, and a private window forgets it when it is closed. Save what matters to a file.",
  keepsNothing: "This browser keeps nothing for this page, as in some private windows.",
  removeAll: "Delete all of it",
  reallyRemoveAll: "Delete all projects, and everything else that is kept? It cannot be brought back. The page starts anew.",
  removeAllForGood: "Delete everything for good",
  allProjects: "all projects",

  // What is wrong with a file
  format: (/** @type {unknown} */ number) => `format ${number}`,
  anotherProgram: "a zip file of another program",
  noProject: "project.json tells of no project",
  isMissing: (/** @type {unknown} */ part) => `${part} is missing`,
  isEmpty: "it has neither a table nor a model",
  aModel: "a saved model: it opens with Open a saved model",
  otherContents: "a zip file with other contents",
  stateTooLarge: "project.json is far too large",
  stateUnreadable: "project.json cannot be read",
  fileTooLarge: "a project file may have 4 GB",
  partsDoNotFit: "its list of parts does not fit",
  partsAreCut: "its list of parts is cut",
  endIsMissing: "its end is missing",
  noZip: "something else than a zip file",
  emptyFile: "an empty file",
  unpacksTo: (/** @type {string} */ part, /** @type {number} */ bytes) => `${part} would unpack to ${bytes} bytes`,
  isElsewhere: (/** @type {string} */ part) => `${part} is not where it should be`,
  otherPacking: (/** @type {string} */ part, /** @type {number} */ method) => `${part} is packed in another way (${method})`,
  isCut: (/** @type {string} */ part) => `${part} is cut or changed`,
};
