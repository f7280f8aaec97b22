// @ts-check
/** What the page's own behaviour says, before and after Python has arrived. */

export const words = {
  // The browser knows it, too, but takes 20 ms when it is asked first
  decimalMark: ".",

  // The loading bar
  loading: {page: "Loading Python", engine: "Loading the training engine"},
  loaded: (/** @type {string} */ what, /** @type {string} */ done, /** @type {string} */ total) => `${what}: ${done} of ${total} MB. `,
  starting: (/** @type {string} */ what) => `${what}: starting. `,
  meanwhile: {
    page: "You can already look around and choose a table.",
    engine: "Tables can be opened; training starts when it is here.",
  },
  standsStill: (/** @type {number} */ seconds) => `Nothing has happened for ${seconds} seconds. If it stays like that, reload the page.`,
  opensSoon: (/** @type {string} */ what) => `${what} opens as soon as it is here.`,
  theTable: "The table",
  failed: "failed",
  ready: "ready",
  pythonStopped: (/** @type {string} */ why) => `Python stopped: ${why} ${words.tryAgain}`,
  pythonCannotStart: (/** @type {string} */ why) => `Python could not start here: ${why} ${words.tryAgain}`,
  tryAgain: "Load the page again, or use a current Chrome, Edge, Firefox or Safari.",
  tookTooLong: "it took too long",
  couldNotStart: "it could not start",

  // What is brought
  droppedText: "The dropped text",
  droppedTextName: "dropped text",
  pastedTable: "The pasted table",
  pastedTableName: "pasted table",
  files: (/** @type {number} */ n) => `${n.toLocaleString("en")} files`,
  backTo: (/** @type {string} */ table) => `Back to ${table}`,

  // The title of each page
  titles: {
    data: "Data", train: "Train", result: "Result", models: "Models", learn: "Learn", race: "Race", teach: "Teach", about: "About",
  },

  // Thousands, millions and thousand millions along an axis
  amounts: {k: "k", m: "m", b: "b"},

  // The arrows of a number
  more: "More",
  less: "Less",
};
