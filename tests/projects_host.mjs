// What keeps projects in the browser, on a file system that is made up and may end at any operation.
import {readFileSync} from "node:fs";
import {pathToFileURL} from "node:url";

const [, , web, scenario, ...args] = process.argv;

/** Ends everything from its nth operation on, which is done by half. */
class Disk {
  root = new Map();
  operations = 0;
  lastOperation = Infinity;
  full = Infinity;

  step() {
    if (++this.operations > this.lastOperation) throw new Error("the machine was switched off");
    return this.operations === this.lastOperation;
  }

  used = (folder = this.root) => [...folder.values()].reduce((sum, entry) => sum + (entry instanceof Map ? this.used(entry) : entry.length), 0);
}

let disk = new Disk();
const missing = () => Object.assign(new Error("there is no such entry"), {name: "NotFoundError"});

const folderHandle = (folder) => ({
  kind: "directory",
  async getDirectoryHandle(name, {create = false} = {}) {
    if (!folder.has(name)) {
      if (!create) throw missing();
      disk.step();
      folder.set(name, new Map());
    }
    return folderHandle(folder.get(name));
  },
  async getFileHandle(name, {create = false} = {}) {
    if (!folder.has(name)) {
      if (!create) throw missing();
      disk.step();
      folder.set(name, new Uint8Array());
    }
    return fileHandle(folder, name);
  },
  async removeEntry(name) {
    if (!folder.has(name)) throw missing();
    disk.step();
    folder.delete(name);
  },
  async *entries() { for (const [name, entry] of [...folder]) yield [name, entry instanceof Map ? folderHandle(entry) : {kind: "file"}]; },
  async *keys() { yield* [...folder.keys()]; },
});

const fileHandle = (folder, name) => ({
  kind: "file",
  getFile: async () => new File([folder.get(name)], name),
  createSyncAccessHandle: async () => ({
    truncate(size) { disk.step(); folder.set(name, folder.get(name).slice(0, size)); },
    write(bytes, {at}) {
      const isLast = disk.step();
      const whole = new Uint8Array(Math.max(folder.get(name).length, at + bytes.length));
      whole.set(folder.get(name));
      whole.set(isLast ? bytes.subarray(0, bytes.length / 2) : bytes, at);
      if (disk.used() + whole.length > disk.full) return 0;
      folder.set(name, whole);
      return bytes.length;
    },
    flush() { disk.step(); },
    close() {},
  }),
});

const held = new Map();
const locks = {
  async request(name, options, task = options) {
    if (options.ifAvailable && held.has(name)) return task(null);
    while (held.has(name)) await held.get(name);
    const running = Promise.resolve(task({name}));
    held.set(name, running);
    try {
      return await running;
    } finally {
      if (held.get(name) === running) held.delete(name);
    }
  },
};
Object.defineProperty(globalThis, "navigator", {value: {locks, storage: {
  getDirectory: async () => folderHandle(disk.root),
  estimate: async () => ({quota: args.includes("unknown") ? undefined : disk.full === Infinity ? 1e9 : disk.full, usage: disk.used()}),
}}});

const load = (name) => import(pathToFileURL(`${web}/projects/${name}`));
const {Keeper} = await load("keeper.js");
const {factsOf} = await load("failure.js");
const {pack, partsOf} = await load("zip.js");
const {packProject, readProject} = await load("project-file.js");

const FACTS = {touched: true};
const project = (text, more = {}) => ({id: "a", name: "apples", state: JSON.stringify({text}), facts: FACTS, tableName: "apples.csv", ...more});
const seen = async (keeper, id = "a") => {
  const {entry, content: {state, table, model}} = await keeper.open(id);
  return [entry.name, JSON.parse(state).text, await table?.text() ?? "", await model?.text() ?? ""];
};
const paths = (folder = disk.root.get("elmweb-projects"), before = "") => [...folder].flatMap(([name, entry]) =>
  entry instanceof Map ? paths(entry, `${before}${name}/`) : [before + name]).filter((path) => path.includes("/")).sort();
const attempt = async (task) => task().then((value) => ({value}), (error) => ({failed: factsOf(error)}));

const scenarios = {
  /** The machine is switched off at each operation of the second save. */
  async crash() {
    const outcomes = [];
    for (let last = 0; ; last++) {
      disk = new Disk();
      held.clear();
      await new Keeper().save(project("one", {table: new Blob(["t"]), model: new Blob(["m1"])}));
      held.clear();
      disk.lastOperation = disk.operations + last;
      const {failed} = await attempt(() => new Keeper().save(project("two", {model: new Blob(["m2"])})));
      disk.lastOperation = Infinity;
      held.clear(); // with the process its locks are gone
      const after = new Keeper();
      const {value} = await attempt(() => seen(after));
      outcomes.push({state: value, files: paths().length, ended: !failed});
      if (!failed) return outcomes;
    }
  },
  async tabs() {
    const [first, second] = [new Keeper(), new Keeper()];
    await first.save(project("one", {table: new Blob(["t"])}));
    const refused = await attempt(() => second.open("a", false, 200));
    const written = await attempt(() => second.save(project("mine")));
    const removed = await attempt(() => second.remove("a"));
    const looked = (await second.open("a", true)).canWrite;
    const copied = await second.copy("a", "b");
    await second.rename("a", "pears");
    await first.save(project("two"));
    const names = (await second.list()).map(({name}) => name).sort();
    const all = await attempt(() => second.removeAll());
    first.release("a");
    const opened = await seen(second);
    await second.removeAll();
    return {refused, written, removed, looked, copied: copied.name, names, all, opened, left: [await second.list(), paths()]};
  },
  async room() {
    const keeper = new Keeper();
    await keeper.save(project("one", {table: new Blob(["t"]), model: new Blob(["m1"])}));
    disk.root.set("elmweb-start", new Map([["heap", new Uint8Array(3000)]]));
    disk.full = disk.used() + 1000;
    const first = await attempt(() => keeper.save(project("two", {model: new Blob(["m".repeat(2000)])})));
    const madeRoom = !disk.root.has("elmweb-start");
    disk.full = disk.used() + 1000;
    const second = await attempt(() => keeper.save(project("three", {model: new Blob(["m".repeat(5000)])})));
    return {first: first.failed ?? null, madeRoom, second: second.failed ?? null, state: (await seen(keeper))[1]};
  },
  async replaced() {
    const keeper = new Keeper();
    const looked = {facts: {touched: false}, table: new Blob(["t"])};
    await keeper.save(project("one", looked));
    await keeper.save({...project("two", looked), id: "b"});
    const same = (await keeper.list()).map(({id}) => id);
    await keeper.save({...project("three", {...looked, table: new Blob(["other"])}), id: "c", name: "pears", tableName: "pears.csv", replaces: "b"});
    const replaced = (await keeper.list()).map(({id}) => id);
    await keeper.save({...project("four", {table: new Blob(["four"])}), id: "d"});
    await keeper.save({...project("five", {table: new Blob(["four"])}), id: "e"});
    return {same, replaced, names: (await keeper.list()).map(({name}) => name).sort(), files: paths()};
  },
  /** A project file, written and read again; then that file damaged in every way that is asked for. */
  async file() {
    const content = {state: JSON.stringify({a: "ü"}), tableName: "a/b.csv", table: new Blob(["x,y\n".repeat(5000)]), model: new Blob(["PK model"])};
    const file = await packProject({name: "äpfel", created: 0, changed: 0, facts: FACTS}, content);
    const again = await readProject(file);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const same = (await again.content.table.text()) === "x,y\n".repeat(5000) && (await again.content.model.text()) === "PK model";
    const failures = [];
    for (let at = 0; at < bytes.length; at += 7) {
      const changed = bytes.slice();
      changed[at] ^= 0x55;
      const {failed, value} = await attempt(() => readProject(new Blob([changed])));
      // Of a zip file the dates, versions and local headers are not read.
      failures.push(failed?.kind ?? (value.content.state === again.content.state && value.name === "äpfel" ? "same" : "wrong"));
    }
    const cut = [];
    for (const size of [0, 3, 40, bytes.length >> 1, bytes.length - 1]) cut.push((await attempt(() => readProject(file.slice(0, size)))).failed);
    const other = [];
    const head = (said) => pack([{name: "project.json", data: new Blob([JSON.stringify(said)]), pack: false}]);
    for (const made of [
      new Blob(["a,b\n1,2\n"]), await pack([{name: "model.json", data: new Blob(["{}"]), pack: false}]),
      await pack([{name: "x", data: new Blob(["{}"]), pack: false}]), await head({kind: "elmweb project", format: 2, name: "", state: {}}),
      await head({kind: "another"}), await head({kind: "elmweb project", format: 1, name: "x", state: {}}),
    ]) other.push((await attempt(() => readProject(made))).failed);
    const bomb = new Uint8Array(await (await pack([{name: "project.json", data: new Blob([new Uint8Array(80e6)]), pack: true}])).arrayBuffer());
    const bombed = (await attempt(() => readProject(new Blob([bomb])))).failed;
    return {same, name: again.name, names: [...(await partsOf(file)).keys()], kinds: [...new Set(failures)].sort(), cut, other, bombed};
  },
  /** What zipfile of Python writes is read. */
  async foreignZip() {
    const parts = await partsOf(new Blob([readFileSync(args[0])]));
    return Object.fromEntries(await Promise.all([...parts].map(async ([name, read]) => [name, await (await read()).text()])));
  },
  async write() {
    const file = await pack([{name: "ä.txt", data: new Blob(["hello ".repeat(100)]), pack: true}, {name: "b", data: new Blob(["b"]), pack: false}]);
    return Buffer.from(await file.arrayBuffer()).toString("base64");
  },
};

console.log(JSON.stringify(await scenarios[scenario]()));
process.exit();
