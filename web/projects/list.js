// @ts-check
/** The projects on the first view: one small file is read, and nothing else until one of them is pressed. */
import {$} from "../page/dom.js";
import {button, make} from "./elements.js";
import {openFiles} from "./files.js";
import {leaveHint} from "./hint.js";
import {readIndex, sizeOf} from "./index-file.js";
import {count, sizeText, whenText} from "./words.js";

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
    make("summary", {}, `${count(others.length, "more project")}`),
    make("ul", {class: "projects"}, ...others.map((entry) => item(entry, false))));
  more.open = showsAll;
  place.replaceChildren(
    make("h2", {}, "Your projects"),
    make("ul", {class: "projects"}, ...entries.slice(0, SHOWN).map((entry) => item(entry, entry.id !== open))),
    ...(others.length ? [more] : []),
  );
  for (const offer of document.querySelectorAll("[data-go-on]")) {
    offer.replaceChildren(...entries.slice(0, 1).filter(({id}) => id !== open).map((entry) =>
      make("a", {class: "btn primary", href: addressOf(entry.id), "data-project": entry.id}, `Go on with ${entry.name}`)));
  }
}

const addressOf = (/** @type {string} */ id) => `?project=${id}#/data`;

/** @param {Entry} entry @param {boolean} isNext whether it is the one to go on with */
function item(entry, isNext) {
  const {id, name, facts, changed} = entry;
  const title = id === open ? `${name}, open now` : isNext ? `Go on with ${name}` : name;
  const says = [
    facts.predicts && `predicts ${facts.predicts}`,
    facts.score,
    facts.rows && count(facts.rows, "row"),
    facts.score ? "" : "not trained yet",
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
    button("Rename", () => rename()),
    button("Copy", () => act((main) => main.copy(id, name))),
    button("Save to a file", () => act((main) => main.saveToFile(id, name))),
    button("Delete", () => confirm()));
  const rename = () => {
    const field = make("input", {type: "text", value: name, maxlength: "80", "aria-label": "New name"});
    const form = make("form", {class: "ways", submit: (event) => {
      event.preventDefault();
      act((main) => main.rename(id, field.value.trim() || name));
    }}, field, make("button", {class: "btn sm", type: "submit"}, "Rename"), button("Leave it", () => form.replaceWith(row)));
    row.replaceWith(form);
    field.select();
  };
  const confirm = () => {
    const sure = make("div", {class: "ways tiny", role: "group", "aria-label": "Delete it"},
      make("span", {}, `Delete “${name}” with its table and model? It cannot be brought back.`),
      button("Delete for good", () => act((main) => main.remove(id, name)), "btn sm"),
      button("Leave it", () => { sure.replaceWith(row); row.querySelector("button")?.focus(); }));
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
