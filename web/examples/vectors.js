// @ts-check
/**
 * Vectors that are kept between visits, in a database of the browser: a small file each (elmweb/examples/vectors.py says
 * what is in it), under the network that made it and the SHA-256 of the example. Where there is no room or no database,
 * nothing is kept and nothing fails.
 */
const NAME = "elmweb-vectors", STORE = "vectors";

export class Vectors {
  /** @type {Promise<IDBDatabase | null> | null} */ #opened = null;

  /** @returns {Promise<IDBDatabase | null>} */
  #database() {
    this.#opened ??= new Promise((resolve) => {
      try {
        const request = indexedDB.open(NAME, 1);
        request.onupgradeneeded = () => request.result.createObjectStore(STORE);
        request.onsuccess = () => {
          const database = request.result;
          database.onversionchange = () => { // somebody deletes what is kept
            database.close();
            this.#opened = null;
          };
          resolve(database);
        };
        request.onerror = request.onblocked = () => resolve(null);
      } catch { // a private window, or storage that was switched off
        resolve(null);
      }
    });
    return this.#opened;
  }

  /**
   * @template T
   * @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} ask
   * @returns {Promise<T | null>} null where it failed
   */
  async #do(mode, ask) {
    const database = await this.#database();
    if (!database) return null;
    return new Promise((resolve) => {
      try {
        const transaction = database.transaction(STORE, mode);
        const request = ask(transaction.objectStore(STORE));
        transaction.oncomplete = () => resolve(request.result);
        transaction.onabort = transaction.onerror = () => resolve(null);
      } catch { // the database was closed
        resolve(null);
      }
    });
  }

  /** @param {string} key @returns {Promise<Uint8Array<ArrayBuffer> | null>} */
  async get(key) {
    return await this.#do("readonly", (store) => store.get(key)) ?? null;
  }

  /** @param {string[]} keys */
  async delete(keys) {
    for (const key of keys) await this.#do("readwrite", (store) => store.delete(key));
  }

  /** @param {string} key @param {Uint8Array<ArrayBuffer>} data */
  async put(key, data) {
    await this.#do("readwrite", (store) => store.put(data, key));
  }
}
