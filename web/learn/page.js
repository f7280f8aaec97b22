// @ts-check
/**
 * <elm-learn>: the Learn page. Python says everything there is to see, as two texts; this element draws them and asks for
 * the next. While the network runs, each view asks for the one after it, so Stop is not asking any more.
 */
import {make} from "../media/make.js";
import {written} from "../page/dom.js";
import {send, watchText} from "../page/messages.js";
import {drawLosses} from "./chart.js";
import {choice, drawControls} from "./controls.js";
import {NetworkDrawing} from "./network.js";
import {Pad} from "./pad.js";
import {drawPoints, paintSurface, signOf} from "./surface.js";
import {SKELETON} from "./skeleton.js";
import {words} from "../words/learn.js";

const ALL = 1e9; // steps
const USUAL_STEPS = 200; // that a question is about
const PATIENCE_MS = 1200;
const ADDRESS_MS = 600;

/** @returns {boolean} whether the address is the lesson's: that of another chapter has no setting in it */
const isHere = () => /^#\/learn(\/?$|\/[^/]*=)/.test(location.hash);

const sheet = (async () => {
  const rules = await (await fetch(new URL("learn.css", import.meta.url))).text();
  return new CSSStyleSheet().replace(rules);
})();

class Learn extends HTMLElement {
  #root = this.attachShadow({mode: "open"});
  /** @type {any} */ #scene = null;
  /** @type {any} */ #view = null;
  /** @type {any} what an address wants after its steps */ #goal = null;
  /** Steps to run to; null while nothing runs. @type {number | null} */ #until = null;
  /** Steps that the trap that was sprung needs, until they have begun. */ #ahead = 0;
  #speed = "stop"; // of the last move: Back goes as far
  #seen = 0;
  #flying = 0; // parts of a run that were asked for and are not answered
  /** Where a run goes that begins with the next answer. @type {number | null} */ #then = null;
  #drawing = false; // points, before there are enough
  #lastAddress = 0;
  #began = {time: 0, step: 0};
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #patience;
  /** @type {NetworkDrawing} */ #network;
  /** @type {Pad} */ #pad;

  constructor() {
    super();
    this.#root.innerHTML = SKELETON;
    this.#network = new NetworkDrawing(/** @type {any} */ (this.#find("#net")), (link) => this.#move({do: "link", link}));
    this.#pad = new Pad(this.#find("#pad"), (points) => this.#open({change: {data: "drawn"}, points}));
  }

  async connectedCallback() {
    this.#root.adoptedStyleSheets.push(await sheet);
    this.#root.addEventListener("click", (event) => this.#pressed(event));
    this.#root.addEventListener("change", (event) => this.#chosen(event));
    addEventListener("hashchange", () => { if (!isHere()) this.#stop(); });
    new ResizeObserver(() => this.#redraw()).observe(this);
    const again = () => this.#redraw();
    new MutationObserver(again).observe(document.documentElement, {attributeFilter: ["data-theme"]});
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
    watchText("lesson-scene", (text) => { if (text) this.#takeScene(JSON.parse(text)); });
    watchText("lesson-view", (text) => { if (text) this.#take(JSON.parse(text)); });
  }

  // What is asked

  /** @param {Record<string, unknown>} move */
  #move(move) { this.#ask({do: "move", move}); }

  /** @param {Record<string, unknown>} asked */
  #open(asked) {
    this.#stop();
    this.#drawing = false;
    this.#ask({do: "open", asked});
  }

  /** @param {Record<string, unknown>} request */
  #ask(request) {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => { this.#find("#waits").hidden = false; }, PATIENCE_MS);
    send("learn", request);
  }

  /** Run until so many steps are done. @param {number} until */
  #run(until) {
    this.#until = until;
    this.#began = {time: performance.now(), step: this.#view.step};
    this.#find("#sentence").setAttribute("aria-live", "off"); // a dozen times a second would be too much
    this.#more();
    this.#drawMoves();
  }

  /** Ask for the next part of a run. */
  #more() {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#flying++;
    this.#move({do: "run", until: this.#until, seconds: calm ? 0.4 : 0.06});
  }

  #stop() {
    if (this.#until === null) return;
    this.#until = this.#goal = null;
    this.#find("#sentence").setAttribute("aria-live", "polite");
    this.#drawMoves();
  }

  /** Let somebody guess first, where that was asked for. @param {number} steps */
  #begin(steps) {
    if (!this.#scene.settings.ask || this.#view.diverged) return this.#run(steps === ALL ? ALL : this.#view.step + steps);
    const many = steps === ALL ? USUAL_STEPS : steps;
    this.#find("#question").textContent = words.question(many);
    this.#find("#guesses").replaceChildren(...Object.entries(this.#scene.guesses).map(([guess, text]) =>
      make("button", {type: "button", className: "btn sm", textContent: String(text), onclick: () => {
        this.#find("#asks").hidden = true;
        this.#then = this.#view.step + many;
        this.#move({do: "guess", guess, steps: many});
      }})));
    this.#find("#asks").hidden = false;
    /** @type {HTMLElement} */ (this.#find("#guesses").firstElementChild).focus();
  }

  /** @param {Event} event */
  #pressed(event) {
    const button = event.target instanceof Element && event.target.closest("button");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const {go, trap, follow} = button.dataset;
    if (trap) {
      this.#ahead = this.#scene.traps.find((/** @type {any} */ one) => one.id === trap).steps;
      this.#open({trap});
      this.#find("#stops").scrollIntoView({block: "start"});
      this.#find("#run").focus({preventScroll: true});
    } else if (follow) this.#move({do: "follow", at: this.#view.at + Number(follow)});
    else if (go) this.#go(go);
  }

  /** @param {string} go */
  #go(go) {
    if (go === "run") return this.#until === null ? this.#begin(ALL) : this.#stop();
    if (go === "check" || go === "files") return this.#ask({do: go});
    if (go === "link") return this.#copyLink();
    this.#stop();
    if (go === "over") return this.#move({do: "go", step: 0, stop: "repeat", at: 0});
    if (go === "back") return this.#move({do: "back", speed: this.#speed});
    this.#speed = go;
    this.#move({do: "next", speed: go});
  }

  /** @param {Event} event */
  #chosen(event) {
    const field = event.target;
    if (!(field instanceof HTMLSelectElement || field instanceof HTMLInputElement)) return;
    const {part} = field.dataset;
    if (field.id === "data") {
      if (field.value !== "drawn") return this.#open({change: {data: field.value}});
      this.#stop();
      this.#drawing = true;
      this.#find("#drawn").hidden = false;
      this.#pad.draw();
    } else if (field.id === "ask") this.#ask({do: "open", asked: {change: {ask: field instanceof HTMLInputElement && field.checked ? "1" : "0"}}});
    else if (part) {
      const {layer, start, end} = this.#view.connection;
      const link = {layer, start, end, [part]: Number(field.value)};
      this.#move({do: "link", link: [link.layer, link.start, link.end]});
    }
  }

  async #copyLink() {
    const field = /** @type {HTMLInputElement} */ (this.#find("#address"));
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      this.#find("#saved").textContent = words.linkCopied;
    } catch {
      this.#find("#saved").textContent = words.linkMarked;
    }
  }

  // What is answered

  /** @param {any} scene */
  #takeScene(scene) {
    this.#scene = scene;
    this.#flying = 0;
    const {settings} = scene;
    const data = choice(Object.entries(scene.data), settings.data);
    data.id = "data";
    data.setAttribute("aria-label", words.learnFrom);
    this.#find("#data").replaceWith(data);
    this.#text("#about", scene.about);
    this.#text("#notes", scene.notes.join(" "));
    /** @type {HTMLInputElement} */ (this.#find("#ask")).checked = settings.ask;
    drawControls(this.#find("#controls"), scene, (name, value) => this.#open({change: {[name]: value}}));
    this.#find("#traps").replaceChildren(...scene.traps.map((/** @type {any} */ trap) => {
      const button = make("button", {type: "button", className: "btn sm", textContent: trap.name});
      button.dataset.trap = trap.id;
      return make("li", {}, button, make("p", {className: "small", textContent: trap.sentence}));
    }));
    this.#text("#elm-text", scene.elm.text);
    this.#text("#elm-clock", scene.elm.clock);
    this.#text("#level", scene.elm.test_loss === null ? words.levelLearned : words.levelHeld);
    this.#find("#held").hidden = scene.elm.test_loss === null;
    this.#find("#key").replaceChildren(...scene.classes.map((/** @type {string} */ name, /** @type {number} */ at) => {
      const sign = make("span", {textContent: `${signOf(at).mark} `});
      sign.style.color = signOf(at).colour;
      return make("li", {}, sign, name);
    }));
    const {plane} = scene;
    this.#find("#planes").hidden = !plane;
    this.#text("#axes", plane ? words.axes(plane.x, plane.y) : "");
    this.#find("#drawn").hidden = settings.data !== "drawn" && !this.#drawing;
    if (settings.data === "drawn") this.#pad.points = scene.points;
    this.#find("#checked").replaceChildren();
    this.#view = null; // the one that belongs to this scene is on its way
  }

  /** @param {any} answer */
  #take(answer) {
    if (answer.n <= this.#seen) return;
    const first = this.#view === null;
    this.#seen = answer.n;
    clearTimeout(this.#patience);
    this.#find("#waits").hidden = true;
    if (answer.did === "run") this.#flying--;
    if (answer.failed) {
      this.#ahead = this.#flying = 0;
      this.#stop();
    }
    if (answer.check) this.#drawCheck(answer.check);
    if (answer.saved) this.#text("#saved", answer.saved);
    if (!answer.view) return;
    this.#view = answer.view;
    if (answer.goal) this.#goal = answer.goal;
    if (this.#then !== null) this.#run(this.#then);
    else if (answer.did === "run") this.#goOn();
    this.#then = null;
    if (first) this.#redraw();
    else this.#draw();
    if (first) this.#follow();
  }

  /** Ask for more of a run before this part of it is drawn, so that neither side waits for the other. */
  #goOn() {
    if (this.#until === null || this.#flying > 0) return;
    if (this.#view.diverged || this.#view.step >= this.#until) {
      const goal = this.#goal;
      this.#stop();
      if (goal && goal.stop !== "repeat") this.#move({do: "go", ...goal});
    } else if (document.body.dataset.page === "learn") this.#more();
    else this.#stop();
  }

  /** Begin what a new scene was opened for: the steps of a trap, or those of an address. */
  #follow() {
    const steps = this.#ahead;
    this.#ahead = 0;
    if (steps) this.#begin(steps);
    else if (this.#goal?.step) this.#run(this.#goal.step);
    else if (this.#goal) {
      this.#move({do: "go", ...this.#goal});
      this.#goal = null;
    }
  }

  // What is drawn

  /** Draw everything that depends on the width or the theme. */
  #redraw() {
    if (!this.#scene || !this.#view || !this.clientWidth) return;
    this.#network.draw(this.#scene.layers);
    this.#draw();
    if (!this.#find("#drawn").hidden) this.#pad.draw();
    const {plane, elm, classes} = this.#scene;
    if (!plane) return;
    const canvas = /** @type {HTMLCanvasElement} */ (this.#find("#elm-plane"));
    paintSurface(canvas, elm.surface, plane, classes.length > 0);
    drawPoints(canvas, plane, classes.length > 0);
    canvas.setAttribute("aria-label", words.elmPlane(elm.text));
  }

  #draw() {
    const view = this.#view, scene = this.#scene;
    if (!this.clientWidth) return;
    this.#text("#caption", this.#network.show(view));
    const begun = view.step > 0 || view.stop !== "repeat"; // before the first stop none is made
    for (const stop of this.#root.querySelectorAll("#stops li")) {
      if (begun && stop.getAttribute("data-stop") === view.stop) stop.setAttribute("aria-current", "step");
      else stop.removeAttribute("aria-current");
    }
    this.#text("#sentence", view.sentence);
    this.#find("#diverged").hidden = !view.diverged;
    this.#text("#diverged", view.diverged);
    this.#text("#answer", view.answer);
    this.#text("#row", words.rowOfBatch(view.row.number, view.row.of, view.row.text));
    this.#drawConnection(view.connection);
    if (scene.plane) {
      const canvas = /** @type {HTMLCanvasElement} */ (this.#find("#net-plane"));
      paintSurface(canvas, view.surface, scene.plane, scene.classes.length > 0);
      drawPoints(canvas, scene.plane, scene.classes.length > 0, {batch: view.batch, followed: view.batch[view.at]});
      canvas.setAttribute("aria-label", words.networkPlane(view.score));
    }
    this.#text("#net-text", view.score);
    this.#text("#net-clock", view.clock);
    this.#text("#race", view.race);
    this.#drawLosses(view.history);
    this.#find("#health").replaceChildren(...view.health.map((/** @type {any} */ bar) => {
      const inner = make("b", {});
      inner.style.width = `${100 * bar.share}%`;
      return make("li", {}, make("span", {textContent: bar.name}), make("span", {className: "bar", ariaHidden: "true"}, inner),
        make("span", {textContent: bar.text}));
    }));
    this.#find("#findings").replaceChildren(...view.findings.map((/** @type {string} */ textContent) => make("li", {textContent})));
    this.#drawMoves();
    this.#showAddress(view.address);
  }

  #drawMoves() {
    const view = this.#view, runs = this.#until !== null;
    this.#text("#run", runs ? words.stopRunning : words.run);
    this.#text("#back", /** @type {Record<string, string>} */ (words.back)[this.#speed]);
    for (const [id, off] of /** @type {[string, boolean][]} */ ([["#back", !view?.can_go_back], ["#over", !view?.can_go_back],
      ["#next-stop", Boolean(view?.diverged)], ["#next-row", Boolean(view?.diverged)], ["#next-batch", Boolean(view?.diverged)],
      ["#run", Boolean(view?.diverged)], ["#earlier", !view?.at], ["#later", view?.at >= view?.row.of - 1]])) {
      this.#find(id).setAttribute("aria-disabled", String(off));
    }
    const {time, step} = this.#began;
    const speed = runs && view ? (view.step - step) / Math.max(0.001, (performance.now() - time) / 1000) : 0;
    this.#text("#speed", speed ? words.speed(speed) : "");
  }

  /** @param {any} connection */
  #drawConnection({layer, start, end, layers, starts, ends, lines}) {
    for (const [id, names, now] of /** @type {[string, string[], number][]} */ ([["layer", layers, layer], ["start", starts, start], ["end", ends, end]])) {
      const select = /** @type {HTMLSelectElement} */ (this.#find(`#link-${id}`));
      if ([...select.options].map(({text}) => text).join("\n") !== names.join("\n")) {
        select.replaceChildren(...names.map((textContent, at) => make("option", {value: String(at), textContent})));
      }
      select.value = String(now);
    }
    this.#find("#lines").replaceChildren(...lines.map((/** @type {string} */ textContent) => make("li", {textContent})));
  }

  /** @param {import("./chart.js").History} history */
  #drawLosses(history) {
    const chart = /** @type {any} */ (this.#find("#losses")), {elm} = this.#scene;
    drawLosses(chart, history, elm);
    chart.setAttribute("aria-label", words.lossChart(this.#view.score, elm.text));
    if (!(/** @type {HTMLDetailsElement} */ (this.#find("#numbers")).open)) return;
    const {step, train, test} = history, gap = Math.ceil(step.length / 12);
    const kept = step.map((_, at) => at).filter((at) => at % gap === 0 || at === step.length - 1);
    const cell = (/** @type {number | null} */ value) => value === null ? "" : written(String(Number(value.toPrecision(3))));
    this.#find("#table").replaceChildren(...kept.map((at) => make("tr", {},
      ...[String(step[at]), cell(train[at]), cell(test[at])].map((textContent) => make("td", {textContent})))));
  }

  /** @param {any} check */
  #drawCheck({sentence, rows}) {
    const head = make("tr", {}, ...words.gradientColumns.map((textContent) =>
      make("th", {textContent, scope: "col"})));
    const body = rows.map((/** @type {any} */ row) => make("tr", {},
      ...["name", "backprop", "numerical", "difference"].map((key) => make("td", {textContent: row[key]}))));
    const table = make("table", {}, make("thead", {}, head), make("tbody", {}, ...body));
    const frame = make("div", {className: "frame wraps", tabIndex: 0, role: "region", ariaLabel: words.gradientsCompared}, table);
    this.#find("#checked").replaceChildren(make("p", {textContent: sentence}), frame);
  }

  /** Keep the place in the page's address: now and then while it runs, and where it stops. @param {string} address */
  #showAddress(address) {
    const now = performance.now();
    if (!isHere() || this.#goal || (this.#until !== null && now - this.#lastAddress < ADDRESS_MS)) return;
    this.#lastAddress = now;
    const hash = `#/learn/${address}`;
    if (location.hash !== hash) history.replaceState(history.state, "", hash);
    /** @type {HTMLInputElement} */ (this.#find("#address")).value = location.href;
  }

  /** @param {string} selector @returns {HTMLElement} */
  #find(selector) {
    const found = /** @type {HTMLElement | null} */ (this.#root.querySelector(selector));
    if (!found) throw new Error(`The Learn page has no ${selector}.`);
    return found;
  }

  /** @param {string} selector @param {string} text */
  #text(selector, text) {
    const element = this.#find(selector);
    if (element.textContent !== text) element.textContent = text;
  }
}

customElements.define("elm-learn", Learn);
