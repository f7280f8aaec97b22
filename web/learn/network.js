// @ts-check
/** The drawing of a network: units in columns, a line for each connection, which can be pressed. */
import {svg} from "./svg.js";
import {words} from "../words/learn.js";

/** @typedef {{title: string, names: string[], more: number}} Layer */

const UNIT = 16; // radius
const ROW = 36;
const TOP = 26;
const WIDEST = 7; // of a line

export class NetworkDrawing {
  /** @type {SVGSVGElement} */ #svg;
  /** @type {Layer[]} */ #layers = [];
  /** @type {SVGLineElement[][][]} by layer, start and end */ #lines = [];
  /** @type {SVGTextElement[][]} by layer and unit */ #values = [];

  /**
   * @param {SVGSVGElement} element
   * @param {(link: number[]) => void} press is called with the connection that was pressed
   */
  constructor(element, press) {
    this.#svg = element;
    element.addEventListener("click", (event) => {
      const link = event.target instanceof SVGElement ? event.target.dataset.link : undefined;
      if (link) press(link.split(".").map(Number));
    });
  }

  /** @param {Layer[]} layers the inputs first */
  draw(layers) {
    this.#layers = layers;
    const width = Math.max(280, this.#svg.clientWidth || 640);
    const most = Math.max(...layers.map(({names}) => names.length));
    const height = TOP + most * ROW + 22;
    this.#svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#svg.style.height = `${height}px`;
    const longest = (/** @type {number} */ at) => Math.max(...layers[at].names.map(({length}) => Math.min(8, length)));
    const left = UNIT + 12 + 7 * longest(0), right = UNIT + 12 + 7 * longest(layers.length - 1);
    const x = (/** @type {number} */ at) => left + at * (width - left - right) / (layers.length - 1);
    const y = (/** @type {number} */ at, /** @type {number} */ n) => TOP + (most - n) * ROW / 2 + (at + 0.5) * ROW;
    const lines = svg("g", {}), hits = svg("g", {}), units = svg("g", {});
    this.#lines = layers.slice(1).map((layer, at) => layers[at].names.map((_, i) => layer.names.map((_, j) => {
      const ends = {x1: x(at), y1: y(i, layers[at].names.length), x2: x(at + 1), y2: y(j, layer.names.length)};
      const line = svg("line", {...ends, class: "weight"});
      lines.append(line);
      hits.append(svg("line", {...ends, class: "hit", "data-link": `${at}.${i}.${j}`}));
      return line;
    })));
    this.#values = layers.map(({title, names, more}, at) => {
      const last = at === layers.length - 1;
      const short = layers.length > 5 && at % 2 === 1 && !last && width < 500 ? "" : title;
      units.append(svg("text", {x: x(at), y: 14, class: "column"}, short));
      if (more) units.append(svg("text", {x: x(at), y: height - 6, class: "column"}, words.andMore(more)));
      return names.map((name, i) => {
        const [cx, cy] = [x(at), y(i, names.length)];
        units.append(svg("circle", {cx, cy, r: UNIT, class: "unit"}));
        const outer = at === 0 || last;
        if (outer) {
          const place = at === 0 ? {x: cx - UNIT - 5, class: "name end"} : {x: cx + UNIT + 5, class: "name"};
          units.append(svg("text", {...place, y: cy + 4}, name.length > 8 ? `${name.slice(0, 7)}…` : name));
        }
        const value = svg("text", {x: cx, y: cy + 4, class: "value"});
        units.append(value);
        return value;
      });
    });
    this.#svg.replaceChildren(lines, units, hits);
  }

  /** @param {any} view */
  show(view) {
    const {weights, gradients, units, connection} = view;
    const ofGradients = gradients[0] !== null && view.stop === "backward";
    const shown = ofGradients ? gradients : weights;
    const most = Math.max(1e-12, ...shown.flat(2).map(Math.abs));
    this.#lines.forEach((starts, at) => starts.forEach((ends, i) => ends.forEach((line, j) => {
      const value = shown[at]?.[i]?.[j] ?? 0;
      const chosen = connection.layer === at && connection.start === i && connection.end === j;
      line.style.strokeWidth = String(0.4 + (WIDEST - 0.4) * Math.abs(value) / most);
      line.setAttribute("class", `weight${value < 0 ? " minus" : ""}${chosen ? " chosen" : ""}`);
    })));
    this.#values.forEach((texts, at) => texts.forEach((text, i) => { text.textContent = units[at]?.[i] ?? ""; }));
    const {layer, start, end, starts, ends} = connection;
    const sizes = this.#layers.map(({names, more}) => names.length + more).join(", ");
    this.#svg.setAttribute("aria-label", words.ofNetwork(sizes, starts[start], ends[end], layer + 1));
    return ofGradients ? words.thickAsGradient : words.thickAsWeight;
  }
}
