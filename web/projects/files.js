// @ts-check
/**
 * Where projects are kept: the browser's private file system, or a database where there is none. A path is the name of
 * a file, or a folder and a name. Only a worker writes; the page reads the index.
 */
import {hold} from "../start/handles.js";
import {failure} from "./failure.js";

/**
 * @typedef {object} Files
 * @property {(path: string) => Promise<Blob | null>} read null where there is none
 * @property {(path: string, data: Blob) => Promise<void>} write a whole file, which is on the disk afterwards
 * @property {(path: string) => Promise<void>} remove a file, or a folder with all that is in it
 * @property {() => Promise<string[]>} paths of all files
 */

export const FOLDER = "elmweb-projects";
const STORE = "files";
const CHUNK_BYTES = 4 << 20;

/**
 * Open the place where projects are kept.
 * @returns {Promise<Files>}
 */
export async function openFiles() {
  try {
    return new FolderFiles(await hold(await navigator.storage.getDirectory(), (all) => all.getDirectoryHandle(FOLDER, {create: true})));
  } catch { // an older browser, or a private window of Firefox
    try {
      return new DatabaseFiles(await openDatabase());
    } catch (error) {
      throw failure("nowhere", {value: String(error)});
    }
  }
}

/** @implements {Files} */
class FolderFiles {
  /** @type {FileSystemDirectoryHandle} */ #root;

  /** @param {FileSystemDirectoryHandle} root */
  constructor(root) {
    this.#root = root;
  }

  /**
   * @param {string} path @param {boolean} [create]
   * @returns {Promise<FileSystemFileHandle>}
   */
  async #handle(path, create = false) {
    const [name, folder] = path.split("/").reverse();
    const parent = folder ? await hold(this.#root, (root) => root.getDirectoryHandle(folder, {create})) : this.#root;
    return hold(parent, () => parent.getFileHandle(name, {create}));
  }

  /** @param {string} path */
  async read(path) {
    try {
      return await hold(await this.#handle(path), (file) => file.getFile());
    } catch (error) {
      if (/** @type {any} */ (error)?.name === "NotFoundError") return null;
      throw error;
    }
  }

  /** @param {string} path @param {Blob} data */
  async write(path, data) {
    const file = await this.#handle(path, true);
    if (!file.createSyncAccessHandle) { // Chrome before 102
      const stream = await hold(file, () => file.createWritable());
      return data.stream().pipeTo(stream);
    }
    const handle = await hold(file, () => file.createSyncAccessHandle());
    try {
      await handle.truncate(0); // these are promises in Safari before 16
      for (let at = 0; at < data.size; at += CHUNK_BYTES) {
        const chunk = new Uint8Array(await data.slice(at, at + CHUNK_BYTES).arrayBuffer());
        if (handle.write(chunk, {at}) !== chunk.length) throw failure("room");
      }
      await handle.flush();
    } finally {
      await handle.close();
    }
  }

  /** @param {string} path */
  async remove(path) {
    const [name, folder] = path.split("/").reverse();
    try {
      const parent = folder ? await hold(this.#root, (root) => root.getDirectoryHandle(folder)) : this.#root;
      await hold(parent, () => parent.removeEntry(name, {recursive: true}));
    } catch (error) {
      if (/** @type {any} */ (error)?.name !== "NotFoundError") throw error;
    }
  }

  async paths() {
    const found = [];
    for await (const [name, handle] of this.#root.entries()) {
      if (handle.kind === "file") found.push(name);
      else for await (const inside of /** @type {FileSystemDirectoryHandle} */ (handle).keys()) found.push(`${name}/${inside}`);
    }
    return found;
  }
}

/** @implements {Files} */
class DatabaseFiles {
  /** @type {IDBDatabase} */ #database;

  /** @param {IDBDatabase} database */
  constructor(database) {
    this.#database = database;
  }

  /**
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest<T>} ask
   * @returns {Promise<T>}
   */
  #do(mode, ask) {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(STORE, mode);
      const request = ask(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? request.error);
    });
  }

  /** @param {string} path */
  async read(path) {
    const data = await this.#do("readonly", (store) => store.get(path));
    return data === undefined ? null : new Blob([data]);
  }

  /** @param {string} path @param {Blob} data */
  async write(path, data) {
    const bytes = await data.arrayBuffer(); // not every browser keeps a Blob in a private window
    await this.#do("readwrite", (store) => store.put(bytes, path));
  }

  /** @param {string} path */
  async remove(path) {
    await this.#do("readwrite", (store) => store.delete(IDBKeyRange.bound(path, `${path}/\uffff`)));
  }

  async paths() {
    return /** @type {string[]} */ (await this.#do("readonly", (store) => store.getAllKeys()));
  }
}

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(FOLDER, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
