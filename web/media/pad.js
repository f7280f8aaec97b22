// @ts-check
/** <elm-pad>: draw with a pen, a finger or the mouse; every stroke is read while it is drawn. */
import {Asking} from "./asking.js";
import {make} from "./make.js";
import {words} from "../words/media.js";

const SIDE = 280; // pixels of the drawing; a digit reader sees 28
const PEN = 20;

/** Digits for people who cannot draw, as strokes of points. @type {number[][][][]} */
const SAMPLES = [
  [[[85, 75], [120, 50], [165, 55], [180, 90], [150, 125], [115, 135], [160, 140], [190, 175], [175, 215], [130, 232], [85, 215]]],
  [[[80, 70], [195, 66], [150, 150], [125, 235]], [[105, 150], [185, 146]]],
  [[[90, 95], [110, 62], [155, 55], [185, 85], [175, 125], [130, 175], [85, 225], [140, 220], [205, 222]]],
  [[[190, 60], [115, 62], [105, 130], [150, 115], [190, 145], [190, 195], [150, 228], [95, 215]]],
];

class Pad extends HTMLElement {
  #asking = new Asking(this);
  /** @type {HTMLCanvasElement} */ #canvas = make("canvas", {width: SIDE, height: SIDE, className: "pad", tabIndex: -1});
  #ink = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d", {willReadFrequently: true}));
  /** @type {{x: number, y: number} | null} where the pen is, while it is down */ #pen = null;
  #next = 0; // of the samples

  connectedCallback() {
    if (this.childElementCount) return;
    this.#canvas.setAttribute("aria-label", this.getAttribute("label") ?? words.draw);
    this.#canvas.setAttribute("role", "img");
    const clear = make("button", {type: "button", className: "btn sm", textContent: words.clear, onclick: () => this.clear()});
    const sample = make("button", {type: "button", className: "btn sm", textContent: words.sampleDigit,
      onclick: () => this.#sample()});
    this.append(this.#canvas, make("div", {className: "ways"}, clear, sample));
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

  /** Draw the next sample. */
  #sample() {
    this.#ink.clearRect(0, 0, SIDE, SIDE);
    for (const stroke of SAMPLES[this.#next++ % SAMPLES.length]) {
      stroke.slice(1).forEach(([x, y], at) => this.#line({x: stroke[at][0], y: stroke[at][1]}, {x, y}));
    }
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
    this.#line(this.#pen, to);
    this.#pen = to;
    this.#ask();
  }

  /** @param {{x: number, y: number}} from @param {{x: number, y: number}} to */
  #line(from, to) {
    // The drawing is told apart by how opaque it is, so the ink may follow the page's theme.
    this.#ink.strokeStyle = getComputedStyle(this.#canvas).color;
    this.#ink.beginPath();
    this.#ink.moveTo(from.x, from.y);
    this.#ink.lineTo(to.x + 0.01, to.y); // a dot is a line too
    this.#ink.stroke();
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
