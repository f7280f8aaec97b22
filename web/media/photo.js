// @ts-check
/**
 * <elm-photo>: a photo from a file, the clipboard or the camera, with boxes drawn over it when a model finds things.
 * Its attributes may say another name of the input (`data-name`), how many pixels are handed over (`data-side`), other
 * words (`data-choose`, `data-hint`, `data-shown`), and that there is no camera (`data-camera="none"`).
 */
import {Asking, refuse} from "./asking.js";
import {make} from "./make.js";
import {words} from "../words/media.js";

const MOST_SIDE = 640; // pixels handed over; most models see no more
const MOST_PIXELS = 100e6;
const KINDS = "image/*";

/** @typedef {{label: string, share: number, box: [number, number, number, number], colour: string, sure?: boolean}} Box corners from 0 to 1 */

export class Photo extends HTMLElement {
  #asking = new Asking(this);
  /** @type {HTMLCanvasElement} */ #canvas = make("canvas", {className: "shot", width: 320, height: 240});
  #paint = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d", {willReadFrequently: true}));
  /** @type {HTMLDivElement} */ #boxes = make("div", {className: "boxes"});
  /** @type {HTMLVideoElement} */ #video = make("video", {muted: true, playsInline: true});
  /** @type {MediaStream | null} */ #stream = null;
  /** @type {HTMLButtonElement} */ #camera = make("button", {type: "button", className: "btn", textContent: words.useCamera});
  /** @type {HTMLElement} */ #frame = make("div", {className: "photo empty"});

  connectedCallback() {
    if (this.childElementCount) return;
    this.dataset.drop = "photo";
    this.#canvas.setAttribute("role", "img");
    const {shown = words.photo, hint: how = words.dropPhoto, choose = words.choosePhoto, camera} = this.dataset;
    this.#canvas.setAttribute("aria-label", shown);
    const hint = make("p", {className: "small", textContent: matchMedia("(hover: none)").matches ? words.noPhotoYet : how});
    this.#frame.append(this.#canvas, this.#boxes, hint);
    const input = make("input", {type: "file", accept: KINDS, className: "sr"});
    this.#camera.onclick = () => this.#switchCamera();
    this.append(this.#frame, make("div", {className: "ways"},
      make("label", {className: "btn primary pick"}, input, choose), ...(camera === "none" ? [] : [this.#camera])));
    this.getRootNode().addEventListener("click", (event) => { // photos to try stand beside this element
      const path = /** @type {HTMLElement[]} */ (event.composedPath());
      const thumb = path.find((node) => node instanceof HTMLElement && node.dataset.photo);
      if (thumb?.dataset.photo) this.show(thumb.dataset.photo, thumb.querySelector("img")?.alt ?? "");
    });
  }

  disconnectedCallback() {
    this.#stop();
  }

  /** Read a file that was chosen, dropped or pasted. @param {Blob & {name?: string}} file */
  async take(file) {
    this.#stop();
    const value = `${file.name ?? words.pastedFile}, ${file.type || words.unknownKind}`;
    if (file.type && !file.type.startsWith("image/")) {
      return refuse({what: words.noPhoto, rule: words.aPicture, value});
    }
    try {
      const picture = await createImageBitmap(file);
      if (picture.width * picture.height > MOST_PIXELS) {
        picture.close();
        const pixels = words.millions(Math.round(picture.width * picture.height / 1e6));
        return refuse({what: words.photoTooLarge, rule: words.mostPixels, value: pixels});
      }
      this.#show(picture, picture.width, picture.height, file.name ?? words.pastedPhoto);
      picture.close();
    } catch {
      refuse({what: words.photoUnreadable, rule: words.wholePicture, value});
    }
  }

  /** Show a picture by its address. @param {string} source @param {string} name what it shows */
  async show(source, name) {
    this.#stop();
    const image = make("img", {src: source});
    await image.decode();
    this.#show(image, image.naturalWidth, image.naturalHeight, name);
  }

  /** @returns {HTMLCanvasElement} the photo as it is shown */
  get picture() {
    return this.#canvas;
  }

  /** Draw boxes over the photo. @param {Box[]} boxes */
  mark(boxes) {
    this.#boxes.replaceChildren(...boxes.map(({label, share, box: [left, top, right, bottom], colour, sure = true}) => {
      const text = make("span", {textContent: `${label} ${Math.round(100 * share)}`});
      const box = make("div", {className: "box"}, text);
      const percent = (/** @type {number} */ part) => `${100 * part}%`;
      Object.assign(box.style, {left: percent(left), top: percent(top), width: percent(right - left),
        height: percent(bottom - top)});
      box.style.setProperty("--box", colour);
      if (!sure) box.classList.add("unsure");
      if (top < 0.08) box.classList.add("inside"); // its word would be cut off above the photo
      return box;
    }));
  }

  /** @param {CanvasImageSource} picture @param {number} width @param {number} height @param {string} name */
  #show(picture, width, height, name) {
    const scale = Math.min(1, Number(this.dataset.side ?? MOST_SIDE) / Math.max(width, height));
    this.#canvas.width = Math.max(1, Math.round(width * scale));
    this.#canvas.height = Math.max(1, Math.round(height * scale));
    this.#paint.imageSmoothingQuality = "high";
    this.#paint.drawImage(picture, 0, 0, this.#canvas.width, this.#canvas.height);
    this.#frame.classList.remove("empty");
    if (!this.#stream) this.mark([]);
    this.#asking.ask(() => this.#question(name));
  }

  /** @param {string} name to compare the next photo with; the frames of a camera pass by, and none is kept for that */
  #question(name) {
    const {width, height} = this.#canvas;
    const {data} = this.#paint.getImageData(0, 0, width, height);
    const rgb = new Uint8Array(3 * width * height);
    for (let from = 0, to = 0; from < data.length; from += 4) {
      const share = data[from + 3] / 255; // what is transparent is white
      for (let c = 0; c < 3; c++) rgb[to++] = share * data[from + c] + 255 * (1 - share);
    }
    const input = this.dataset.name ?? "photo", more = input === "photo" && !this.dataset.message ? {name, keep: !this.#stream} : {};
    return {name: input, array: rgb, shape: [height, width, 3], more};
  }

  async #switchCamera() {
    if (this.#stream) return this.#stop();
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({video: {width: 640, height: 480, facingMode: "environment"}});
    } catch (error) {
      const why = error instanceof Error ? error.name : String(error);
      return refuse({what: words.noCamera, rule: words.needsCamera, value: why});
    }
    this.#camera.textContent = words.stopCamera;
    this.#video.srcObject = this.#stream;
    await this.#video.play();
    const look = () => {
      if (!this.#stream) return;
      this.#show(this.#video, this.#video.videoWidth, this.#video.videoHeight, "camera");
      setTimeout(look, 50); // Asking leaves out the frames that nobody has time for
    };
    look();
  }

  #stop() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    this.#camera.textContent = words.useCamera;
  }
}

customElements.define("elm-photo", Photo);
