// @ts-check
/** <elm-sound>: a clip from a file or the microphone, at 16,000 values a second as the models here hear it. */
import {Asking, refuse} from "./asking.js";
import {make} from "./make.js";

const RATE = 16_000;
const MOST_SECONDS = 10;
const RECORD_MS = 3_000;

class Sound extends HTMLElement {
  #asking = new Asking(this);
  /** @type {HTMLCanvasElement} */ #wave = make("canvas", {className: "wave", width: 640, height: 96});
  /** @type {HTMLButtonElement} */ #record = make("button", {type: "button", className: "btn", textContent: "Record 3 seconds"});

  connectedCallback() {
    if (this.childElementCount) return;
    this.dataset.drop = "sound";
    this.#wave.setAttribute("role", "img");
    this.#wave.setAttribute("aria-label", "The clip's loudness over time");
    const input = make("input", {type: "file", accept: "audio/*,video/*", className: "sr"});
    this.#record.onclick = () => this.#listen();
    this.append(this.#wave, make("div", {className: "ways"},
      make("label", {className: "btn primary pick"}, input, "Choose a clip"), this.#record));
  }

  /** Read a file that was chosen or dropped. @param {Blob & {name?: string}} file */
  async take(file) {
    try {
      this.#hear(await decode(await file.arrayBuffer()), file.name ?? "clip");
    } catch {
      refuse({what: "The clip cannot be read.", rule: "sound the browser can play: WAV, MP3, M4A, OGG or WebM",
        value: `${file.name ?? "the file"}, ${file.type || "of no known kind"}`});
    }
  }

  async #listen() {
    /** @type {MediaStream} */ let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({audio: true});
    } catch (error) {
      const why = error instanceof Error ? error.name : String(error);
      return refuse({what: "There is no microphone to listen with.", rule: "a microphone, and your leave to use it", value: why});
    }
    this.#record.disabled = true;
    this.#record.textContent = "Listening";
    const recorder = new MediaRecorder(stream);
    /** @type {Blob[]} */ const parts = [];
    recorder.ondataavailable = ({data}) => parts.push(data);
    recorder.onstop = () => {
      stream.getTracks().forEach((track) => track.stop());
      this.#record.disabled = false;
      this.#record.textContent = "Record 3 seconds";
      this.take(Object.assign(new Blob(parts, {type: recorder.mimeType}), {name: "recording"}));
    };
    recorder.start();
    setTimeout(() => recorder.stop(), RECORD_MS);
  }

  /** @param {Float32Array} clip @param {string} name */
  #hear(clip, name) {
    const heard = clip.slice(0, MOST_SECONDS * RATE);
    this.#draw(heard);
    this.#asking.ask(() => ({name: "sound", array: heard, shape: [heard.length],
      more: {clip: name, seconds: clip.length / RATE}}));
  }

  /** @param {Float32Array} clip */
  #draw(clip) {
    const paint = /** @type {CanvasRenderingContext2D} */ (this.#wave.getContext("2d"));
    const {width, height} = this.#wave;
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

/** @param {ArrayBuffer} bytes @returns {Promise<Float32Array>} one channel at 16,000 values a second */
async function decode(bytes) {
  const found = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(bytes);
  const context = new OfflineAudioContext(1, Math.max(1, found.length), RATE); // decoding has set the rate already
  const source = context.createBufferSource();
  source.buffer = found;
  source.connect(context.destination); // several channels become one here
  source.start();
  return (await context.startRendering()).getChannelData(0);
}

customElements.define("elm-sound", Sound);
