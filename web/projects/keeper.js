// @ts-check
/**
 * Keeps projects: each is its table as it was brought, what was chosen, and the trained model. New files are written
 * first, then the index that names them, then what it no longer names is removed: whatever ends this worker in between,
 * the old state or the new one is there. A project is written by one tab only, which holds its lock.
 */
import {hold} from "../start/handles.js";
import {failure, factsOf} from "./failure.js";
import {openFiles} from "./files.js";
import {readIndex, sizeOf, writeIndex} from "./index-file.js";
import {packProject, readProject} from "./project-file.js";
import {words} from "../words/projects.js";

/**
 * @typedef {import("./index-file.js").Entry} Entry
 * @typedef {import("./files.js").Files} Files
 * @typedef {import("./project-file.js").Content} Content
 * @typedef {{id: string, name: string, state: string, facts: import("./index-file.js").Facts, tableName: string,
 *   table?: Blob, model?: Blob | null, replaces?: string}} Wanted what is to be kept; without a model the old one stays
 * @typedef {{entry: Entry, content: Content, canWrite: boolean}} Opened
 */

const INDEX_LOCK = "elmweb-projects";
const lockOf = (/** @type {string} */ id) => `elmweb-project-${id}`;

/** What the browser keeps for a quicker start; it makes room for projects. */
const SNAPSHOTS = "elmweb-start";
/** Not all free room: the browser itself and other parts of the page need some. */
const SPARE_BYTES = 1e6;
/** A page that is loaded again may come before the worker of its predecessor has ended. */
const LETTING_GO_MS = 1500;

export class Keeper {
  /** @type {Promise<Files> | null} */ #files = null;
  /** What ends the lock of each project that this tab holds. @type {Map<string, () => Promise<unknown>>} */ #held = new Map();

  /** @returns {Promise<Files>} */
  #open() {
    this.#files ??= openFiles().then(async (files) => {
      await this.#sweep(files);
      return files;
    });
    this.#files.catch(() => { this.#files = null; });
    return this.#files;
  }

  /** @returns {Promise<Entry[]>} the newest first */
  async list() {
    const {projects} = await readIndex(await this.#open());
    return projects.sort((a, b) => b.changed - a.changed);
  }

  /**
   * Keep a project, new or changed.
   * @param {Wanted} wanted
   * @returns {Promise<Entry>}
   */
  async save(wanted) {
    const files = await this.#open();
    if (!await this.#hold(wanted.id)) throw failure("elsewhere", {names: [wanted.name]});
    const before = (await this.list()).find(({id}) => id === wanted.id);
    if (!before && wanted.table === undefined && wanted.tableName) throw failure("gone");
    const entry = await this.#written(files, wanted, before);
    const dropped = await this.#change(async (projects) => {
      /** @type {Entry[]} */ const drop = [];
      for (const other of before ? [] : projects) {
        if (isReplaced(other, entry, wanted) && await this.#hold(other.id)) drop.push(other); // no other tab has it open
      }
      const others = projects.filter((other) => other.id !== entry.id && !drop.includes(other));
      if (before) entry.name = projects.find(({id}) => id === entry.id)?.name ?? entry.name; // it may have been renamed
      else entry.name = freeName(entry.name, others);
      return {projects: [...others, entry], result: drop};
    });
    await this.#tidy(files, entry);
    for (const {id} of dropped) {
      await files.remove(id);
      await this.release(id);
    }
    return entry;
  }

  /**
   * Write the files of a project, under names that nothing has yet.
   * @param {Files} files
   * @param {Wanted} wanted
   * @param {Entry} [before]
   * @returns {Promise<Entry>}
   */
  async #written(files, {id, name, state, facts, tableName, table, model}, before) {
    const version = (before?.version ?? 0) + 1, now = Date.now();
    const parts = {state: new Blob([state]), ...(table && {table}), ...(model && {model})};
    const named = /** @type {Entry["files"]} */ ({...before?.files});
    const sizes = /** @type {Entry["sizes"]} */ ({...before?.sizes});
    if (model === null) {
      delete named.model;
      delete sizes.model;
    }
    const needed = Object.values(parts).reduce((sum, {size}) => sum + size, 0);
    await this.#makeRoom(needed);
    /** @type {string[]} */ const written = [];
    try {
      for (const [part, data] of /** @type {["state" | "table" | "model", Blob][]} */ (Object.entries(parts))) {
        named[part] = `${id}/${part}-${version}`;
        sizes[part] = data.size;
        written.push(named[part]);
        await files.write(named[part], data);
      }
    } catch (error) {
      for (const path of written) await files.remove(path).catch(() => {});
      if (!before) await this.release(id);
      const facts = factsOf(error);
      throw failure(facts.kind, {...facts, needed, free: await freeBytes()});
    }
    return {id, name, created: before?.created ?? now, changed: now, version, tableName, files: named, sizes, facts};
  }

  /**
   * Open a project.
   * @param {string} id
   * @param {boolean} [look] without keeping what is changed
   * @param {number} [patience] milliseconds for a page that has just been left to let go of it
   * @returns {Promise<Opened>}
   */
  async open(id, look = false, patience = LETTING_GO_MS) {
    const files = await this.#open();
    const entry = await this.#entry(id);
    let canWrite = !look && await this.#hold(id);
    for (const end = performance.now() + patience; !look && !canWrite && performance.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      canWrite = await this.#hold(id);
    }
    if (!look && !canWrite) throw failure("elsewhere", {names: [entry.name]});
    try {
      return {entry, content: await this.#content(files, entry), canWrite};
    } catch (error) {
      await this.release(id);
      throw error;
    }
  }

  /** Another one is open now. @param {string} id */
  async release(id) {
    const end = this.#held.get(id);
    this.#held.delete(id);
    await end?.(); // whoever asks for the lock from now on gets it
  }

  /** @param {string} id @param {string} name */
  async rename(id, name) {
    await this.#change(async (projects) => ({
      projects: projects.map((each) => each.id === id ? {...each, name: freeName(name, projects.filter((other) => other !== each))} : each),
      result: null,
    }));
  }

  /** @param {string} id @param {string} copyId @returns {Promise<Entry>} */
  async copy(id, copyId) {
    const entry = await this.#entry(id);
    return this.#adopt(await this.#content(await this.#open(), entry), copyId, words.copyOf(entry.name), entry.facts);
  }

  /** @param {string} id */
  async remove(id) {
    const files = await this.#open();
    const entry = await this.#entry(id);
    if (!await this.#hold(id)) throw failure("elsewhere", {names: [entry.name]});
    await this.#change(async (projects) => ({projects: projects.filter((each) => each.id !== id), result: null}));
    await files.remove(id);
    await this.release(id);
  }

  /** Delete every project. */
  async removeAll() {
    const files = await this.#open();
    const projects = await this.list();
    const elsewhere = [];
    for (const {id, name} of projects) if (!await this.#hold(id)) elsewhere.push(name);
    if (elsewhere.length) throw failure("elsewhere", {names: elsewhere});
    await this.#change(async () => ({projects: [], result: null}));
    for (const {id} of projects) {
      await files.remove(id);
      await this.release(id);
    }
  }

  /** @param {string} id @returns {Promise<{file: Blob, name: string}>} the project as one file */
  async toFile(id) {
    const entry = await this.#entry(id);
    return {file: await packProject(entry, await this.#content(await this.#open(), entry)), name: entry.name};
  }

  /**
   * Keep a project that came as a file, perhaps from another machine.
   * @param {Blob} file
   * @param {string} id
   * @returns {Promise<Entry>}
   */
  async fromFile(file, id) {
    const {content, name, facts} = await readProject(file);
    return this.#adopt(content, id, name, facts);
  }

  /** @returns {Promise<{projects: number, bytes: number, snapshots: number}>} how much of what is kept, in bytes */
  async usage() {
    const projects = await this.list();
    return {
      projects: projects.length,
      bytes: projects.reduce((sum, entry) => sum + sizeOf(entry), 0),
      snapshots: await snapshotBytes(),
    };
  }

  /**
   * @param {Content} content @param {string} id @param {string} name @param {import("./index-file.js").Facts} facts
   * @returns {Promise<Entry>} it is not open in this tab
   */
  async #adopt({state, tableName, table, model}, id, name, facts) {
    try {
      return await this.save({id, name, state, tableName, table, model, facts: {...facts, touched: true}});
    } finally {
      await this.release(id);
    }
  }

  /** @param {string} id @returns {Promise<Entry>} */
  async #entry(id) {
    const entry = (await this.list()).find((each) => each.id === id);
    if (!entry) throw failure("gone");
    return entry;
  }

  /** @param {Files} files @param {Entry} entry @returns {Promise<Content>} */
  async #content(files, entry) {
    const [state, table, model] = await Promise.all(
      [entry.files.state, entry.files.table, entry.files.model].map((path) => path ? files.read(path) : undefined));
    if (!state || table === null || model === null) throw failure("gone", {names: [entry.name]});
    return {state: await state.text(), tableName: entry.tableName, table, model};
  }

  /**
   * Change the index while no other tab does.
   * @template T
   * @param {(projects: Entry[]) => Promise<{projects: Entry[], result: T}>} change
   * @returns {Promise<T>}
   */
  async #change(change) {
    const files = await this.#open();
    return locked(INDEX_LOCK, async () => {
      const index = await readIndex(files);
      const {projects, result} = await change(index.projects);
      await writeIndex(files, {...index, projects});
      return result;
    });
  }

  /** @param {string} id @returns {Promise<boolean>} whether this tab may write the project */
  async #hold(id) {
    if (this.#held.has(id) || !navigator.locks) return true;
    return new Promise((resolve) => {
      const ended = navigator.locks.request(lockOf(id), {ifAvailable: true}, (lock) => {
        if (!lock) return resolve(false);
        return new Promise((end) => {
          this.#held.set(id, () => { end(undefined); return ended; });
          resolve(true);
        });
      });
    });
  }

  /** @param {number} bytes */
  async #makeRoom(bytes) {
    if (await freeBytes() >= bytes + SPARE_BYTES) return;
    try {
      await hold(await navigator.storage.getDirectory(), (all) => all.removeEntry(SNAPSHOTS, {recursive: true}));
    } catch { /* there are none */ }
    const free = await freeBytes();
    if (free < bytes) throw failure("room", {needed: bytes, free});
  }

  /** Remove what the index no longer names. @param {Files} files @param {Entry} entry */
  async #tidy(files, entry) {
    const named = Object.values(entry.files);
    for (const path of await files.paths()) {
      if (path.startsWith(`${entry.id}/`) && !named.includes(path)) await files.remove(path);
    }
  }

  /** Remove what a worker left that was ended in the middle. @param {Files} files */
  async #sweep(files) {
    const {projects} = await readIndex(files);
    const named = new Set(projects.flatMap((entry) => Object.values(entry.files)));
    const left = (await files.paths()).filter((path) => path.includes("/") && !named.has(path));
    for (const id of new Set(left.map((path) => path.split("/")[0]))) {
      if (!await this.#hold(id)) continue; // another tab may be writing it
      for (const path of left) if (path.startsWith(`${id}/`)) await files.remove(path);
      if (!projects.some((entry) => entry.id === id)) await files.remove(id);
      await this.release(id);
    }
  }
}

/**
 * A table that was only looked at makes room: for the same one opened again, and a sample for the next table.
 * @param {Entry} other @param {Entry} entry @param {Wanted} wanted
 */
function isReplaced(other, entry, {replaces}) {
  if (other.id === entry.id || other.facts.touched || entry.version > 1) return false;
  return other.id === replaces || (other.tableName === entry.tableName && other.sizes.table === entry.sizes.table);
}

/** @param {string} name @param {Entry[]} others @returns {string} the name, with a number where it is taken */
function freeName(name, others) {
  const taken = new Set(others.map((other) => other.name));
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name} ${number}`;
  return free;
}

/** @returns {Promise<number>} how much may still be kept; infinite where a browser does not say */
async function freeBytes() {
  const {quota, usage = 0} = await navigator.storage?.estimate?.() ?? {};
  return quota === undefined ? Infinity : Math.max(0, quota - usage);
}

/** @returns {Promise<number>} */
async function snapshotBytes() {
  try {
    const all = await hold(await navigator.storage.getDirectory(), (root) => root.getDirectoryHandle(SNAPSHOTS));
    let bytes = 0;
    await hold(all, async () => {
      for await (const folder of /** @type {AsyncIterable<FileSystemDirectoryHandle>} */ (all.values())) {
        await hold(folder, async () => {
          for await (const file of /** @type {AsyncIterable<FileSystemFileHandle>} */ (folder.values())) {
            bytes += (await hold(file, () => file.getFile())).size;
          }
        });
      }
    });
    return bytes;
  } catch {
    return 0;
  }
}

/**
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
const locked = (name, task) => navigator.locks ? navigator.locks.request(name, task) : task();
