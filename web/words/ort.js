// @ts-check
/** What can go wrong with a deep model, as it is said. */

export const words = {
  noWebGpu: "This browser has no WebGPU.",
  noDevice: "This browser found no graphics device for WebGPU.",
  noModel: (/** @type {number} */ id) => `There is no model ${id} here.`,
  deviceLost: (/** @type {string} */ why) => `The graphics device was lost: ${why}.`,
  deviceRefused: (/** @type {string} */ why) => `The graphics device refused: ${why}`,
  notFetched: (/** @type {string} */ file, /** @type {string | number} */ why) => `${file} could not be fetched: ${why}.`,
  notFetchedStatus: (/** @type {string} */ file, /** @type {number} */ status) => `${file} could not be fetched (${status}).`,
  inputType: (/** @type {string} */ name, /** @type {string} */ type, /** @type {string} */ known) => `Input "${name}" is ${type}; it can be ${known}.`,
  inputSize: (/** @type {string} */ name, /** @type {number} */ bytes, /** @type {string} */ shape, /** @type {number} */ needed) =>
    `Input "${name}" has ${bytes} bytes; ${shape} takes ${needed}.`,
  outputType: (/** @type {string} */ type, /** @type {string} */ known) => `An output is ${type}; it can be ${known}.`,
  cancelled: "It was cancelled.",
  needsHttps: "A model is checked before it is used, which needs https.",
  otherFile: (/** @type {string} */ file, /** @type {string} */ sha256, /** @type {string} */ expected) =>
    `${file} is not the file it should be: sha256 ${sha256}, expected ${expected}.`,
  stoppedComing: (/** @type {string} */ file, /** @type {number} */ came, /** @type {number} */ bytes) => `${file} stopped coming after ${came} of ${bytes} bytes.`,
  isCut: (/** @type {string} */ file, /** @type {number} */ came, /** @type {number} */ bytes) => `${file} is cut: ${came} of ${bytes} bytes came.`,
  isLonger: (/** @type {string} */ file, /** @type {number} */ bytes) => `${file} is longer than the ${bytes} bytes it should have.`,
  endedByAnother: "It was ended after it failed at another model.",
  noReason: "The browser gave no reason.",
  ended: "It was ended.",
  workerEnded: "The worker with the model has ended.",
};
