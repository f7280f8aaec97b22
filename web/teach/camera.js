// @ts-check
/** A camera: what it sees, as the square in its middle. */
import {make} from "../media/make.js";

/** Pixels of a square: what the network sees. */
const SIDE = 224;

export class Camera {
  /** What it sees, to be shown. @type {HTMLVideoElement} */
  video = make("video", {muted: true, playsInline: true});
  #canvas = make("canvas", {width: SIDE, height: SIDE});
  #paint = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d", {willReadFrequently: true}));
  /** @type {MediaStream | null} */ #stream = null;

  /** @returns {boolean} */
  get isOn() { return this.#stream !== null; }

  /** Ask for it and switch it on. @param {() => void} ended is called when it is taken away @throws {DOMException} where there is none */
  async start(ended) {
    const stream = await navigator.mediaDevices.getUserMedia({video: {width: 640, height: 480, facingMode: "environment"}});
    this.#stream = stream;
    stream.getVideoTracks()[0].addEventListener("ended", () => { this.stop(); ended(); });
    this.video.srcObject = stream;
    await this.video.play();
  }

  stop() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    this.video.srcObject = null;
  }

  #draw() {
    const {videoWidth: width, videoHeight: height} = this.video, least = Math.min(width, height);
    this.#paint.imageSmoothingQuality = "high";
    this.#paint.drawImage(this.video, (width - least) / 2, (height - least) / 2, least, least, 0, 0, SIDE, SIDE);
  }

  /** @returns {{array: Uint8Array<ArrayBuffer>, shape: number[]}} what it sees now, as red, green and blue */
  pixels() {
    this.#draw();
    const {data} = this.#paint.getImageData(0, 0, SIDE, SIDE);
    const array = new Uint8Array(3 * SIDE * SIDE);
    for (let from = 0, to = 0; from < data.length; from += 4) {
      array[to++] = data[from];
      array[to++] = data[from + 1];
      array[to++] = data[from + 2];
    }
    return {array, shape: [SIDE, SIDE, 3]};
  }

  /** @param {string} name @returns {Promise<File>} what it sees now, as a JPEG file */
  file(name) {
    this.#draw();
    return new Promise((resolve, reject) => this.#canvas.toBlob((blob) => {
      if (blob) resolve(new File([blob], name, {type: blob.type}));
      else reject(new Error("The picture could not be written."));
    }, "image/jpeg", 0.92));
  }
}
