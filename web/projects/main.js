// @ts-check
/** Projects on the page: Python says what is to be kept, a worker keeps it, and a press opens it again. */
import {$} from "../page/dom.js";
import {send} from "../page/messages.js";
import {clearPending, showPending} from "../page/pending.js";
import {hooks, save} from "../page/transfer.js";
import {fileOf} from "../start/by-reference.js";
import {ask} from "./ask.js";
import {draw} from "./list.js";
import {hideNote, showNote} from "./note.js";
import {ENDING, packProject} from "./project-file.js";
import {problem, whenText, words} from "../words/projects.js";

/**
 * @typedef {import("./failure.js").Facts} Failed
 * @typedef {{number: number, id: string, name: string, tableName: string, source: {file?: number, sample?: string} | null,
 *   facts: import("./index-file.js").Facts, state: object, replaces: string, model: "same" | "new" | "none"}} Record
 * @typedef {{record: Record, table?: Blob, model?: Blob, isKept: boolean}} Project as this tab knows it
 */

/** The one that is open. @type {Project | null} */ let current = null;
/** The id of one that is being opened. */
let opening = "";
/** Those whose parts are known here, by id. @type {Map<string, Project>} */ const known = new Map();
/** What Python wants to be kept is kept in order. @type {Promise<void>} */ let line = Promise.resolve();
let isStopped = false;
let hasAsked = false;
let hasToldNowhere = false;

const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const inAddress = () => new URLSearchParams(location.search).get("project") ?? "";

/**
 * Python has something to keep.
 * @param {{text: string, table?: Blob, model?: Blob}} data
 */
export function keep({text, table, model}) {
  /** @type {Record} */ const record = JSON.parse(text);
  if (model) document.body.dataset.unsaved = ""; // leaving now would lose it
  line = line.then(() => keepNow(record, table, model));
}

/** @param {Record} record @param {Blob} [table] @param {Blob} [model] */
async function keepNow(record, table, model) {
  const before = known.get(record.id);
  const isNew = !before;
  /** @type {Project} */ const project = {
    record, isKept: false,
    table: before?.table ?? table ?? await tableOf(record.source),
    model: record.model === "new" ? model : record.model === "same" ? before?.model : undefined,
  };
  record.name = before?.record.name ?? record.name; // it may have been renamed here
  known.set(record.id, project);
  if (isNew && current && current.record.id !== record.id) await ask("release", current.record.id).catch(() => {});
  if (isNew || current?.record.id === record.id) setCurrent(project);
  readOut(words.saving);
  let failed = "";
  try {
    if (!isStopped) await store(project, isNew || !before.isKept, record.model);
  } catch (error) {
    failed = factsIn(error).kind;
    cannotKeep(error, project);
  }
  send("project", {do: "kept", number: record.number, failed});
}

/**
 * @param {Project} project
 * @param {boolean} whole whether nothing of it is kept yet
 * @param {Record["model"]} which
 */
async function store(project, whole, which) {
  const {record: {id, name, tableName, facts, state, replaces}, table, model} = project;
  const wanted = {id, name, tableName, facts, state: JSON.stringify(state), replaces};
  const changed = which === "new" ? {model} : which === "none" ? {model: null} : {};
  const all = {table, model: model ?? null};
  const entry = await ask("save", {...wanted, ...(whole ? all : changed)}).catch((error) => {
    if (whole || factsIn(error).kind !== "gone") throw error;
    return ask("save", {...wanted, ...all}); // it was cleared from outside: this tab still has its parts
  });
  project.isKept = true;
  project.record.name = entry.name;
  delete document.body.dataset.unsaved;
  if (current !== project) return draw();
  readOut(words.saved(whenText(entry.changed)));
  if (inAddress() && inAddress() !== id) setAddress(id);
  if (model && !hasAsked) {
    hasAsked = true;
    navigator.storage?.persist?.().catch(() => {}); // there is something now that is worth it
  }
  await draw(id);
}

/** @param {unknown} error @param {Project} project */
function cannotKeep(error, project) {
  readOut(words.notKept);
  const {kind} = factsIn(error);
  if (kind === "nowhere" && (hasToldNowhere || !project.model)) return; // a table alone is at hand again
  hasToldNowhere ||= kind === "nowhere";
  tell(error, project.record.name, {[words.saveToFile]: () => saveCurrent()});
}

/** @param {Record["source"]} source @returns {Promise<Blob | undefined>} the bytes of a table */
async function tableOf(source) {
  if (source?.file !== undefined) return fileOf(source.file);
  if (source?.sample === undefined) return undefined;
  const answer = await fetch(`samples/${source.sample}.csv`);
  return answer.ok ? answer.blob() : undefined;
}

/**
 * Open a project that is kept here.
 * @param {string} id
 * @param {HTMLElement} [pressed]
 * @param {boolean} [look] without keeping what is changed
 * @param {boolean} [stay] on the page that the address names
 */
export async function open(id, pressed, look = false, stay = false) {
  hideNote();
  if (current?.record.id === id) return send("use_table");
  if (opening) return;
  opening = id;
  try {
    if (document.body.dataset.working === undefined) showPending(words.yourProject, pressed);
    const {entry, content, canWrite} = await ask("open", id, look);
    /** @type {Record} */ const record = {
      number: 0, id, name: entry.name, tableName: entry.tableName, source: null, facts: entry.facts,
      state: JSON.parse(content.state), replaces: "", model: content.model ? "same" : "none",
    };
    if (canWrite) known.set(id, {record, table: content.table, model: content.model, isKept: true});
    send("open_project", {
      id: canWrite ? id : "", name: entry.name, state: record.state, facts: entry.facts, shown: id, stay,
      table: content.table ? await hooks.file(new File([content.table], entry.tableName)) : null,
      model: content.model ? await hooks.file(new File([content.model], `${entry.name}.elm.zip`)) : null,
    });
  } catch (error) {
    opening = "";
    clearPending();
    const isElsewhere = factsIn(error).kind === "elsewhere";
    tell(error, words.theProject, isElsewhere ? {
      [words.openCopy]: async () => { await openAddressed(await copy(id, words.theProject), false); },
      [words.onlyLook]: () => open(id, pressed, true),
    } : {});
    await draw();
  }
}

/** Open what the address names. @param {string | undefined} id @param {boolean} [stay] */
export async function openAddressed(id, stay = true) {
  if (id) await open(id, undefined, false, stay);
}

/**
 * What became of a project that Python was asked to open, or what Python wants.
 * @param {{do: "opened" | "not opened" | "save", shown?: string, id?: string, name?: string}} message
 */
export function fromPython(message) {
  if (message.do === "save") return saveCurrent();
  line = line.then(() => opened(message)); // after what is still to be kept of the one before
}

/** @param {{do: string, shown?: string, id?: string, name?: string}} message */
async function opened(message) {
  opening = "";
  const {shown = "", id = ""} = message;
  if (message.do === "not opened") {
    known.delete(shown);
    if (shown) await ask("release", shown);
    return;
  }
  if (current) {
    known.delete(current.record.id);
    await ask("release", current.record.id);
  }
  setCurrent(known.get(id) ?? null);
  delete document.body.dataset.unsaved;
  setAddress(shown);
  readOut(current ? words.savedNow : words.readOnly);
  if (!current) {
    showNote({what: words.elsewhere(message.name ?? ""), hints: []},
      {[words.keepCopy]: () => send("project", {do: "keep_copy", id: newId(), name: words.copyOf(message.name ?? "")})}, "warn");
  }
  await draw(id);
}

/** A project file was chosen or dropped. @param {File} file */
export async function openFile(file) {
  hideNote();
  showPending(file.name);
  try {
    const {id} = await ask("fromFile", file, newId());
    await open(id);
  } catch (error) {
    clearPending();
    tell(error, file.name);
  }
}

/** @param {string} id @param {string} name @returns {Promise<string | undefined>} the id of the copy */
export async function copy(id, name) {
  return attempt(name, async () => (await ask("copy", id, newId())).id);
}

/** @param {string} id @param {string} name */
export const rename = (id, name) => attempt(name, async () => {
  await ask("rename", id, name);
  const project = known.get(id);
  if (project) project.record.name = name;
});

/** @param {string} id @param {string} name */
export const remove = (id, name) => attempt(name, async () => {
  await ask("remove", id);
  if (current?.record.id !== id) return;
  stopKeeping();
  location.replace(location.pathname); // the open table and its model are deleted with it
});

/** @param {string} id @param {string} name */
export const saveToFile = (id, name) => attempt(name, async () => {
  const {file} = await ask("toFile", id);
  save(name + ENDING, file);
});

/** Save the open project to a file, also where nothing can be kept. */
function saveCurrent() {
  if (!current) return;
  const {record, table, model} = current, now = Date.now();
  return attempt(record.name, async () => {
    const content = {state: JSON.stringify(record.state), tableName: record.tableName, table, model};
    save(record.name + ENDING, await packProject({...record, created: now, changed: now}, content));
    delete document.body.dataset.unsaved;
  });
}

/**
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} task
 * @returns {Promise<T | undefined>}
 */
async function attempt(name, task) {
  hideNote();
  try {
    return await task();
  } catch (error) {
    tell(error, name);
  }
}

/** @param {unknown} error @param {string} name @param {import("./note.js").Actions} [actions] */
export function tell(error, name, actions = {}) {
  showNote(problem(factsIn(error), name), actions);
}

/** Nothing more is kept: all of it is being deleted. */
export function stopKeeping() {
  isStopped = true;
  delete document.body.dataset.unsaved;
}

/** @param {any} error @returns {Failed} */
const factsIn = (error) => error?.facts ?? {kind: "broken", value: String(error)};

/** @param {Project | null} project */
function setCurrent(project) {
  current = project;
  if (project) document.body.dataset.project = project.record.id; // the other language opens it (theme.js)
  else delete document.body.dataset.project;
}

/** @param {string} text */
function readOut(text) {
  $("kept").textContent = text;
  $("kept-name").hidden = false;
}

/** @param {string} id */
function setAddress(id) {
  history.replaceState(history.state, "", `?project=${id}${location.hash}`);
}
