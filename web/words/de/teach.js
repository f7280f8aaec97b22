// @ts-check
/** The Teach page, in German. */
import {words as media} from "./media.js";

export const words = {
  // What never changes
  whatItLearnsFrom: "Woraus es lernt",
  loudness: "Wie laut die letzte Sekunde war",
  loading: "Lädt",
  camera: "Kamera",
  microphone: "Mikrofon",
  gather: "Sammeln",
  addAClass: "Klasse hinzufügen",
  learn: "Lernen",
  none: "Nichts davon",
  useAsTable: "Als Tabelle verwenden",
  forgetEverything: "Alles vergessen",
  kept: "Bleibt in diesem Browser, bis es vergessen wird. Als Tabelle lässt es sich trainieren, an zurückgehaltenen Zeilen bewerten und mitnehmen.",
  try: "Ausprobieren",
  cancel: "Abbrechen",

  // The camera and the microphone
  photo: {
    use: media.useCamera,
    stop: media.stopCamera,
    hint: "Die Kamera ist aus. Ihre Bilder bleiben auf diesem Gerät.",
    none: media.noCamera,
    needs: media.needsCamera,
    thing: "Bild",
  },
  sound: {
    use: "Mikrofon einschalten",
    stop: "Mikrofon ausschalten",
    hint: "Das Mikrofon ist aus. Was es hört, bleibt auf diesem Gerät.",
    none: media.noMicrophone,
    needs: media.needsMicrophone,
    thing: "Tonaufnahme",
  },
  cameraSees: "Was die Kamera sieht",
  oneMoment: "Einen Moment",
  letGo: "Loslassen zum Beenden",
  listening: "Hört zu",

  // A class
  hold: "Gedrückt halten",
  holdFor: (/** @type {string} */ name) => `Gedrückt halten, um für ${name} zu sammeln`,
  nameOfClass: "Name der Klasse",
  removeClass: "Klasse entfernen",
  addFiles: "Dateien hinzufügen",
  showFewer: "Weniger zeigen",
  showAll: (/** @type {number} */ n) => `Alle ${n.toLocaleString("de")} zeigen`,
  example: (/** @type {string} */ thing, /** @type {number} */ number, /** @type {string} */ name) => `${thing} ${number} von ${name}`,
  removeSome: (/** @type {number} */ n) => `${n} entfernen`,
  moveSome: (/** @type {number} */ n) => `${n} verschieben nach`,
  moveSomeTo: (/** @type {number} */ n) => `${n} in eine andere Klasse verschieben`,

  // What was learned
  reallyForget: (/** @type {number} */ n) => `${n.toLocaleString("de")} ${n === 1 ? "Beispiel" : "Beispiele"} endgültig vergessen`,
  undo: "Rückgängig",
  undoWhat: (/** @type {string} */ what) => `Rückgängig: ${what}`,
  wrong: (/** @type {number} */ n) => n === 1 ? "Eines erkennt es falsch" : `${n.toLocaleString("de")} erkennt es falsch`,
  youSaid: ["Angegeben ist ", ", erkannt wird ", ". "],
  moveTo: (/** @type {string} */ name) => `Nach ${name} verschieben`,
  remove: "Entfernen",
};
