// @ts-check
/** <elm-photo>: a photo from a file, the clipboard or the camera, with boxes drawn over it when a model finds things. */
import {Asking, refuse} from "./asking.js";
import {make} from "./make.js";

const MOST_SIDE = 640; // pixels handed over; no model here sees more
const MOST_PIXELS = 100e6;
const KINDS = "image/*";

/** @typedef {{label: string, share: number, box: [number, number, number, number], colour: string}} Box corners from 0 to 1 */

export class Photo extends HTMLElement {
  #asking = new Asking(this);
  /** @type {HTMLCanvasElement} */ #canvas = make("canvas", {className: "shot", width: 320, height: 240});
  #paint = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d", {willReadFrequently: true}));
  /** @type {HTMLDivElement} */ #boxes = make("div", {className: "boxes"});
  /** @type {HTMLVideoElement} */ #video = make("video", {muted: true, playsInline: true});
  /** @type {MediaStream | null} */ #stream = null;
  /** @type {HTMLButtonElement} */ #camera = make("button", {type: "button", className: "btn", textContent: "Use the camera"});
  /** @type {HTMLElement} */ #frame = make("div", {className: "photo empty"});

  connectedCallback() {
    if (this.childElementCount) return;
    this.dataset.drop = "photo";
    this.#canvas.setAttribute("role", "img");
    this.#canvas.setAttribute("aria-label", "The photo");
    const hint = make("p", {className: "small", textContent: "Drop a photo here, or paste one."});
    this.#frame.append(this.#canvas, this.#boxes, hint);
    const input = make("input", {type: "file", accept: KINDS, className: "sr"});
    this.#camera.onclick = () => this.#switchCamera();
    this.append(this.#frame, make("div", {className: "ways"},
      make("label", {className: "btn primary pick"}, input, "Choose a photo"), this.#camera));
    this.getRootNode().addEventListener("click", (event) => { // photos to try stand beside this element
      const path = /** @type {HTMLElement[]} */ (event.composedPath());
      const source = path.find((node) => node instanceof HTMLElement && node.dataset.photo)?.dataset.photo;
      if (source) this.show(source);
    });
  }

  disconnectedCallback() {
    this.#stop();
  }

  /** Read a file that was chosen, dropped or pasted. @param {Blob & {name?: string}} file */
  async take(file) {
    this.#stop();
    const value = `${file.name ?? "the pasted file"}, ${file.type || "of no known kind"}`;
    if (file.type && !file.type.startsWith("image/")) {
      return refuse({what: "This is not a photo.", rule: "a picture: JPEG, PNG, WebP, GIF or AVIF", value});
    }
    try {
      const picture = await createImageBitmap(file);
      if (picture.width * picture.height > MOST_PIXELS) {
        picture.close();
        const pixels = `${Math.round(picture.width * picture.height / 1e6)} million`;
        return refuse({what: "The photo is too large.", rule: "100 million pixels at the most", value: pixels});
      }
      this.#show(picture, picture.width, picture.height);
      picture.close();
    } catch {
      refuse({what: "The photo cannot be read.", rule: "a whole picture: JPEG, PNG, WebP, GIF or AVIF", value});
    }
  }

  /** Show a picture by its address. @param {string} source */
  async show(source) {
    this.#stop();
    const image = make("img", {src: source});
    await image.decode();
    this.#show(image, image.naturalWidth, image.naturalHeight);
  }

  /** Draw boxes over the photo. @param {Box[]} boxes */
  mark(boxes) {
    this.#boxes.replaceChildren(...boxes.map(({label, share, box: [left, top, right, bottom], colour}) => {
      const text = make("span", {textContent: `${label} ${Math.round(100 * share)}`});
      const box = make("div", {className: "box"}, text);
      const percent = (/** @type {number} */ part) => `${100 * part}%`;
      Object.assign(box.style, {left: percent(left), top: percent(top), width: percent(right - left),
        height: percent(bottom - top)});
      box.style.setProperty("--box", colour);
      if (top < 0.08) box.classList.add("inside"); // its word would be cut off above the photo
      return box;
    }));
  }

  /** @param {CanvasImageSource} picture @param {number} width @param {number} height */
  #show(picture, width, height) {
    const scale = Math.min(1, MOST_SIDE / Math.max(width, height));
    this.#canvas.width = Math.max(1, Math.round(width * scale));
    this.#canvas.height = Math.max(1, Math.round(height * scale));
    this.#paint.imageSmoothingQuality = "high";
    this.#paint.drawImage(picture, 0, 0, this.#canvas.width, this.#canvas.height);
    this.#frame.classList.remove("empty");
    if (!this.#stream) this.mark([]);
    this.#asking.ask(() => this.#question());
  }

  #question() {
    const {width, height} = this.#canvas;
    const {data} = this.#paint.getImageData(0, 0, width, height);
    const rgb = new Uint8Array(3 * width * height);
    for (let from = 0, to = 0; from < data.length; from += 4) {
      const share = data[from + 3] / 255; // what is transparent is white
      for (let c = 0; c < 3; c++) rgb[to++] = share * data[from + c] + 255 * (1 - share);
    }
    return {name: "photo", array: rgb, shape: [height, width, 3]};
  }

  async #switchCamera() {
    if (this.#stream) return this.#stop();
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({video: {width: 640, height: 480, facingMode: "environment"}});
    } catch (error) {
      const why = error instanceof Error ? error.name : String(error);
      return refuse({what: "There is no camera to look through.", rule: "a camera, and your leave to use it", value: why});
    }
    this.#camera.textContent = "Stop the camera";
    this.#video.srcObject = this.#stream;
    await this.#video.play();
    const look = () => {
      if (!this.#stream) return;
      this.#show(this.#video, this.#video.videoWidth, this.#video.videoHeight);
      setTimeout(look, 50); // Asking leaves out the frames that nobody has time for
    };
    look();
  }

  #stop() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    this.#camera.textContent = "Use the camera";
  }
}

customElements.define("elm-photo", Photo);
