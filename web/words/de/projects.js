// @ts-check
/** What is said in German of the projects that are kept between visits; and how sizes, dates and problems are said. */

const UNITS = /** @type {const} */ ([[1e9, "GB"], [1e6, "MB"], [1e3, "kB"]]);

/** @param {number} bytes @returns {string} such as 12 kB, 3,4 MB */
export function sizeText(bytes) {
  const [unit, name] = UNITS.find(([unit]) => bytes >= unit) ?? [1, bytes === 1 ? "Byte" : "Bytes"];
  const amount = bytes / unit;
  return `${amount.toLocaleString("de", {maximumFractionDigits: amount < 10 && unit > 1e3 ? 1 : 0})} ${name}`;
}

/** @param {number} time milliseconds since 1970 @returns {string} such as: heute, 14:05 */
export function whenText(time) {
  const date = new Date(time), now = new Date();
  if (date.toDateString() === now.toDateString()) return `heute, ${date.toLocaleTimeString("de-DE", {timeStyle: "short"})}`;
  const year = date.getFullYear() === now.getFullYear() ? {} : /** @type {const} */ ({year: "numeric"});
  return date.toLocaleDateString("de-DE", {day: "numeric", month: "short", ...year});
}

/** @param {number} n @param {string} one @param {string} many @returns {string} */
const count = (n, one, many) => `${n.toLocaleString("de")} ${n === 1 ? one : many}`;

/** @typedef {{what: string, needed?: string, found?: string, hints: string[]}} Said */

/**
 * @param {import("../../projects/failure.js").Facts} facts
 * @param {string} name of the project or of the file
 * @returns {Said}
 */
export function problem({kind, value, needed = 0, free = 0, names: said}, name) {
  const names = said ?? [name];
  const listed = names.map((each) => `„${each}“`).join(", ");
  switch (kind) {
    case "elsewhere": return {
      what: `${listed} ${names.length > 1 ? "sind" : "ist"} in einem anderen Tab geöffnet.`,
      needed: "immer nur ein Tab, sonst würden sie einander überschreiben", hints: [],
    };
    case "gone": return {
      what: `Ein Teil von ${listed} ist nicht mehr da.`,
      found: value ?? "der Browser hat Aufbewahrtes gelöscht, oder es wurde in einem anderen Tab gelöscht",
      hints: ["Falls es als Datei gespeichert wurde, diese öffnen."],
    };
    case "room": return {
      what: `Der Platz reicht nicht, um „${name}“ zu speichern.`,
      needed: value ?? (needed ? `${sizeText(needed)} Speicher dieses Browsers` : "mehr Speicher dieses Browsers"),
      found: needed ? `${sizeText(free)}, die diese Seite noch belegen darf` : undefined,
      hints: ["Solange dieser Tab offen ist, geht nichts verloren. Was vorher gespeichert war, ist noch da.",
        "Nicht mehr gebrauchte Projekte löschen oder dieses als Datei speichern."],
    };
    case "nowhere": return {
      what: "Dieser Browser bewahrt für diese Seite nichts auf; beim Neuladen geht alles verloren.",
      needed: "Speicher, den manche privaten Fenster und Einstellungen verbieten", found: value,
      hints: ["Das Projekt vor dem Verlassen als Datei speichern."],
    };
    case "foreign": return {
      what: `„${name}“ ist kein Projekt, das elmweb gespeichert hat.`, needed: "eine Datei aus „Als Datei speichern“", found: value,
      hints: ["Eine Tabelle wird geöffnet, indem man sie auf die Seite zieht."],
    };
    case "damaged": return {
      what: `Die Projektdatei „${name}“ ist beschädigt.`, needed: "eine vollständige Datei", found: value,
      hints: ["Dort, wo sie herkommt, noch einmal speichern."],
    };
    case "newer": return {
      what: `„${name}“ ist neuer als diese Seite.`, needed: "Format 1", found: value,
      hints: ["Die Seite neu laden, um die neueste Version zu bekommen."],
    };
    default: return {
      what: `„${name}“ ließ sich nicht speichern oder öffnen.`, found: value,
      hints: ["Noch einmal versuchen oder als Datei speichern."],
    };
  }
}

export const words = {
  needed: (/** @type {string} */ text) => `Gebraucht: ${text}.`,
  found: (/** @type {string} */ text) => `Gefunden: ${text}.`,
  closeMessage: "Diese Meldung schließen",

  workerEnded: "der Hintergrundprozess ist beendet",

  // The list on the first view
  yours: "Eigene Projekte",
  more: (/** @type {number} */ n) => count(n, "weiteres Projekt", "weitere Projekte"),
  goOn: (/** @type {string} */ name) => `Weiter mit ${name}`,
  openNow: (/** @type {string} */ name) => `${name}, gerade offen`,
  predicts: (/** @type {string} */ column) => `sagt ${column} vorher`,
  rows: (/** @type {number} */ n) => count(n, "Zeile", "Zeilen"),
  notTrained: "noch nicht trainiert",
  rename: "Umbenennen",
  newName: "Neuer Name",
  copy: "Kopieren",
  saveToFile: "Als Datei speichern",
  remove: "Löschen",
  removeIt: "Projekt löschen",
  reallyRemove: (/** @type {string} */ name) => `„${name}“ mit Tabelle und Modell löschen? Das lässt sich nicht rückgängig machen.`,
  removeForGood: "Endgültig löschen",
  leave: "So lassen",

  // The open one
  saved: (/** @type {string} */ when) => `gespeichert ${when.replace("heute, ", "")}`,
  savedNow: "gespeichert",
  saving: "wird gespeichert",
  readOnly: "nur lesen",
  notKept: "nicht gespeichert",
  yourProject: "Das Projekt",
  theProject: "Das Projekt",
  openCopy: "Kopie öffnen",
  onlyLook: "Hier nur ansehen",
  elsewhere: (/** @type {string} */ name) => `Nur lesen: „${name}“ ist in einem anderen Tab geöffnet; Änderungen hier werden nicht gespeichert.`,
  keepCopy: "Als Kopie behalten",
  copyOf: (/** @type {string} */ name) => `${name} (Kopie)`,

  // What this browser keeps
  projects: "Projekte",
  someProjects: (/** @type {number} */ n, /** @type {number} */ bytes) => `${n.toLocaleString("de")}, ${sizeText(bytes)}`,
  snapshots: "Python, bereit für einen schnelleren Start",
  site: "Diese Seite selbst, um ohne Internet zu funktionieren",
  models: "Geöffnete tiefe Modelle",
  vectors: "Zahlen aus den eigenen Fotos und Tonaufnahmen",
  files: (/** @type {number} */ n) => count(n, "Datei", "Dateien"),
  none: "keine",
  nothing: "nichts",
  some: "vorhanden",
  inAll: "Insgesamt",
  used: (/** @type {number} */ bytes, /** @type {number | undefined} */ most) =>
    `rund ${sizeText(bytes)}${most ? ` von ${sizeText(most)}, die diese Seite belegen darf` : ""}`,
  aProject: "Ein Projekt ist die mitgebrachte Tabelle, was dazu gewählt wurde, und das trainierte Modell. Es bleibt auf diesem Gerät und wird nie verschickt.",
  lasts: "Der Browser hat zugesagt, es aufzubewahren, bis es gelöscht wird.",
  mayGo: "Ist der Datenträger voll, darf der Browser es löschen, und ein privates Fenster vergisst es beim Schließen. Wichtiges als Datei speichern.",
  keepsNothing: "Dieser Browser bewahrt für diese Seite nichts auf, wie in manchen privaten Fenstern.",
  removeAll: "Alles löschen",
  reallyRemoveAll: "Alle Projekte und alles andere Aufbewahrte löschen? Das lässt sich nicht rückgängig machen. Die Seite beginnt von vorn.",
  removeAllForGood: "Alles endgültig löschen",
  allProjects: "alle Projekte",

  // What is wrong with a file
  format: (/** @type {unknown} */ number) => `Format ${number}`,
  anotherProgram: "eine Zip-Datei eines anderen Programms",
  noProject: "project.json beschreibt kein Projekt",
  isMissing: (/** @type {unknown} */ part) => `${part} fehlt`,
  isEmpty: "sie enthält weder Tabelle noch Modell",
  aModel: "ein gespeichertes Modell: „Gespeichertes Modell oder Projekt öffnen“ öffnet es",
  otherContents: "eine Zip-Datei mit anderem Inhalt",
  stateTooLarge: "project.json ist viel zu groß",
  stateUnreadable: "project.json lässt sich nicht lesen",
  fileTooLarge: "eine Projektdatei darf 4 GB haben",
  partsDoNotFit: "das Verzeichnis ihrer Teile passt nicht",
  partsAreCut: "das Verzeichnis ihrer Teile ist abgeschnitten",
  endIsMissing: "ihr Ende fehlt",
  noZip: "keine Zip-Datei",
  emptyFile: "eine leere Datei",
  unpacksTo: (/** @type {string} */ part, /** @type {number} */ bytes) => `${part} wäre entpackt ${bytes} Bytes groß`,
  isElsewhere: (/** @type {string} */ part) => `${part} ist nicht da, wo es sein sollte`,
  otherPacking: (/** @type {string} */ part, /** @type {number} */ method) => `${part} ist anders gepackt (${method})`,
  isCut: (/** @type {string} */ part) => `${part} ist abgeschnitten oder verändert`,
};
