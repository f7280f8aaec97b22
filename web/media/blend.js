// @ts-check
/** <elm-blend>: the built-in styles as pictures to press, and a slider for each that is pressed. */
import {send} from "../page/messages.js";
import {make} from "./make.js";
import {words} from "../words/media.js";

class Blend extends HTMLElement {
  /** @type {number[]} */ #weights = [];
  /** @type {HTMLDivElement} */ #sliders = make("div", {className: "shares"});

  connectedCallback() {
    if (this.childElementCount) return;
    const {n = "0", first = "0", sheet = ""} = this.dataset;
    this.#weights = Array(Number(n)).fill(0);
    const tiles = make("div", {className: "styles"}, ...this.#weights.map((_, at) => this.#tile(at, sheet)));
    tiles.setAttribute("role", "group");
    tiles.setAttribute("aria-label", words.styles);
    this.append(tiles, this.#sliders);
    const chosen = /** @type {HTMLButtonElement} */ (tiles.children[Number(first)]);
    this.#press(chosen, Number(first));
    let width = 0;
    const seen = new ResizeObserver(() => { // on a phone the tiles stand in a strip that scrolls
      if (tiles.clientWidth === width) return;
      width = tiles.clientWidth;
      const [strip, tile] = [tiles, chosen].map((part) => part.getBoundingClientRect());
      tiles.scrollLeft += tile.left + tile.width / 2 - strip.left - strip.width / 2;
    });
    seen.observe(tiles);
  }

  /** @param {number} at @param {string} sheet the address of one tile below the other */
  #tile(at, sheet) {
    const picture = make("span", {className: "tile"});
    picture.style.backgroundImage = `url("${sheet}")`;
    picture.style.backgroundPosition = `0 ${100 * at / (this.#weights.length - 1)}%`;
    const button = make("button", {type: "button"}, picture, String(at + 1));
    button.setAttribute("aria-label", words.style(at + 1));
    button.setAttribute("aria-pressed", "false");
    button.onclick = () => {
      this.#press(button, at);
      this.#ask();
    };
    return button;
  }

  /** @param {HTMLButtonElement} button @param {number} at */
  #press(button, at) {
    const on = button.getAttribute("aria-pressed") === "false";
    button.setAttribute("aria-pressed", String(on));
    this.#weights[at] = on ? 1 : 0;
    if (!on) return this.#sliders.querySelector(`[data-at="${at}"]`)?.remove();
    const slider = make("input", {type: "range", min: "0", max: "100", value: "100"});
    slider.oninput = () => {
      this.#weights[at] = Number(slider.value) / 100;
      this.#ask();
    };
    const label = make("label", {className: "small"}, words.shareOfStyle(at + 1), slider);
    label.dataset.at = String(at);
    this.#sliders.append(label);
  }

  #ask() {
    send("ask_model", {inputs: {weights: this.#weights}});
  }
}

customElements.define("elm-blend", Blend);
