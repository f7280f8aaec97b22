// @ts-check
/**
 * <elm-sound>: a clip from a file or the microphone, at 16,000 values a second as the models here hear it.
 *
 * data-longest  seconds of a clip that are heard, 10 if nothing is said
 * data-free     the microphone is on until it is stopped, not for 3 seconds; and a new clip stops the answer to the last
 */
import {send} from "../page/messages.js";
import {Asking, refuse} from "./asking.js";
import {hear} from "./hear.js";
import {make} from "./make.js";
import {words} from "../words/media.js";

const RATE = 16_000;
const LONGEST_SECONDS = 10;
const RECORD_MS = 3_000;

class Sound extends HTMLElement {
  #asking = new Asking(this);
  /** @type {HTMLCanvasElement} */ #wave = make("canvas", {className: "wave", width: 640, height: 96});
  /** @type {HTMLButtonElement} */ #record = make("button", {type: "button", className: "btn"});
  /** @type {MediaRecorder | null} */ #recorder = null;

  get #longest() { return Number(this.dataset.longest ?? LONGEST_SECONDS); }
  get #isFree() { return this.dataset.free !== undefined; }

  connectedCallback() {
    if (this.childElementCount) return;
    this.dataset.drop = "sound";
    this.#wave.hidden = true; // until there is a clip
    this.#wave.setAttribute("role", "img");
    this.#wave.setAttribute("aria-label", words.loudness);
    const input = make("input", {type: "file", accept: "audio/*,video/*", className: "sr"});
    this.#record.onclick = () => this.#recorder ? this.#recorder.stop() : this.#listen();
    this.#rest();
    this.append(this.#wave, make("div", {className: "ways"},
      make("label", {className: "btn primary pick"}, input, words.chooseClip), this.#record));
    this.getRootNode().addEventListener("click", (event) => { // clips to try stand beside this element
      const path = /** @type {HTMLElement[]} */ (event.composedPath());
      const source = path.find((node) => node instanceof HTMLElement && node.dataset.sound)?.dataset.sound;
      if (source) this.#fetch(source);
    });
  }

  disconnectedCallback() {
    this.#recorder?.stream.getTracks().forEach((track) => track.stop());
  }

  /** Read a file that was chosen or dropped. @param {Blob & {name?: string}} file */
  async take(file) {
    try {
      this.#hear(await hear(await file.arrayBuffer(), RATE), file.name ?? "clip");
    } catch {
      refuse({what: words.clipUnreadable, rule: words.aSound,
        value: `${file.name ?? words.theFile}, ${file.type || words.unknownKind}`});
    }
  }

  /** Hear a clip of the site. @param {string} source its address */
  async #fetch(source) {
    const answer = await fetch(source).catch(() => null);
    if (!answer?.ok) {
      return refuse({what: words.clipNotFetched, rule: words.connection, value: source});
    }
    await this.take(Object.assign(await answer.blob(), {name: source.split("/").pop()}));
  }

  async #listen() {
    /** @type {MediaStream} */ let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({audio: true});
    } catch (error) {
      const why = error instanceof Error ? error.name : String(error);
      return refuse({what: words.noMicrophone, rule: words.needsMicrophone, value: why});
    }
    const recorder = this.#recorder = new MediaRecorder(stream);
    this.#record.disabled = !this.#isFree;
    this.#record.textContent = this.#isFree ? words.stopRecording : words.listening;
    /** @type {Blob[]} */ const parts = [];
    recorder.ondataavailable = ({data}) => parts.push(data);
    recorder.onstop = () => {
      stream.getTracks().forEach((track) => track.stop());
      this.#rest();
      if (this.isConnected) this.take(Object.assign(new Blob(parts, {type: recorder.mimeType}), {name: "recording"}));
    };
    recorder.start();
    setTimeout(() => { if (recorder.state === "recording") recorder.stop(); }, this.#isFree ? 1_000 * this.#longest : RECORD_MS);
  }

  #rest() {
    this.#recorder = null;
    this.#record.disabled = false;
    this.#record.textContent = this.#isFree ? words.record : words.recordThreeSeconds;
  }

  /** @param {Float32Array} clip @param {string} name */
  #hear(clip, name) {
    const heard = clip.slice(0, this.#longest * RATE);
    this.#draw(heard);
    if (this.#isFree) send("halt_model", {});
    this.#asking.ask(() => ({name: "sound", array: heard, shape: [heard.length],
      more: {clip: name, seconds: clip.length / RATE}}));
  }

  /** @param {Float32Array} clip */
  #draw(clip) {
    const paint = /** @type {CanvasRenderingContext2D} */ (this.#wave.getContext("2d"));
    const {width, height} = this.#wave;
    this.#wave.hidden = false;
    paint.clearRect(0, 0, width, height);
    paint.fillStyle = getComputedStyle(this.#wave).color;
    for (let x = 0; x < width; x += 3) {
      let loudest = 0;
      const end = Math.floor((x + 3) * clip.length / width);
      for (let i = Math.floor(x * clip.length / width); i < end; i++) loudest = Math.max(loudest, Math.abs(clip[i]));
      const tall = Math.max(2, Math.min(1, loudest) * height);
      paint.fillRect(x, (height - tall) / 2, 2, tall);
    }
  }
}

customElements.define("elm-sound", Sound);
