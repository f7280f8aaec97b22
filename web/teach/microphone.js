// @ts-check
/** A microphone: the last seconds that it has heard, and how loud it is. */
import {hear} from "../media/hear.js";

const RATE = 16_000; // values a second, as the network hears
const KEPT_SECONDS = 11;

export class Microphone {
  /** @type {MediaStream | null} */ #stream = null;
  /** @type {AudioContext | null} */ #context = null;
  /** The last of what was heard. @type {Float32Array<ArrayBuffer>} */ #heard = new Float32Array(0);
  #total = 0; // values heard so far

  /** @returns {boolean} */
  get isOn() { return this.#stream !== null; }

  /** Seconds that were heard since it was switched on. @returns {number} */
  get seconds() { return this.#total / (this.#context?.sampleRate ?? RATE); }

  /** Ask for it and switch it on. @param {() => void} ended is called when it is taken away @throws {DOMException} where there is none */
  async start(ended) {
    const stream = await navigator.mediaDevices.getUserMedia({audio: true});
    const context = new AudioContext();
    await context.audioWorklet.addModule(new URL("recorder.js", import.meta.url));
    this.#heard = new Float32Array(KEPT_SECONDS * context.sampleRate);
    this.#total = 0;
    const recorder = new AudioWorkletNode(context, "recorder", {numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit"});
    recorder.port.onmessage = ({data}) => this.#take(data);
    context.createMediaStreamSource(stream).connect(recorder);
    stream.getAudioTracks()[0].addEventListener("ended", () => { this.stop(); ended(); });
    this.#stream = stream;
    this.#context = context;
    await context.resume();
  }

  stop() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    this.#context?.close();
    this.#context = null;
  }

  /** @param {Float32Array} part */
  #take(part) {
    this.#heard.copyWithin(0, part.length);
    this.#heard.set(part, this.#heard.length - part.length);
    this.#total += part.length;
  }

  /** @param {number} seconds @returns {Float32Array<ArrayBuffer>} the last of what was heard, as far as it goes back */
  #last(seconds) {
    const n = Math.min(this.#total, this.#heard.length, Math.round(seconds * (this.#context?.sampleRate ?? RATE)));
    return this.#heard.slice(this.#heard.length - n);
  }

  /** @param {number} n @returns {number[]} how loud each of so many parts of the last second was, 0 to 1 */
  loudness(n) {
    const heard = this.#last(1), part = Math.max(1, Math.floor(heard.length / n));
    return Array.from({length: n}, (_, at) => {
      let loudest = 0;
      for (let i = at * part; i < (at + 1) * part && i < heard.length; i++) loudest = Math.max(loudest, Math.abs(heard[i]));
      return loudest;
    });
  }

  /** @returns {Promise<Float32Array<ArrayBuffer>>} the last second, as the network hears it */
  async moment() {
    return hear(await wav(this.#last(1), this.#context?.sampleRate ?? RATE).arrayBuffer(), RATE);
  }

  /**
   * The last seconds as files of a second each; what is left over is one more when it is half as long.
   * @param {number} seconds @param {(at: number) => string} nameOf @returns {File[]}
   */
  files(seconds, nameOf) {
    const rate = this.#context?.sampleRate ?? RATE, heard = this.#last(Math.min(seconds, KEPT_SECONDS - 1));
    /** @type {File[]} */ const files = [];
    for (let start = 0; start < heard.length && (!start || heard.length - start > rate / 2); start += rate) {
      files.push(new File([wav(heard.slice(start, start + rate), rate)], nameOf(files.length), {type: "audio/wav"}));
    }
    return files;
  }
}

/** @param {Float32Array} heard @param {number} rate @returns {Blob} a WAV file of one channel with 16 bits */
function wav(heard, rate) {
  const head = new DataView(new ArrayBuffer(44)), size = 2 * heard.length;
  const text = (/** @type {number} */ at, /** @type {string} */ letters) =>
    [...letters].forEach((letter, i) => head.setUint8(at + i, letter.charCodeAt(0)));
  text(0, "RIFF");
  head.setUint32(4, 36 + size, true);
  text(8, "WAVEfmt ");
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true); // whole numbers
  head.setUint16(22, 1, true); // one channel
  head.setUint32(24, rate, true);
  head.setUint32(28, 2 * rate, true);
  head.setUint16(32, 2, true);
  head.setUint16(34, 16, true);
  text(36, "data");
  head.setUint32(40, size, true);
  return new Blob([head, Int16Array.from(heard, (value) => Math.max(-1, Math.min(1, value)) * 32_767)]);
}
