// @ts-check
/**
 * Where snapshots of the Pythons' memories are kept between visits, each with the inflated files it was taken with: in
 * the browser's private file system, from which a worker reads straight into the memory that it restores.
 */

import {hold} from "./handles.js";

/** @typedef {"page" | "engine"} Role which of the two Pythons */

/** Holds one folder a role, named after the version of its files. */
const FOLDER = "elmweb-start";
/** Written last: all other files are there. */
const COMPLETE = "complete";

const allFolders = async () => hold(await navigator.storage.getDirectory(), (all) => all.getDirectoryHandle(FOLDER, {create: true}));

/** The files of one snapshot. */
export class Kept {
  /** @type {FileSystemDirectoryHandle} */ #folder;

  /** @param {FileSystemDirectoryHandle} folder */
  constructor(folder) {
    this.#folder = folder;
  }

  /**
   * @param {string} name
   * @returns {Promise<Uint8Array<ArrayBuffer>>} the whole file
   */
  async read(name) {
    return this.#read(name, (size) => new Uint8Array(size));
  }

  /**
   * Open a file of which only parts are wanted at first.
   * @param {string} name
   * @returns {Promise<KeptFile>}
   */
  async open(name) {
    const handle = await this.#open(name);
    return handle ? new KeptFile(handle) : KeptFile.of(await this.read(name));
  }

  /**
   * Read a file straight into memory.
   * @param {string} name
   * @param {Int8Array} target of its size
   */
  async readInto(name, target) {
    await this.#read(name, (size) => {
      if (size !== target.length) throw new Error(`${name} of the snapshot has ${size} bytes, not ${target.length}`);
      return target;
    });
  }

  /**
   * @template {ArrayBufferView} T
   * @param {string} name
   * @param {(size: number) => T} room for a file of so many bytes
   * @returns {Promise<T>}
   */
  async #read(name, room) {
    const handle = await this.#open(name);
    if (!handle) {
      const file = await hold(await this.#file(name), (file) => file.getFile());
      const bytes = new Uint8Array(await file.arrayBuffer());
      const target = room(bytes.length);
      new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(bytes);
      return target;
    }
    try {
      const target = room(handle.getSize());
      if (handle.read(target, {at: 0}) !== handle.getSize()) throw new Error(`${name} of the snapshot could not be read whole`);
      return target;
    } finally {
      handle.close();
    }
  }

  /**
   * @param {string} name
   * @returns {Promise<FileSystemSyncAccessHandle | null>} null: another tab reads it, and this browser gives it to one only
   */
  async #open(name) {
    return hold(await this.#file(name), (file) => file.createSyncAccessHandle({mode: "read-only"}).catch(() => null));
  }

  /** @param {string} name @returns {Promise<FileSystemFileHandle>} */
  #file(name) {
    return hold(this.#folder, (folder) => folder.getFileHandle(name));
  }
}

/** A file that is read in parts, and whole once there is time. */
class KeptFile {
  /** @type {FileSystemSyncAccessHandle | null} */ #handle;
  /** All of it. @type {Uint8Array<ArrayBuffer> | null} */ #bytes = null;

  /** @param {FileSystemSyncAccessHandle | null} handle */
  constructor(handle) {
    this.#handle = handle;
  }

  /** @param {Uint8Array<ArrayBuffer>} bytes @returns {KeptFile} of which all is here */
  static of(bytes) {
    const file = new KeptFile(null);
    file.#bytes = bytes;
    return file;
  }

  /** A part of the file. @type {(start: number, end: number) => Uint8Array<ArrayBuffer>} */
  read = (start, end) => {
    if (this.#bytes) return this.#bytes.subarray(start, end);
    const part = new Uint8Array(end - start);
    if (this.#handle?.read(part, {at: start}) !== part.length) throw new Error("a file of the snapshot is too short");
    return part;
  };

  /** Read all of it, and leave it to others. */
  load() {
    if (!this.#handle) return;
    this.#bytes = this.read(0, this.#handle.getSize());
    this.#handle.close();
    this.#handle = null;
  }
}

/**
 * Keep the files of a snapshot for the next visit, and no older one of that role.
 * @param {Role} role
 * @param {string} version of the site's files it was taken with
 * @param {Record<string, Uint8Array>} files by name
 */
export async function keep(role, version, files) {
  await forget(role);
  const folder = await hold(await allFolders(), (all) => all.getDirectoryHandle(`${role}-${version}`, {create: true}));
  for (const [name, bytes] of [...Object.entries(files), /** @type {const} */ ([COMPLETE, new Uint8Array()])]) {
    const file = await hold(folder, () => folder.getFileHandle(name, {create: true}));
    const handle = await hold(file, () => file.createSyncAccessHandle());
    try {
      if (handle.write(bytes, {at: 0}) !== bytes.length) throw new Error(`there is no room to keep ${name}`);
      handle.flush();
    } finally {
      handle.close();
    }
  }
}

/**
 * @param {Role} role
 * @param {string} version
 * @returns {Promise<Kept | null>} the snapshot taken with these very files, if there is one
 */
export async function find(role, version) {
  try {
    const folder = await hold(await allFolders(), (all) => all.getDirectoryHandle(`${role}-${version}`));
    await hold(folder, () => folder.getFileHandle(COMPLETE));
    return new Kept(folder);
  } catch {
    return null; // also where a browser gives no such files, as in a private window
  }
}

/**
 * Forget a Python's snapshot, because it did not work or is older than the site.
 * @param {Role} role
 */
export async function forget(role) {
  const folders = await allFolders();
  await hold(folders, async () => {
    for await (const name of folders.keys()) {
      if (name.startsWith(`${role}-`)) await folders.removeEntry(name, {recursive: true});
    }
  });
}
