// @ts-check
/**
 * <elm-teach>: the Teach page. Python says everything there is to see, as three texts; this element draws them, has the
 * camera and the microphone, and asks for one thing at a time: the next frame is shown when the last one is answered.
 */
import {refuse, request} from "../media/asking.js";
import {make} from "../media/make.js";
import {send, watchText} from "../page/messages.js";
import {hooks} from "../page/transfer.js";
import {Camera} from "./camera.js";
import {Classes} from "./classes.js";
import {Microphone} from "./microphone.js";
import {SKELETON} from "./skeleton.js";
import {words} from "../words/teach.js";

const BETWEEN_MS = 100; // examples of a held button: nearer ones would be copies
const IDLE_MS = 400; // between two questions that nothing can answer yet
const LISTEN_MS = 300;
const MOST_THUMBNAILS = 60; // at once
const SAID_MS = 2000; // between two answers that are said aloud
const BARS = 40;

const sheet = (async () => {
  const rules = await (await fetch(new URL("teach.css", import.meta.url))).text();
  return new CSSStyleSheet().replace(rules);
})();

const isHere = () => location.hash.startsWith("#/teach") && !document.hidden;
const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @returns {string} a name that no other example has */
const stamp = () => new Date().toISOString().slice(0, 23).replace(/[:T]/g, "-");

class Teach extends HTMLElement {
  #root = this.attachShadow({mode: "open"});
  #camera = new Camera();
  #microphone = new Microphone();
  /** @type {"photo" | "sound"} */ #kind = "photo";
  /** @type {any} the newest board */ #view = null;
  #isReady = false; // the network is there
  #isBusy = false; // something is being loaded or embedded
  /** The class whose button is held; 0 for none. */ #held = 0;
  #isLooking = false;
  #starting = false;
  #isAsking = false; // for small pictures
  /** @type {number[]} */ #missing = [];
  #said = {label: "", time: 0};
  #wantsFocus = false; // for a class that was added
  /** @type {Classes} */ #classes;

  constructor() {
    super();
    this.#root.innerHTML = SKELETON;
    this.#classes = new Classes(this.#find("#classes"), {
      change: (change) => this.#change(change),
      hold: (id, button) => this.#hold(id, button),
      release: () => this.#release(),
      once: (id) => this.#once(id),
      files: (id, files) => this.#files(id, files),
      thumbnails: (examples) => this.#thumbnails(examples),
    });
  }

  async connectedCallback() {
    this.#root.adoptedStyleSheets.push(await sheet);
    this.#root.addEventListener("click", (event) => this.#pressed(event));
    addEventListener("hashchange", () => { if (!location.hash.startsWith("#/teach")) this.#stop(); });
    document.addEventListener("visibilitychange", () => this.#look());
    watchText("teach-board", (text) => { if (text) this.#take(JSON.parse(text)); });
    watchText("teach-live", (text) => this.#drawAnswer(text ? JSON.parse(text) : null));
    watchText("teach-thumbnails", (text) => { if (text) this.#takeThumbnails(JSON.parse(text)); });
    this.#drawDevice();
  }

  disconnectedCallback() { this.#stop(); }

  /** @param {string} selector @returns {HTMLElement} */
  #find(selector) { return /** @type {HTMLElement} */ (this.#root.querySelector(selector)); }

  get #device() { return this.#kind === "photo" ? this.#camera : this.#microphone; }

  // What is asked

  /** @param {Record<string, unknown>} change */
  #change(change) {
    const {do: what, ...asked} = change;
    // The change's own "do" goes in a name of its own: the message has one, too.
    return request("teach", {do: "change", change: {do: what, ...asked}});
  }

  /** @param {Event} event */
  #pressed(event) {
    const button = event.target instanceof Element && /** @type {HTMLElement | null} */ (event.target.closest("button"));
    if (!button) return;
    const {do: what, kind, example, to} = button.dataset;
    if (button.id === "device") return this.#device.isOn ? this.#stop() : this.#start();
    if (kind) this.#choose(/** @type {"photo" | "sound"} */ (kind));
    else if (what === "table" || what === "stop") send("teach", {do: what});
    else if (what === "remove") this.#change({do: "remove", examples: [Number(example)]});
    else if (what === "move") this.#change({do: "move", examples: [Number(example)], class: Number(to)});
    else if (what === "add_class") {
      this.#wantsFocus = true;
      this.#change({do: "add_class"});
    } else if (what === "forget") this.#forget(button);
    else if (what) this.#change({do: what});
  }

  /** Forget everything at the second press. @param {HTMLElement} button */
  #forget(button) {
    if (button.dataset.sure === undefined) {
      button.dataset.sure = "";
      button.textContent = words.reallyForget(this.#view.n);
      return void setTimeout(() => { delete button.dataset.sure; button.textContent = words.forgetEverything; }, 5000);
    }
    delete button.dataset.sure;
    button.textContent = words.forgetEverything;
    this.#change({do: "forget"});
  }

  /** @param {"photo" | "sound"} kind */
  #choose(kind) {
    if (kind === this.#kind) return;
    this.#stop();
    this.#kind = kind;
    this.#isReady = false;
    this.#find("#foremost").textContent = kind === "photo" ? words.camera : words.microphone;
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.#root.querySelectorAll("[data-kind]"))) {
      button.setAttribute("aria-pressed", String(button.dataset.kind === kind));
    }
    this.#drawDevice();
    send("teach", {do: "kind", kind});
  }

  // The camera and the microphone

  /** @returns {Promise<boolean>} whether it is on */
  async #start() {
    if (this.#device.isOn) return true;
    if (this.#starting) return false;
    this.#starting = true;
    const {none, needs} = words[this.#kind];
    try {
      await this.#device.start(() => this.#drawDevice());
    } catch (error) {
      refuse({what: none, rule: needs, value: error instanceof Error ? error.name : String(error)});
      return false;
    } finally {
      this.#starting = false;
    }
    if (!location.hash.startsWith("#/teach")) { // left while the browser asked
      this.#stop();
      return false;
    }
    this.#drawDevice();
    this.#look();
    if (this.#kind === "sound") this.#drawWave();
    return true;
  }

  #stop() {
    this.#held = 0;
    this.#camera.stop();
    this.#microphone.stop();
    this.#drawDevice();
  }

  /** Show frames, or moments of sound, as quickly as they are answered. */
  async #look() {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      if (this.#device.isOn && !this.#isReady) await request("teach", {do: "ready"});
      while (this.#device.isOn && isHere()) {
        const kind = this.#kind, start = performance.now();
        if (this.#held || this.#isBusy || !this.#view || this.#view.why) {
          await pause(this.#held ? BETWEEN_MS : IDLE_MS);
          continue;
        }
        const {array, shape} = kind === "photo" ? this.#camera.pixels() : await this.#moment();
        if (array.length) await request("teach", {do: "look", inputs: {[kind]: await hooks.media(array, shape)}});
        if (kind === "sound") await pause(LISTEN_MS - (performance.now() - start));
        else await pause(0);
      }
    } finally {
      this.#isLooking = false;
    }
  }

  async #moment() {
    const array = this.#microphone.seconds < 0.3 ? new Float32Array(0) : await this.#microphone.moment();
    return {array, shape: [array.length]};
  }

  // Examples

  /** Show examples of a class as long as its button is held. @param {number} id @param {HTMLElement} button */
  async #hold(id, button) {
    if (this.#held) return;
    const wasOn = this.#device.isOn;
    this.#held = id;
    if (!wasOn) {
      button.textContent = words.oneMoment;
      const isOn = await this.#start();
      button.textContent = words.hold;
      if (!isOn || this.#held !== id) { // let go while the browser asked
        this.#held = 0;
        return;
      }
    }
    button.classList.add("holding");
    const group = stamp();
    if (this.#kind === "photo") {
      button.textContent = words.letGo;
      let added = 0;
      do { // a short press shows one
        const start = performance.now();
        await this.#show(id, [await this.#camera.file(`${stamp()}.jpg`)], group);
        added++;
        await pause(BETWEEN_MS - (performance.now() - start));
      } while (this.#held === id && this.#camera.isOn);
    } else {
      button.textContent = words.listening;
      const from = this.#microphone.seconds;
      while (this.#held === id && this.#microphone.isOn && this.#microphone.seconds - from < 10) await pause(30);
      await pause(Math.max(0, 1000 * (1 - (this.#microphone.seconds - from)))); // a second at least
      const name = stamp();
      const files = this.#microphone.files(this.#microphone.seconds - from, (at) => `${name}-${at + 1}.wav`);
      await this.#show(id, files, group);
    }
    button.classList.remove("holding");
    button.textContent = words.hold;
    if (this.#held === id) this.#held = 0;
  }

  #release() { this.#held = 0; }

  /** Add one example, for the keyboard. @param {number} id */
  async #once(id) {
    if (!await this.#start()) return;
    if (this.#kind === "photo") return this.#show(id, [await this.#camera.file(`${stamp()}.jpg`)], stamp());
    const from = this.#microphone.seconds;
    while (this.#microphone.isOn && this.#microphone.seconds - from < 1) await pause(30);
    await this.#show(id, this.#microphone.files(1, () => `${stamp()}.wav`), stamp());
  }

  /** @param {number} id @param {File[]} files that were chosen */
  #files(id, files) {
    if (files.length) this.#show(id, files, stamp());
  }

  /** @param {number} id @param {File[]} files @param {string} group they are taken back together */
  async #show(id, files, group) {
    const sources = await Promise.all(files.map((file) => hooks.file(file)));
    await request("teach", {do: "show", to: {class: id, group}, source: {name: "examples", files: sources}});
  }

  /** @param {number[]} examples whose small pictures are missing */
  #thumbnails(examples) {
    this.#missing = examples;
    if (!this.#isAsking) this.#askThumbnails();
  }

  async #askThumbnails() {
    this.#isAsking = true;
    while (this.#missing.length) {
      const some = this.#missing.slice(0, MOST_THUMBNAILS);
      this.#missing = this.#missing.slice(MOST_THUMBNAILS);
      await request("teach", {do: "thumbnails", examples: some});
      await pause(0);
    }
    this.#isAsking = false;
  }

  /** @param {{kind: string, pictures: Record<string, string>}} found */
  #takeThumbnails({kind, pictures}) {
    if (kind !== this.#kind) return;
    this.#classes.take(pictures);
    for (const image of /** @type {NodeListOf<HTMLImageElement>} */ (this.#root.querySelectorAll("#wrong img"))) {
      image.src = this.#classes.picture(Number(image.dataset.example));
    }
  }

  // What is drawn

  /** @param {any} text of the board */
  #take({view, progress, ready, note}) {
    this.#isReady = ready;
    this.#isBusy = progress !== null;
    this.#drawProgress(progress);
    if (!view || view.kind !== this.#kind) return;
    this.#view = view;
    this.#find("#note").textContent = note;
    this.#find("#notes").replaceChildren(...view.notes.map((/** @type {string} */ text) =>
      make("p", {className: "warn", textContent: text})));
    this.#classes.draw(view);
    if (this.#wantsFocus) {
      this.#wantsFocus = false;
      this.#classes.focusNewest();
    }
    this.#find("#why").textContent = view.why;
    this.#find("#score").hidden = !view.number;
    this.#find("#number").textContent = view.number;
    this.#find("#number-text").textContent = view.number_text;
    this.#find("#learned-text").textContent = view.learned;
    this.#find("#none-box").hidden = !view.none;
    this.#find("#none").textContent = view.none;
    this.#find("#ends").hidden = this.#find("#kept").hidden = !view.n;
    this.#find("[data-do=table]").hidden = Boolean(view.why);
    const undo = this.#find("[data-do=undo]");
    undo.hidden = !view.undo;
    undo.textContent = words.undo;
    undo.setAttribute("aria-label", words.undoWhat(view.undo));
    undo.title = words.undoWhat(view.undo);
    this.#drawWrong(view);
    if (view.why) this.#drawAnswer(null);
  }

  /** @param {any} view */
  #drawWrong({wrong, n_wrong, classes}) {
    this.#classes.want(wrong.map((/** @type {any} */ one) => one.id));
    if (!n_wrong) return this.#find("#wrong").replaceChildren();
    const title = words.wrong(n_wrong);
    const rows = wrong.map((/** @type {any} */ {id, said, says, sure}) => {
      const image = make("img", {alt: "", src: this.#classes.picture(id)});
      image.dataset.example = String(id);
      const button = (/** @type {string} */ text, /** @type {Record<string, string>} */ data) => {
        const made = make("button", {type: "button", className: "btn sm", textContent: text});
        Object.assign(made.dataset, data);
        return made;
      };
      const to = classes.find((/** @type {any} */ one) => one.name === says)?.id;
      return make("li", {className: "mist"}, image,
        make("p", {}, words.youSaid[0], make("b", {textContent: said}), words.youSaid[1], make("b", {textContent: says}), words.youSaid[2],
          make("span", {className: "tiny", textContent: sure})),
        make("div", {className: "ways"}, button(words.moveTo(says), {do: "move", example: String(id), to: String(to)}),
          button(words.remove, {do: "remove", example: String(id)})));
    });
    this.#find("#wrong").replaceChildren(make("h3", {textContent: title}), make("ul", {}, ...rows));
  }

  /** @param {{text: string, percent: string} | null} progress */
  #drawProgress(progress) {
    this.#find("#progress").hidden = !progress;
    if (!progress) return;
    this.#find("#progress p").textContent = `${progress.text}.`;
    this.#find("#progress b").style.width = `${progress.percent}%`;
    this.#find("#progress .bar").setAttribute("aria-valuenow", progress.percent);
  }

  /** @param {any} answer */
  #drawAnswer(answer) {
    if (!this.#device.isOn) answer = null; // of a frame from before it was switched off
    const label = this.#find("#label");
    label.textContent = answer?.label ?? "";
    label.classList.toggle("none", Boolean(answer?.is_none));
    this.#find("#sure").textContent = answer ? answer.why || answer.sure : "";
    this.#find("#speed").textContent = answer?.speed ?? "";
    const bars = this.#find("#bars"), rows = answer?.bars ?? [];
    rows.sort((/** @type {any} */ a, /** @type {any} */ b) => this.#placeOf(a[0]) - this.#placeOf(b[0])); // they would jump about
    while (bars.children.length > rows.length) bars.lastElementChild?.remove();
    rows.forEach((/** @type {[string, number, string]} */ [name, share, text], /** @type {number} */ at) => {
      const row = bars.children[at] ?? bars.appendChild(make("li", {}, make("span", {className: "cut"}),
        make("span", {className: "bar"}, make("b")), make("span")));
      const [title, bar, number] = /** @type {HTMLElement[]} */ ([...row.children]);
      title.textContent = name;
      const fill = /** @type {HTMLElement} */ (bar.firstElementChild);
      fill.style.width = `${100 * share}%`;
      fill.className = name === answer.label ? "" : "q";
      number.textContent = text;
    });
    const now = performance.now();
    if (answer?.label && answer.label !== this.#said.label && now - this.#said.time > SAID_MS) {
      this.#said = {label: answer.label, time: now};
      const live = document.getElementById("live");
      if (live) live.textContent = `${answer.label}, ${answer.sure}`;
    }
  }

  /** @param {string} name @returns {number} */
  #placeOf(name) { return this.#view?.classes.findIndex((/** @type {any} */ one) => one.name === name) ?? 0; }

  #drawDevice() {
    const {use, stop, hint} = words[this.#kind], {isOn} = this.#device, view = this.#find("#view");
    const button = this.#find("#device");
    button.textContent = isOn ? stop : use;
    button.classList.toggle("primary", !isOn);
    this.#find("#hint").textContent = hint;
    view.classList.toggle("on", isOn);
    this.#find("#wave").hidden = !isOn || this.#kind !== "sound";
    const {video} = this.#camera;
    if (isOn && this.#kind === "photo") {
      video.setAttribute("aria-label", words.cameraSees);
      if (!video.isConnected) view.append(video);
    } else video.remove();
    if (!isOn) this.#drawAnswer(null);
  }

  /** Draw how loud it is, as long as the microphone is on. */
  #drawWave() {
    const canvas = /** @type {HTMLCanvasElement} */ (this.#find("#wave"));
    const paint = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")), {width, height} = canvas;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const draw = () => {
      if (!this.#microphone.isOn) return;
      paint.clearRect(0, 0, width, height);
      paint.fillStyle = getComputedStyle(canvas).color;
      this.#microphone.loudness(BARS).forEach((loud, at) => {
        const tall = Math.max(4, Math.min(1, loud) * height * 0.9);
        paint.fillRect((at + 0.2) * width / BARS, (height - tall) / 2, 0.6 * width / BARS, tall);
      });
      if (calm) setTimeout(draw, 1000);
      else requestAnimationFrame(draw);
    };
    draw();
  }
}

customElements.define("elm-teach", Teach);
