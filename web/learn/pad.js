// @ts-check
/** A plane to draw points on: by pressing, or with the arrow keys and Enter. */
import {make} from "../media/make.js";
import {drawPoints, signOf, wipe} from "./surface.js";
import {words} from "../words/learn.js";

/** @typedef {[number, number, number]} Point coordinates from -1 to 1, and the class */

const KINDS = ["A", "B", "C"];
const MOST = 300;
const PLANE = {x: "x", y: "y", side: 2, x_range: [-1.2, 1.2], y_range: [-1.2, 1.2], held: []};
const MOVES = /** @type {Record<string, [number, number]>} */ (
  {ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1]});

export class Pad {
  /** @type {Point[]} */ points = [];
  #kind = 0;
  /** @type {[number, number]} where the cross of the keyboard is */ #cross = [0, 0];
  #canvas = make("canvas", {className: "plane pad-plane", tabIndex: 0});
  #said = make("p", {className: "small"});

  /**
   * @param {HTMLElement} place
   * @param {(points: Point[]) => void} learn is called with the points when somebody asks for it
   */
  constructor(place, learn) {
    this.#canvas.setAttribute("role", "application");
    this.#canvas.setAttribute("aria-label", words.plane);
    this.#said.setAttribute("role", "status");
    const kinds = make("fieldset", {className: "kinds"}, make("legend", {textContent: words.nextClass}),
      ...KINDS.map((kind, at) => {
        const input = make("input", {type: "radio", name: "kind", value: kind, checked: at === 0, ariaLabel: kind});
        input.addEventListener("change", () => { this.#kind = at; this.draw(); });
        const sign = make("span", {textContent: `${signOf(at).mark} `, ariaHidden: "true"});
        sign.style.color = signOf(at).colour;
        return make("label", {}, input, sign, kind);
      }));
    const button = (/** @type {string} */ textContent, /** @type {() => void} */ onclick, className = "btn sm") =>
      make("button", {type: "button", textContent, onclick, className});
    place.replaceChildren(this.#canvas, make("div", {className: "gapped"}, kinds,
      make("div", {className: "ways"},
        button(words.learnThese, () => learn(this.points), "btn primary"),
        button(words.undo, () => { this.points.pop(); this.draw(); }),
        button(words.clear, () => { this.points = []; this.draw(); })), this.#said));
    this.#canvas.addEventListener("pointerdown", (event) => {
      const {left, top, width, height} = this.#canvas.getBoundingClientRect();
      this.#add((event.clientX - left) / width * 2.4 - 1.2, 1.2 - (event.clientY - top) / height * 2.4);
    });
    this.#canvas.addEventListener("keydown", (event) => {
      const move = MOVES[event.key];
      if (move) this.#cross = [clip(this.#cross[0] + move[0]), clip(this.#cross[1] + move[1])];
      else if (event.key === "Enter" || event.key === " ") this.#add(...this.#cross);
      else return;
      event.preventDefault();
      this.draw();
    });
    this.#canvas.addEventListener("focus", () => this.draw());
    this.#canvas.addEventListener("blur", () => this.draw());
  }

  /** @param {number} x @param {number} y */
  #add(x, y) {
    if (this.points.length < MOST) this.points.push([round(clip(x)), round(clip(y)), this.#kind]);
    this.draw();
  }

  /** Draw the points, and the cross while the keyboard is here. */
  draw() {
    wipe(this.#canvas);
    drawPoints(this.#canvas, {...PLANE, points: this.points}, true);
    const counts = KINDS.map((kind, at) => words.pointsOf(this.points.filter((point) => point[2] === at).length, kind));
    const full = this.points.length === MOST ? words.isFull : "";
    this.#said.textContent = words.howToDraw(counts) + full;
    if (/** @type {ShadowRoot} */ (this.#canvas.getRootNode()).activeElement !== this.#canvas) return;
    const pen = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d"));
    const [x, y] = [(this.#cross[0] + 1.2) / 2.4 * this.#canvas.width, (1.2 - this.#cross[1]) / 2.4 * this.#canvas.width];
    pen.strokeStyle = getComputedStyle(this.#canvas).color;
    pen.lineWidth = 2;
    pen.beginPath();
    for (const [dx, dy] of [[12, 0], [0, 12]]) {
      pen.moveTo(x - dx, y - dy);
      pen.lineTo(x + dx, y + dy);
    }
    pen.stroke();
  }
}

/** @param {number} value */
const clip = (value) => Math.min(1.1, Math.max(-1.1, value));
/** @param {number} value */
const round = (value) => Math.round(value * 1000) / 1000;
