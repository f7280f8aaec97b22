// @ts-check
/** What the page's own behaviour says in German, before and after Python has arrived. */

export const words = {
  // The browser knows it, too, but takes 20 ms when it is asked first
  decimalMark: ",",

  // The loading bar
  loading: {page: "Python wird geladen", engine: "Der Rechenteil wird geladen"},
  loaded: (/** @type {string} */ what, /** @type {string} */ done, /** @type {string} */ total) => `${what}: ${done} von ${total} MB. `,
  starting: (/** @type {string} */ what) => `${what}: Start. `,
  meanwhile: {
    page: "Umsehen und eine Tabelle wählen geht schon.",
    engine: "Tabellen lassen sich schon öffnen; das Trainieren beginnt, sobald er da ist.",
  },
  standsStill: (/** @type {number} */ seconds) => `Seit ${seconds} Sekunden tut sich nichts. Wenn es dabei bleibt: die Seite neu laden.`,
  opensSoon: (/** @type {string} */ what) => `${what} wird geöffnet, sobald Python da ist.`,
  theTable: "Die Tabelle",
  failed: "gescheitert",
  ready: "bereit",
  pythonStopped: (/** @type {string} */ why) => `Python ist stehen geblieben: ${why} ${words.tryAgain}`,
  pythonCannotStart: (/** @type {string} */ why) => `Python konnte hier nicht starten: ${why} ${words.tryAgain}`,
  tryAgain: "Die Seite neu laden oder einen aktuellen Chrome, Edge, Firefox oder Safari verwenden.",
  tookTooLong: "es hat zu lange gedauert",
  couldNotStart: "es konnte nicht starten",

  // What is brought
  droppedText: "Der abgelegte Text",
  droppedTextName: "Abgelegter Text",
  pastedTable: "Die eingefügte Tabelle",
  pastedTableName: "Eingefügte Tabelle",
  files: (/** @type {number} */ n) => `${n.toLocaleString("de")} ${n === 1 ? "Datei" : "Dateien"}`,
  backTo: (/** @type {string} */ table) => `Zurück zu ${table}`,

  // The title of each page
  titles: {
    data: "Daten", train: "Trainieren", result: "Ergebnis", models: "Modelle", learn: "Lernen", race: "Wettlauf", teach: "Beibringen",
    about: "Über elmweb",
  },

  // Thousands, millions and thousand millions along an axis
  amounts: {k: " Tsd.", m: " Mio.", b: " Mrd."},

  // The arrows of a number
  more: "Mehr",
  less: "Weniger",
};
