/** Types of what our scripts did not write: BokehJS, Pyodide, and the packages that the build lays beside them. */

/** Known also where there are none: in a worker. */
interface Element {}

/** BokehJS, of which the page draws a document and keeps it equal to its twin in Python. */
declare namespace Bokeh {
  interface Root { readonly id: string, readonly default_view?: object | null }
  interface View {
    readonly el: Element, readonly child_views?: View[];
    remove?(): void;
    render?(): void;
    render_to?(target: Element): void;
    r_after_render?(): void;
    notify_finished?(): void;
  }
  /** A view that measures itself: what invalidates a part of a layout climbs to its root. */
  interface LayoutView extends View { readonly parent: object | null, invalidate_layout(): void, compute_layout(): void }
  interface ViewManager { build_view(model: Root): Promise<View> }
  interface Signal { readonly name: string }
  /** A model with a text: one end of the message channel. */
  interface TextModel extends Root {
    text: string;
    readonly properties: { readonly text: { readonly change: Signal } };
    connect(signal: Signal, slot: () => void): void;
  }
  interface ChangeEvent { readonly kind: string }
  interface Patch { readonly events: readonly object[] }
  interface Document {
    /** The roots, and the document's own settings. */
    readonly all_roots: Root[];
    views_manager: ViewManager;
    notify_idle(root: Root): void;
    get_model_by_name(name: string): TextModel | null;
    on_change(callback: (event: ChangeEvent) => void, batches: boolean): void;
    create_json_patch(events: ChangeEvent[]): Patch;
    apply_json_patch(patch: Patch): void;
  }
  const documents: Document[];
  function require(name: "document"): { Document: { from_json(json: object): Document } };
  function require(name: "models/formatters/index"): Record<string, { prototype: { doFormat(ticks: number[], options: object): string[] } }>;
  function require(name: "models/layouts/layout_dom"): { LayoutDOMView: { new(): LayoutView, prototype: LayoutView } };
  function require(name: "core/view_manager"): { ViewManager: new (roots: View[], global: object) => ViewManager };
  const embed: { readonly index: object };
}

/** Pyodide: Python, and the Emscripten module it runs in. What begins with "_" or a capital is internal to it. */
declare namespace Pyodide {
  /** A file or folder in memory: its bytes, of which usedBytes count, or what is in it by name. */
  interface FileNode {
    contents: any;
    usedBytes: number;
  }
  interface FileSystem {
    readonly filesystems: {
      readonly WORKERFS: object,
      readonly MEMFS: { createNode(parent: FileNode, name: string, mode: number, device: number): FileNode },
    };
    lookupPath(path: string): { node: FileNode };
    analyzePath(path: string): { exists: boolean };
    mkdirTree(path: string): void;
    mount(type: object, options: { blobs: { name: string, data: Blob }[] }, folder: string): void;
    readFile(path: string): Uint8Array<ArrayBuffer>;
    unlink(path: string): void;
    writeFile(path: string, data: Uint8Array, options?: { canOwn: boolean }): void;
  }
  /** A compiled extension. Its exports are the string "loading" for a moment. */
  interface Library {
    readonly name: string;
    readonly refcount: number;
    readonly global: boolean;
    exports: WebAssembly.Exports | "loading";
  }
  /** What is there when functions are put into the table, and symbols get their offsets. */
  interface Linker {
    readonly wasmTable: WebAssembly.Table;
    /** Global offsets, by symbol. */
    readonly GOT: Record<string, WebAssembly.Global<"i32">>;
    /** Who has a symbol: Python itself, or a library whose symbols are for all. */
    resolveGlobalSymbol(name: string, isDirect: boolean): { sym?: (Function & { sig?: string }) | number };
    /** Give a function of JavaScript the type that the table wants. */
    convertJsFunctionToWasm(item: Function, signature: string): Function;
  }
  /** What a module is made with. */
  interface Settings {
    /** Does what is done first with the table and the offsets, or returns false; see buildsteps/pyodide_patch.py. */
    relink?(linker: Linker): boolean;
  }
  interface Module extends Linker {
    readonly FS: FileSystem;
    readonly HEAP8: Int8Array;
    readonly HEAPU32: Uint32Array;
    /** Length of the table without and with what Python itself adds to it first; see buildsteps/pyodide_patch.py. */
    readonly ownTable: [number, number];
    /** Length of the function table right after the module was made. */
    tableStart: number;
    readonly LDSO: { loadedLibsByName: Record<string, Library>, loadedLibsByHandle: Record<string, Library> };
    /** Let libraries that are loaded later find what this one exports. */
    mergeLibSymbols(exported: WebAssembly.Exports, name: string): void;
    _calloc(items: number, size: number): number;
    readonly memory: WebAssembly.Memory;
    /** Have at least so many bytes of memory; undefined where there are not so many. */
    growMemory(bytes: number): 1 | undefined;
    loadDynamicLibrary(name: string, flags: object, scope: null, handle: number): Promise<boolean>;
    loadWebAssemblyModule(
      compiled: WebAssembly.Module, flags: object, name: string, scope: object, handle: number,
    ): WebAssembly.Exports;
  }
  type CreateModule = (settings: Settings) => Promise<Module>;
  interface Python {
    readonly FS: FileSystem;
    readonly _module: Module;
    /** Called when Python has ended for good. */
    readonly _api: { on_fatal: (error: unknown) => void };
    runPython(code: string): unknown;
    pyimport(name: string): { main(): void };
    makeMemorySnapshot(options: { serializer: (item: unknown) => never }): Uint8Array<ArrayBuffer>;
  }
}

/** What was pressed before the page listened; page/early-presses.js keeps it. */
declare var earlyPresses: { readonly elements: { click(): void }[], keep(event: Event): void };

/** The script of a Python's worker, and the workers that wait for their work, by role; start/early-pythons.js begins them. */
declare var earlyPythons: { readonly address: string, readonly begun: Map<string, Worker> };

declare module "*/pyodide/pyodide.asm.mjs" {
  const create: Pyodide.CreateModule;
  export default create;
}
declare module "*/pyodide/pyodide.mjs" {
  export function loadPyodide(options: object): Promise<Pyodide.Python>;
}

/** What a Worker and a Helper (start/helper.js) have in common. */
interface WorkerLike {
  onmessage: any;
  onerror: any;
  onmessageerror: any;
  postMessage(message: unknown, transfer?: Transferable[]): void;
  terminate(): void;
}

/** What Python in a worker sees as js.elmweb; elmweb/bridge/_browser*.py use it. */
declare var elmweb: {
  /** Have a function called for each message of a type, those that waited first. */
  on(type: string, take: (data: object) => void): void;
  /** Send the page a message. */
  post(type: string, fields: object): void;
  /** Have the page keep a project. */
  keep(text: string, table?: Uint8Array<ArrayBuffer>, model?: Uint8Array<ArrayBuffer>): void;
  /** Send to another worker; the buffers are moved, not copied. */
  send(port: MessagePort, text: string, buffers: Uint8Array<ArrayBuffer>[]): void;
  /** Wait until all files of Python are there: those that it does not begin with come after it. */
  complete(): Promise<void>;
  mountFile(number: number): Promise<string>;
  mountSample(path: string): Promise<void>;
  media(number: number): import("./start/mounts.js").Numbers | undefined;
  /** Start kernel workers, one for each core. */
  openPool(size: number): Promise<import("./kernel/pool.js").Pool>;
  /** What decodes photos and clips, and keeps their vectors. */
  openExamples(): Promise<import("./examples/host.js").Examples>;
  /** Prepare for deep models; their worker starts when one is first asked for. */
  openOrt(): Promise<import("./ort/host.js").Host>;
  /** Load the kernel into this very thread, for fits that cannot wait. */
  openKernel(): Promise<import("./kernel/here.js").Here>;
  /** Load what networks compute with, on arrays in Python's own memory. */
  openNetworks(): Promise<WebAssembly.Exports | null>;
};

/** Parquet: hyparquet reads it, the others are compressions that it leaves out. */
declare module "*/hyparquet/index.js" {
  interface AsyncBuffer { byteLength: number; slice(start: number, end?: number): Promise<ArrayBuffer> }
  export interface SchemaElement {
    name: string;
    type?: string;
    num_children?: number;
    scale?: number;
    converted_type?: string;
    logical_type?: { type: string, unit?: string };
  }
  interface Metadata {
    schema: SchemaElement[];
    row_groups: { num_rows: bigint }[];
  }
  type Decompressor = (input: Uint8Array<ArrayBuffer>, size: number) => Uint8Array;
  export function parquetMetadataAsync(file: AsyncBuffer): Promise<Metadata>;
  export function parquetReadObjects(options: {
    file: AsyncBuffer, metadata: Metadata, columns: string[], rowStart: number, rowEnd: number,
    compressors: Record<string, Decompressor>,
  }): Promise<Record<string, unknown>[]>;
}
declare module "*/hyparquet-compressors/brotli.js" {
  export function decompressBrotli(input: Uint8Array, size: number): Uint8Array;
}
declare module "*/hyparquet-compressors/gzip.js" {
  export function gunzip(input: Uint8Array, output: Uint8Array): Uint8Array;
}
declare module "*/hyparquet-compressors/lz4.js" {
  export function decompressLz4(input: Uint8Array, size: number): Uint8Array;
  export function decompressLz4Raw(input: Uint8Array, size: number): Uint8Array;
}
declare module "*/fzstd/index.mjs" {
  export function decompress(input: Uint8Array): Uint8Array;
}

/** onnxruntime-web, of which worker.js in ort/ runs sessions. */
declare namespace Ort {
  type Data = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer> | Float16Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>
    | Int32Array<ArrayBuffer> | Int8Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  interface Tensor { readonly data: Data; readonly dims: readonly number[]; readonly type: string }
  interface ValueMetadata { readonly name: string; readonly type?: string; readonly shape?: readonly (number | string)[] }
  interface Session {
    readonly inputMetadata: readonly ValueMetadata[];
    readonly outputMetadata: readonly ValueMetadata[];
    readonly outputNames: readonly string[];
    run(feeds: Record<string, Tensor>, wanted: readonly string[], options: object): Promise<Record<string, Tensor>>;
    release(): Promise<void>;
  }
  interface Library {
    readonly env: {
      logLevel: "verbose" | "fatal";
      readonly wasm: { wasmBinary?: ArrayBuffer, numThreads?: number, wasmPaths?: { mjs: string } };
      readonly webgpu: { readonly device: Promise<GPUDevice> };
    };
    readonly InferenceSession: { create(data: Uint8Array, options: object): Promise<Session> };
    readonly Tensor: new (type: string, data: Data, dims: readonly number[]) => Tensor;
  }
}

/** Files of the browser's private file system; the page's own types leave out what only workers have. */
interface FileSystemFileHandle {
  createSyncAccessHandle(options?: { mode: "read-only" }): Promise<FileSystemSyncAccessHandle>;
}
interface FileSystemSyncAccessHandle {
  getSize(): number;
  read(buffer: ArrayBufferView, options: { at: number }): number;
  write(buffer: ArrayBufferView, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

/** The browser's audio thread, in which teach/recorder.js runs. */
declare class AudioWorkletProcessor { readonly port: MessagePort }
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
