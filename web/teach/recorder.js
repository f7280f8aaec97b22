// @ts-check
/** Runs in the browser's audio thread, and hands over all that is heard. */

class Recorder extends AudioWorkletProcessor {
  /** @param {Float32Array[][]} inputs */
  process([[heard]]) {
    if (heard) this.port.postMessage(heard.slice());
    return true;
  }
}

registerProcessor("recorder", Recorder);
