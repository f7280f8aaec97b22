// @ts-check
/**
 * What a browser does for examples (elmweb/bridge/_browser_examples.py): it hashes, decodes and keeps. This runs in the
 * engine, loaded when the first photo or clip is brought. One picture is decoded at a time, and let go before the next.
 */
import {Vectors} from "./vectors.js";

const THUMBNAIL = 96;

/** @typedef {{file: number} | {bytes: Uint8Array<ArrayBuffer>}} Source of an example */

export class Examples {
  vectors = new Vectors();
  /** @type {(number: number) => File | undefined} */ #fileOf;
  /** @type {(sound: Blob, rate: number) => Promise<Float32Array>} */ #hear;
  /** @type {Promise<unknown>} */ #last = Promise.resolve();

  /**
   * @param {(number: number) => File | undefined} fileOf a file of the page
   * @param {(sound: Blob, rate: number) => Promise<Float32Array>} hear has the page decode a clip, which no worker can
   */
  constructor(fileOf, hear) {
    this.#fileOf = fileOf;
    this.#hear = hear;
  }

  /** @param {Source} source @returns {Blob} */
  #blob(source) {
    if ("bytes" in source) return new Blob([source.bytes]);
    const file = this.#fileOf(source.file);
    if (!file) throw new Error(`file ${source.file} is not known here`);
    return file;
  }

  /** @param {Source} source @returns {Promise<string>} SHA-256 in hexadecimal */
  async digest(source) {
    const hash = await crypto.subtle.digest("SHA-256", await this.#blob(source).arrayBuffer());
    return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** @param {Source} source @param {number} size @returns {Promise<Uint8Array<ArrayBuffer>>} its first bytes */
  async head(source, size) {
    return new Uint8Array(await this.#blob(source).slice(0, size).arrayBuffer());
  }

  /**
   * Decode a photo, upright, its centre reduced to a square; what is transparent becomes white.
   * @param {Source} source @param {number} side
   * @returns {Promise<{pixels: Uint8Array<ArrayBuffer>, thumbnail: Uint8Array<ArrayBuffer>}>}
   */
  photo(source, side) {
    const next = this.#last.then(() => this.#decode(this.#blob(source), side));
    this.#last = next.catch(() => {});
    return next;
  }

  /** @param {Source} source @param {number} side @returns {Promise<Uint8Array<ArrayBuffer>>} the same square as a JPEG file */
  async small(source, side) {
    const next = this.#last.then(() => this.#square(this.#blob(source), side));
    this.#last = next.catch(() => {});
    const file = await (await next).canvas.convertToBlob({type: "image/jpeg", quality: 0.92});
    return new Uint8Array(await file.arrayBuffer());
  }

  /** @param {Blob} blob @param {number} side */
  async #square(blob, side) {
    const picture = await createImageBitmap(blob, {imageOrientation: "from-image"});
    const {width, height} = picture, least = Math.min(width, height);
    const canvas = new OffscreenCanvas(side, side);
    const paint = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d", {willReadFrequently: true}));
    paint.fillStyle = "white";
    paint.fillRect(0, 0, side, side);
    paint.imageSmoothingQuality = "high";
    paint.drawImage(picture, (width - least) / 2, (height - least) / 2, least, least, 0, 0, side, side);
    picture.close();
    return {canvas, paint};
  }

  /** @param {Blob} blob @param {number} side */
  async #decode(blob, side) {
    const {canvas, paint} = await this.#square(blob, side);
    const {data} = paint.getImageData(0, 0, side, side);
    const pixels = new Uint8Array(3 * side * side);
    for (let from = 0, to = 0; from < data.length; from += 4) {
      pixels[to++] = data[from];
      pixels[to++] = data[from + 1];
      pixels[to++] = data[from + 2];
    }
    const small = new OffscreenCanvas(THUMBNAIL, THUMBNAIL);
    const draw = /** @type {OffscreenCanvasRenderingContext2D} */ (small.getContext("2d"));
    draw.imageSmoothingQuality = "high";
    draw.drawImage(canvas, 0, 0, THUMBNAIL, THUMBNAIL);
    const file = await small.convertToBlob({type: "image/jpeg", quality: 0.7});
    return {pixels, thumbnail: new Uint8Array(await file.arrayBuffer())};
  }

  /** @param {Source} source @param {number} rate @returns {Promise<Float32Array>} one channel */
  sound(source, rate) {
    return this.#hear(this.#blob(source), rate);
  }
}
