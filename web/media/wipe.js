// @ts-check
/** <elm-wipe>: a repainted photo, and over it as much of the photo itself as a slider says. */
import {visible} from "../page/dom.js";
import {make} from "./make.js";
import {words} from "../words/media.js";

/** @typedef {import("./photo.js").Photo} Photo */

/** Each answer makes a new element; what was seen last stays until its picture is ready. */
let share = 0;
/** @type {HTMLImageElement | null} */ let last = null;

class Wipe extends HTMLElement {
  connectedCallback() {
    if (this.childElementCount) return;
    const after = make("img", {alt: words.repainted, src: this.dataset.after ?? ""});
    const before = make("canvas", {className: "before"});
    const frame = make("div", {className: "wipe"}, last ?? after, before);
    const slider = make("input", {type: "range", min: "0", max: "100", value: String(share)});
    slider.oninput = () => this.#uncover(Number(slider.value));
    this.append(frame, make("label", {className: "small"}, words.showPhoto, slider));
    this.#uncover(share);
    after.decode().then(() => {
      frame.firstElementChild?.replaceWith(after);
      last = after;
      copy(before, after);
    }, () => {}); // a newer answer has taken its place
  }

  /** @param {number} percent of the width, from the left, that shows the photo */
  #uncover(percent) {
    share = percent;
    this.style.setProperty("--shown", `${percent}%`);
  }
}

/** Keep the photo that was repainted. @param {HTMLCanvasElement} before @param {HTMLImageElement} after */
function copy(before, after) {
  const photo = /** @type {Photo | null} */ (visible("elm-photo"))?.picture;
  if (!photo) return;
  Object.assign(before, {width: after.naturalWidth, height: after.naturalHeight});
  before.getContext("2d")?.drawImage(photo, 0, 0, before.width, before.height);
}

customElements.define("elm-wipe", Wipe);
