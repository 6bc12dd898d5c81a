/** A memory of fixed size that JavaScript and WebAssembly share (WebAssembly JavaScript Interface, W3C). */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

interface WasmGlobal {
  Memory: new (limits: { initial: number; maximum: number }) => WasmMemory;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { readonly exports: object };
}

/** Every runtime has it; the language's own library of types names it only together with the browser's. */
const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WasmGlobal };

/** @param pages of 64 KB, the memory's size for ever */
export const createWasmMemory = (pages: number): WasmMemory =>
  new WebAssembly.Memory({ initial: pages, maximum: pages });

export const compileWasm = (bytes: Uint8Array): object => new WebAssembly.Module(bytes);

/** @returns the functions of the module, working on that memory */
export const startWasm = (module: object, memory: WasmMemory): object =>
  new WebAssembly.Instance(module, { env: { memory } }).exports;
