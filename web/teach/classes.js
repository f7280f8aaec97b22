// @ts-check
/** The classes with their examples: drawn anew only where something has changed. */
import {make} from "../media/make.js";
import {words} from "../words/teach.js";

/** Examples that a class shows before it is opened. */
const SHOWN = 12;

/** @typedef {{id: number, name: string, count: string, examples: number[]}} TaughtClass */
/** @typedef {{kind: string, classes: TaughtClass[]}} View */

/** @typedef {object} Asks what the list asks for
 * @property {(change: Record<string, unknown>) => void} change
 * @property {(id: number, button: HTMLButtonElement) => void} hold the button of a class is pressed
 * @property {() => void} release
 * @property {(id: number, button: HTMLButtonElement) => void} once one example, for the keyboard
 * @property {(id: number, files: File[]) => void} files
 * @property {(examples: number[]) => void} thumbnails
 */

export class Classes {
  /** @type {HTMLElement} */ #list;
  /** @type {Asks} */ #asks;
  /** @type {Map<number, Item>} */ #items = new Map();
  /** Small pictures by their examples. @type {Map<number, string>} */ #pictures = new Map();
  /** @type {number[]} */ #elsewhere = [];
  #kind = "photo";

  /** @param {HTMLElement} list @param {Asks} asks */
  constructor(list, asks) {
    this.#list = list;
    this.#asks = asks;
  }

  /** @param {View} view */
  draw(view) {
    if (view.kind !== this.#kind) {
      this.#kind = view.kind;
      this.#pictures.clear();
      for (const item of this.#items.values()) item.element.remove();
      this.#items.clear();
    }
    const kept = new Set(view.classes.map(({id}) => id));
    for (const [id, item] of this.#items) {
      if (kept.has(id)) continue;
      item.element.remove();
      this.#items.delete(id);
    }
    view.classes.forEach((one, at) => {
      let item = this.#items.get(one.id);
      if (!item) {
        item = new Item(one.id, view.kind, this.#asks, this.#pictures, () => this.#wanted());
        this.#items.set(one.id, item);
      }
      if (this.#list.children[at] !== item.element) this.#list.insertBefore(item.element, this.#list.children[at] ?? null);
      item.draw(one, view.classes);
    });
  }

  /** @param {Record<string, string>} pictures by example */
  take(pictures) {
    for (const [id, source] of Object.entries(pictures)) this.#pictures.set(Number(id), source);
    for (const item of this.#items.values()) item.fill();
  }

  /** @param {number} example @returns {string} */
  picture(example) { return this.#pictures.get(example) ?? ""; }

  /** @param {number[]} more examples that are shown elsewhere */
  want(more) {
    this.#elsewhere = more;
    this.#wanted();
  }

  #wanted() {
    const shown = [...this.#items.values()].flatMap((item) => item.shown).concat(this.#elsewhere);
    const missing = [...new Set(shown)].filter((id) => !this.#pictures.has(id));
    if (missing.length) this.#asks.thumbnails(missing);
  }

  /** Move the focus to the name of the newest class. */
  focusNewest() {
    const name = /** @type {HTMLInputElement | null} */ (this.#list.lastElementChild?.querySelector(".name"));
    name?.focus();
    name?.select();
  }
}

/** A class in the list. */
class Item {
  element = make("li", {className: "cls"});
  /** Examples whose pictures are to be seen. @type {number[]} */ shown = [];
  /** @type {Set<number>} */ #chosen = new Set();
  #isOpen = false;
  /** @type {TaughtClass} */ #one;
  /** @type {TaughtClass[]} */ #all = [];
  #thing;
  #asks;
  #pictures;
  #wanted;
  #name = make("input", {className: "name", type: "text", maxLength: 60, autocomplete: "off", spellcheck: false});
  #count = make("span", {className: "tiny nw"});
  #hold = make("button", {type: "button", className: "btn sm hold", textContent: words.hold});
  #thumbs = make("div", {className: "thumbs"});
  #tools = make("div", {className: "ways tools"});

  /**
   * @param {number} id @param {string} kind @param {Asks} asks @param {Map<number, string>} pictures
   * @param {() => void} wanted is called when other examples are shown
   */
  constructor(id, kind, asks, pictures, wanted) {
    this.#one = {id, name: "", count: "", examples: []};
    this.#asks = asks;
    this.#pictures = pictures;
    this.#wanted = wanted;
    this.#thing = kind === "photo" ? words.photo.thing : words.sound.thing;
    this.element.dataset.drop = "teach";
    this.element.dataset.args = JSON.stringify({do: "show", to: {class: id}});
    this.#name.setAttribute("aria-label", words.nameOfClass);
    this.#name.addEventListener("change", () => {
      if (this.#name.value.trim()) asks.change({do: "rename", class: id, name: this.#name.value});
      this.#name.value = this.#one.name; // until it is accepted
    });
    this.#name.addEventListener("keydown", ({key}) => { if (key === "Enter") this.#name.blur(); });
    this.#hold.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      this.#hold.focus();
      try { this.#hold.setPointerCapture(event.pointerId); } catch { /* it has been let go already */ }
      asks.hold(id, this.#hold);
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) this.#hold.addEventListener(end, asks.release);
    this.#hold.addEventListener("contextmenu", (event) => event.preventDefault()); // a long press on a phone
    this.#hold.addEventListener("click", (event) => { if (!event.detail) asks.once(id, this.#hold); }); // by the keyboard
    const input = make("input", {type: "file", multiple: true, className: "sr", accept: kind === "photo" ? "image/*" : "audio/*"});
    input.addEventListener("change", (event) => {
      event.stopPropagation(); // the page would open it as a table
      asks.files(id, [...input.files ?? []]);
      input.value = "";
    });
    const remove = make("button", {type: "button", className: "linkbtn small", textContent: words.removeClass});
    remove.addEventListener("click", () => asks.change({do: "remove_class", class: id}));
    this.element.append(
      make("header", {}, this.#name, this.#count, this.#hold), this.#thumbs, this.#tools,
      make("div", {className: "ways foot"}, make("label", {className: "linkbtn small pick"}, input, words.addFiles), remove));
    this.#thumbs.addEventListener("click", (event) => this.#press(event));
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Delete" && this.#chosen.size) this.#remove();
    });
  }

  /** @param {TaughtClass} one @param {TaughtClass[]} all */
  draw(one, all) {
    const before = this.#one;
    this.#one = one;
    this.#all = all;
    if (before.name !== one.name) {
      this.#name.value = one.name;
      this.#hold.setAttribute("aria-label", words.holdFor(one.name));
      this.element.setAttribute("aria-label", one.name);
    }
    this.#count.textContent = one.count;
    const here = new Set(one.examples);
    for (const id of this.#chosen) if (!here.has(id)) this.#chosen.delete(id);
    this.#drawThumbs();
    this.#drawTools();
  }

  #drawThumbs() {
    const newest = [...this.#one.examples].reverse();
    this.shown = this.#isOpen ? newest : newest.slice(0, SHOWN);
    const there = new Map([...this.#thumbs.querySelectorAll("button")].map((button) => [Number(button.dataset.example), button]));
    this.#thumbs.replaceChildren(...this.shown.map((id) => there.get(id) ?? this.#thumb(id)));
    if (newest.length > SHOWN) {
      const text = this.#isOpen ? words.showFewer : words.showAll(newest.length);
      this.#thumbs.append(make("button", {type: "button", className: "linkbtn small", textContent: text}));
    }
    this.fill();
  }

  /** @param {number} id @returns {HTMLButtonElement} */
  #thumb(id) {
    const button = make("button", {type: "button", className: "th"}, make("img", {alt: "", loading: "lazy"}));
    button.dataset.example = String(id);
    button.setAttribute("aria-pressed", "false");
    return button;
  }

  /** Show the pictures that have come. */
  fill() {
    const {examples} = this.#one;
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (this.#thumbs.querySelectorAll(".th"))) {
      const id = Number(button.dataset.example), image = /** @type {HTMLImageElement} */ (button.firstElementChild);
      const source = this.#pictures.get(id);
      if (source && image.getAttribute("src") !== source) image.src = source;
      button.setAttribute("aria-label", words.example(this.#thing, examples.indexOf(id) + 1, this.#one.name));
      button.setAttribute("aria-pressed", String(this.#chosen.has(id)));
    }
  }

  /** @param {Event} event */
  #press(event) {
    const button = event.target instanceof Element && event.target.closest("button");
    if (!button) return;
    if (!button.dataset.example) {
      this.#isOpen = !this.#isOpen;
      this.#drawThumbs();
      this.#wanted();
      return;
    }
    const id = Number(button.dataset.example);
    if (!this.#chosen.delete(id)) this.#chosen.add(id);
    this.fill();
    this.#drawTools();
  }

  #remove() {
    this.#asks.change({do: "remove", examples: [...this.#chosen]});
    this.#chosen.clear();
  }

  /** What can be done with those that are chosen. */
  #drawTools() {
    const n = this.#chosen.size;
    if (!n) return this.#tools.replaceChildren();
    const remove = make("button", {type: "button", className: "btn sm", textContent: words.removeSome(n)});
    remove.addEventListener("click", () => this.#remove());
    const move = make("select", {className: "field sm"}, make("option", {value: "", textContent: words.moveSome(n)}),
      ...this.#all.filter(({id}) => id !== this.#one.id).map(({id, name}) => make("option", {value: String(id), textContent: name})));
    move.setAttribute("aria-label", words.moveSomeTo(n));
    move.addEventListener("change", (event) => {
      event.stopPropagation();
      this.#asks.change({do: "move", examples: [...this.#chosen], class: Number(move.value)});
      this.#chosen.clear();
    });
    this.#tools.replaceChildren(remove, ...this.#all.length > 1 ? [move] : []);
  }
}
