// @ts-check
/** What a model says over the plane: a colour for each class, paler where it is less certain, and the rows on it. */

/** Okabe and Ito's colours, each with a marker of its own: those of elmweb/app/surface.py. */
const COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#8A8A00", "#7A4FBF"];
const LEVELS = 15;

/** @typedef {{x: string, y: string, side: number, x_range: number[], y_range: number[], points: (number | null)[][], held: (number | null)[][]}} Plane */

/** @param {string} colour @returns {number[]} its three channels */
function channels(colour) {
  const probe = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  probe.fillStyle = colour;
  const hex = String(probe.fillStyle);
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

/** @param {Element} element @param {string} name @returns {string} a colour of the page as it is now */
const colourOf = (element, name) => getComputedStyle(element).getPropertyValue(name).trim();

/**
 * Paint predictions over the plane.
 * @param {HTMLCanvasElement} canvas
 * @param {string} surface bytes in base64
 * @param {Plane} plane
 * @param {boolean} byClass
 */
export function paintSurface(canvas, surface, plane, byClass) {
  const {side} = plane;
  const bytes = Uint8Array.from(atob(surface), (letter) => letter.charCodeAt(0));
  const ground = channels(colourOf(canvas, "--bg"));
  const colours = byClass ? COLOURS.map(channels) : [channels(colourOf(canvas, "--c-elm"))];
  const small = document.createElement("canvas");
  small.width = small.height = side;
  const ink = /** @type {CanvasRenderingContext2D} */ (small.getContext("2d"));
  const image = ink.createImageData(side, side);
  for (let at = 0; at < bytes.length; at++) {
    const colour = byClass ? colours[(bytes[at] >> 4) % colours.length] : colours[0];
    const strength = byClass ? 0.12 + 0.5 * (bytes[at] & 15) / LEVELS : 0.06 + 0.94 * bytes[at] / 255;
    const place = 4 * ((side - 1 - Math.floor(at / side)) * side + at % side); // the lowest row comes first
    for (let k = 0; k < 3; k++) image.data[place + k] = strength * colour[k] + (1 - strength) * ground[k];
    image.data[place + 3] = 255;
  }
  ink.putImageData(image, 0, 0);
  const pixels = fit(canvas);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.imageSmoothingEnabled = true;
  pen.drawImage(small, 0, 0, pixels, pixels);
}

/** @param {HTMLCanvasElement} canvas @returns {number} its side in pixels of the screen */
function fit(canvas) {
  const pixels = Math.round((canvas.clientWidth || 280) * Math.min(2, devicePixelRatio || 1));
  if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
  return pixels;
}

/** Wipe a plane. @param {HTMLCanvasElement} canvas */
export function wipe(canvas) {
  const pixels = fit(canvas);
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).clearRect(0, 0, pixels, pixels);
}

/**
 * Draw rows as markers: those held back hollow, those of the batch with a ring, the one that is followed with a large one.
 * @param {HTMLCanvasElement} canvas
 * @param {Plane} plane
 * @param {boolean} byClass
 * @param {{batch?: number[], followed?: number}} [marked]
 */
export function drawPoints(canvas, plane, byClass, {batch = [], followed = -1} = {}) {
  const pixels = canvas.width, scale = pixels / (canvas.clientWidth || pixels);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const [ground, ink, accent] = ["--bg", "--ink", "--c-elm"].map((name) => colourOf(canvas, name));
  const within = (/** @type {number[]} */ [low, high], value = 0) => (value - low) / (high - low) * pixels;
  const rings = new Set(batch);
  const radius = 3.6 * scale;
  const draw = (/** @type {(number | null)[]} */ [x, y, value], /** @type {boolean} */ held, at = -1) => {
    if (x === null || y === null || value === null) return;
    const place = /** @type {[number, number]} */ ([within(plane.x_range, x), pixels - within(plane.y_range, y)]);
    pen.beginPath();
    shape(pen, byClass ? value : 0, place, held ? 0.8 * radius : radius);
    pen.lineWidth = scale;
    if (held) {
      pen.strokeStyle = ink; // a class's own colour would be lost on its ground; its marker tells it
      pen.globalAlpha = 0.7;
      pen.stroke();
    } else {
      pen.fillStyle = byClass ? COLOURS[value % COLOURS.length] : mixed(accent, ground, value);
      pen.fill();
      pen.strokeStyle = byClass ? ground : ink;
      pen.stroke();
    }
    pen.globalAlpha = 1;
    if (!rings.has(at)) return;
    pen.beginPath();
    pen.arc(...place, (at === followed ? 9 : 6) * scale, 0, 7);
    pen.lineWidth = (at === followed ? 2.5 : 1.2) * scale;
    pen.strokeStyle = ink;
    pen.stroke();
  };
  for (const point of plane.held) draw(point, true);
  plane.points.forEach((point, at) => draw(point, false, at));
}

/** @param {string} colour @param {string} ground @param {number} share @returns {string} */
function mixed(colour, ground, share) {
  const [a, b] = [channels(colour), channels(ground)];
  const strength = 0.06 + 0.94 * share;
  return `rgb(${a.map((channel, k) => Math.round(strength * channel + (1 - strength) * b[k])).join(" ")})`;
}

/**
 * Trace the marker of a class: circle, square, triangle, diamond.
 * @param {CanvasRenderingContext2D} pen @param {number} kind @param {[number, number]} place @param {number} r
 */
function shape(pen, kind, [x, y], r) {
  if (kind % 4 === 0) return pen.arc(x, y, r, 0, 7);
  const corners = [[[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]], [[0, -1.2], [1.1, 0.9], [-1.1, 0.9]],
    [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]]][kind % 4 - 1];
  corners.forEach(([dx, dy], at) => pen[at ? "lineTo" : "moveTo"](x + dx * r, y + dy * r));
  pen.closePath();
}

/** The sign of a class for a key: its colour, and the letter of its marker. @param {number} at @returns {{colour: string, mark: string}} */
export const signOf = (at) => ({colour: COLOURS[at % COLOURS.length], mark: "●■▲◆"[at % 4]});
