// @ts-check
/** The projects on the first view: one small file is read, and nothing else until one of them is pressed. */
import {$} from "../page/dom.js";
import {button, make} from "./elements.js";
import {openFiles} from "./files.js";
import {leaveHint} from "./hint.js";
import {readIndex, sizeOf} from "./index-file.js";
import {sizeText, whenText, words} from "../words/projects.js";

/** @typedef {import("./index-file.js").Entry} Entry */

/** How many are shown before the others are asked for. */
const SHOWN = 1;

/** The id of the project that is open in this tab. */
let open = "";
let isListening = false;
let showsAll = false;

/** Draw the list anew. @param {string} [openId] of the project that is open in this tab */
export async function draw(openId = open) {
  open = openId;
  if (!isListening) document.addEventListener("click", follow);
  isListening = true;
  /** @type {Entry[]} */ let entries = [];
  try {
    entries = (await readIndex(await openFiles())).projects.sort((a, b) => b.changed - a.changed);
  } catch (error) {
    console.info(`projects cannot be listed: ${error}`);
  }
  leaveHint(entries.length);
  const place = $("projects");
  place.hidden = entries.length === 0;
  if (!entries.length) delete document.documentElement.dataset.projects;
  const others = entries.slice(SHOWN);
  const more = make("details", {class: "sources", toggle: () => { showsAll = more.open; }},
    make("summary", {}, words.more(others.length)),
    make("ul", {class: "projects"}, ...others.map((entry) => item(entry, false))));
  more.open = showsAll;
  place.replaceChildren(
    make("h2", {}, words.yours),
    make("ul", {class: "projects"}, ...entries.slice(0, SHOWN).map((entry) => item(entry, entry.id !== open))),
    ...(others.length ? [more] : []),
  );
  for (const offer of document.querySelectorAll("[data-go-on]")) {
    offer.replaceChildren(...entries.slice(0, 1).filter(({id}) => id !== open).map((entry) =>
      make("a", {class: "btn primary", href: addressOf(entry.id), "data-project": entry.id}, words.goOn(entry.name))));
  }
}

const addressOf = (/** @type {string} */ id) => `?project=${id}#/data`;

/** @param {Entry} entry @param {boolean} isNext whether it is the one to go on with */
function item(entry, isNext) {
  const {id, name, facts, changed} = entry;
  const title = id === open ? words.openNow(name) : isNext ? words.goOn(name) : name;
  const says = [
    facts.predicts && words.predicts(facts.predicts),
    facts.score,
    facts.rows && words.rows(facts.rows),
    facts.score ? "" : words.notTrained,
  ].filter(Boolean).join(" · ");
  const line = make("li", {class: "project"},
    make("a", {href: addressOf(id), "data-project": id, class: isNext ? "go" : ""},
      make("b", {id: `project-${id}`}, title),
      make("i", {}, `${whenText(changed)} · ${sizeText(sizeOf(entry))}`),
      make("span", {class: "small"}, says)));
  line.append(actions(entry, line));
  return line;
}

/**
 * @param {Entry} entry
 * @param {HTMLElement} line
 */
function actions(entry, line) {
  const {id, name} = entry;
  const act = async (/** @type {(main: typeof import("./main.js")) => Promise<unknown>} */ does) => {
    await does(await import("./main.js"));
    await draw();
  };
  const row = make("div", {class: "ways tiny", role: "group", "aria-labelledby": `project-${id}`},
    button(words.rename, () => rename()),
    button(words.copy, () => act((main) => main.copy(id, name))),
    button(words.saveToFile, () => act((main) => main.saveToFile(id, name))),
    button(words.remove, () => confirm()));
  const rename = () => {
    const field = make("input", {type: "text", value: name, maxlength: "80", "aria-label": words.newName});
    const form = make("form", {class: "ways", submit: (event) => {
      event.preventDefault();
      act((main) => main.rename(id, field.value.trim() || name));
    }}, field, make("button", {class: "btn sm", type: "submit"}, words.rename), button(words.leave, () => form.replaceWith(row)));
    row.replaceWith(form);
    field.select();
  };
  const confirm = () => {
    const sure = make("div", {class: "ways tiny", role: "group", "aria-label": words.removeIt},
      make("span", {}, words.reallyRemove(name)),
      button(words.removeForGood, () => act((main) => main.remove(id, name)), "btn sm"),
      button(words.leave, () => { sure.replaceWith(row); row.querySelector("button")?.focus(); }));
    row.replaceWith(sure);
    sure.querySelector("button")?.focus();
  };
  return row;
}

/** Open a project by a press on its link. @param {MouseEvent} event */
async function follow(event) {
  const link = event.target instanceof Element && event.target.closest("a[data-project]");
  if (!(link instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  (await import("./main.js")).open(link.dataset.project ?? "", link);
}
