// @ts-check
/**
 * <elm-player data-source="data:audio/wav;base64,...">: plays a sound that was made here, at once when it is new.
 *
 * The page's policy allows no address of sound but the site's own, so it is decoded here and played by Web Audio.
 */
import {make} from "./make.js";
import {words} from "../words/media.js";

/** The newest sound that was begun by itself: a page that is drawn again does not begin it again. */
let begun = "";
/** @type {AudioContext | null} */ let context = null;

class Player extends HTMLElement {
  /** @type {HTMLButtonElement} */ #button = make("button", {type: "button", className: "btn", textContent: words.play});
  /** @type {AudioBufferSourceNode | null} */ #playing = null;

  connectedCallback() {
    if (!this.childElementCount) this.append(this.#button);
    this.#button.onclick = () => this.#playing ? this.#stop() : this.#play();
    const {source = ""} = this.dataset;
    if (source === begun) return;
    begun = source;
    this.#play();
  }

  disconnectedCallback() {
    this.#stop();
  }

  async #play() {
    const text = atob((this.dataset.source ?? "").split(",")[1] ?? "");
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    context ??= new AudioContext();
    await Promise.race([context.resume(), new Promise((go) => { setTimeout(go, 300); })]);
    if (context.state !== "running") return; // nobody has pressed anything yet: the button is there
    const sound = await context.decodeAudioData(bytes.buffer);
    if (!this.isConnected) return;
    this.#stop();
    const playing = this.#playing = context.createBufferSource();
    playing.buffer = sound;
    playing.connect(context.destination);
    playing.onended = () => { if (this.#playing === playing) this.#stop(); };
    playing.start();
    this.#button.textContent = words.stopPlaying;
  }

  #stop() {
    const playing = this.#playing;
    this.#playing = null;
    playing?.stop();
    this.#button.textContent = words.play;
  }
}

customElements.define("elm-player", Player);
