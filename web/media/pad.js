// @ts-check
/** <elm-pad>: draw with a pen, a finger or the mouse; every stroke is read while it is drawn. */
import {Asking, make} from "./asking.js";

const SIDE = 280; // pixels of the drawing; a digit reader sees 28
const PEN = 20;

class Pad extends HTMLElement {
  #asking = new Asking();
  /** @type {HTMLCanvasElement} */ #canvas = make("canvas", {width: SIDE, height: SIDE, className: "pad", tabIndex: -1});
  #ink = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d", {willReadFrequently: true}));
  /** @type {{x: number, y: number} | null} where the pen is, while it is down */ #pen = null;

  connectedCallback() {
    if (this.childElementCount) return;
    this.#canvas.setAttribute("aria-label", this.getAttribute("label") ?? "Draw here");
    this.#canvas.setAttribute("role", "img");
    const clear = make("button", {type: "button", className: "btn sm", textContent: "Clear", onclick: () => this.clear()});
    this.append(this.#canvas, make("div", {className: "ways"}, clear));
    Object.assign(this.#ink, {lineWidth: PEN, lineCap: "round", lineJoin: "round"});
    this.#canvas.addEventListener("pointerdown", (event) => this.#down(event));
    this.#canvas.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) this.#canvas.addEventListener(end, () => { this.#pen = null; });
  }

  /** Wipe the drawing and what was read from it. */
  clear() {
    this.#ink.clearRect(0, 0, SIDE, SIDE);
    this.#ask();
  }

  /** Show a picture as if it had been drawn. @param {string} source its address, such as a data address */
  async show(source) {
    const image = make("img", {src: source});
    await image.decode();
    this.#ink.clearRect(0, 0, SIDE, SIDE);
    this.#ink.drawImage(image, 0, 0, SIDE, SIDE);
    this.#ask();
  }

  /** @param {PointerEvent} event @returns {{x: number, y: number}} in pixels of the drawing */
  #at(event) {
    const {left, top, width, height} = this.#canvas.getBoundingClientRect();
    return {x: (event.clientX - left) * SIDE / width, y: (event.clientY - top) * SIDE / height};
  }

  /** @param {PointerEvent} event */
  #down(event) {
    event.preventDefault();
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pen = this.#at(event);
    this.#move(event);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (!this.#pen) return;
    const to = this.#at(event);
    // The drawing is told apart by how opaque it is, so the ink may follow the page's theme.
    this.#ink.strokeStyle = getComputedStyle(this.#canvas).color;
    this.#ink.beginPath();
    this.#ink.moveTo(this.#pen.x, this.#pen.y);
    this.#ink.lineTo(to.x + 0.01, to.y); // a dot is a line too
    this.#ink.stroke();
    this.#pen = to;
    this.#ask();
  }

  #ask() {
    this.#asking.ask(() => {
      const {data} = this.#ink.getImageData(0, 0, SIDE, SIDE);
      const ink = new Uint8Array(SIDE * SIDE);
      for (let i = 0; i < ink.length; i++) ink[i] = data[4 * i + 3];
      return {name: "drawing", array: ink, shape: [SIDE, SIDE]};
    });
  }
}

customElements.define("elm-pad", Pad);
