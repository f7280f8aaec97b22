// @ts-check
/** The losses on one axis: the network's on both parts of the rows, and the ELM's one solve as a level line. */
import {language, written} from "../page/dom.js";
import {svg} from "./svg.js";

const HEIGHT = 200;
const EDGE = {left: 44, right: 22, top: 10, bottom: 30};
const LEAST = 1e-6;

/** @typedef {{step: number[], train: (number | null)[], test: (number | null)[]}} History */

/**
 * Draw the chart.
 * @param {SVGSVGElement} place
 * @param {History} history
 * @param {{train_loss: number, test_loss: number | null}} elm
 */
export function drawLosses(place, history, elm) {
  const width = Math.max(240, place.clientWidth || 320);
  place.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  place.style.height = `${HEIGHT}px`;
  const level = elm.test_loss ?? elm.train_loss;
  const values = [...history.train, ...history.test, level].filter((value) => value !== null).map((value) => Math.max(value, LEAST));
  const low = Math.log10(Math.min(...values)) - 0.1, high = Math.log10(Math.max(...values)) + 0.1;
  const last = Math.max(1, history.step[history.step.length - 1]);
  const x = (/** @type {number} */ step) => EDGE.left + step / last * (width - EDGE.left - EDGE.right);
  const y = (/** @type {number} */ loss) =>
    EDGE.top + (high - Math.log10(Math.max(loss, LEAST))) / (high - low) * (HEIGHT - EDGE.top - EDGE.bottom);
  const parts = [];
  for (const tick of lossTicks(low, high)) {
    parts.push(svg("line", {x1: EDGE.left, x2: width - EDGE.right, y1: y(tick), y2: y(tick), class: "grid"}),
      svg("text", {x: EDGE.left - 6, y: y(tick) + 4, class: "tick end"}, short(tick)));
  }
  for (const step of stepTicks(last)) {
    parts.push(svg("text", {x: x(step), y: HEIGHT - 10, class: "tick middle"}, step.toLocaleString(language)));
  }
  parts.push(svg("path", {d: path(history.step, history.train, x, y), class: "loss train"}),
    svg("path", {d: path(history.step, history.test, x, y), class: "loss test"}),
    svg("line", {x1: EDGE.left, x2: width - EDGE.right, y1: y(level), y2: y(level), class: "loss elm"}));
  place.replaceChildren(...parts);
}

/**
 * @param {number[]} steps @param {(number | null)[]} losses
 * @param {(step: number) => number} x @param {(loss: number) => number} y
 */
function path(steps, losses, x, y) {
  let pen = "M";
  return steps.map((step, at) => {
    const loss = losses[at];
    if (loss === null) { pen = "M"; return ""; }
    const part = `${pen}${x(step).toFixed(1)} ${y(loss).toFixed(1)}`;
    pen = "L";
    return part;
  }).join("");
}

/** @param {number} low @param {number} high logarithms @returns {number[]} where the axis is labelled */
function lossTicks(low, high) {
  const decades = Math.max(1, Math.ceil((high - low) / 6));
  const within = high - low > 2.5 ? [1] : high - low > 1 ? [1, 3] : [1, 1.5, 2, 3, 5, 7];
  const ticks = [];
  for (let decade = Math.floor(low); decade <= high; decade++) {
    if (decade % decades) continue;
    for (const step of within) {
      const tick = step * 10 ** decade;
      if (Math.log10(tick) > low && Math.log10(tick) < high) ticks.push(tick);
    }
  }
  return ticks;
}

/** @param {number} last @returns {number[]} */
function stepTicks(last) {
  if (last < 4) return [0, last];
  const raw = last / 3, power = 10 ** Math.floor(Math.log10(raw));
  const gap = [1, 2, 5, 10].map((step) => step * power).find((step) => step >= raw) ?? raw;
  return Array.from({length: Math.floor(last / gap) + 1}, (_, at) => at * gap);
}

/** @param {number} value */
const short = (value) =>
  value >= 1e4 || value < 1e-3 ? value.toExponential(0).replace("+", "") : written(String(Number(value.toPrecision(2))));
