// @ts-check
/** What can go wrong with a deep model, as it is said in German. */

export const words = {
  noWebGpu: "Dieser Browser hat kein WebGPU.",
  noDevice: "Dieser Browser hat keine Grafikeinheit für WebGPU gefunden.",
  noModel: (/** @type {number} */ id) => `Hier gibt es kein Modell ${id}.`,
  deviceLost: (/** @type {string} */ why) => `Die Grafikeinheit ist ausgefallen: ${why}.`,
  deviceRefused: (/** @type {string} */ why) => `Die Grafikeinheit hat abgelehnt: ${why}`,
  notFetched: (/** @type {string} */ file, /** @type {string | number} */ why) => `${file} ließ sich nicht laden: ${why}.`,
  notFetchedStatus: (/** @type {string} */ file, /** @type {number} */ status) => `${file} ließ sich nicht laden (${status}).`,
  inputType: (/** @type {string} */ name, /** @type {string} */ type, /** @type {string} */ known) => `Die Eingabe „${name}“ ist ${type}; möglich ist ${known}.`,
  inputSize: (/** @type {string} */ name, /** @type {number} */ bytes, /** @type {string} */ shape, /** @type {number} */ needed) =>
    `Die Eingabe „${name}“ hat ${bytes} Bytes; ${shape} braucht ${needed}.`,
  outputType: (/** @type {string} */ type, /** @type {string} */ known) => `Eine Ausgabe ist ${type}; möglich ist ${known}.`,
  cancelled: "Es wurde abgebrochen.",
  needsHttps: "Ein Modell wird vor dem Benutzen geprüft; dafür muss die Seite über https geladen sein.",
  otherFile: (/** @type {string} */ file, /** @type {string} */ sha256, /** @type {string} */ expected) =>
    `${file} ist nicht die richtige Datei: SHA-256 ${sha256}, erwartet ${expected}.`,
  stoppedComing: (/** @type {string} */ file, /** @type {number} */ came, /** @type {number} */ bytes) => `${file} brach nach ${came} von ${bytes} Bytes ab.`,
  isCut: (/** @type {string} */ file, /** @type {number} */ came, /** @type {number} */ bytes) => `${file} ist abgeschnitten: ${came} von ${bytes} Bytes sind angekommen.`,
  isLonger: (/** @type {string} */ file, /** @type {number} */ bytes) => `${file} ist länger als die ${bytes} Bytes, die es sein sollten.`,
  endedByAnother: "Es wurde beendet, nachdem es an einem anderen Modell gescheitert war.",
  noReason: "Der Browser nannte keinen Grund.",
  ended: "Es wurde beendet.",
  workerEnded: "Der Hintergrundprozess mit dem Modell ist beendet.",
};
