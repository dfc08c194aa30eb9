/** WebAssembly, as far as it is used here: Node's types know only part of it. */

interface Memory {
  readonly buffer: ArrayBuffer
}

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Memory: new (size: { initial: number; maximum: number }) => Memory
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

/** A compiled module. */
export type CompiledCode = object

/** Of base 64, as `npm run assemble` writes it. */
export function compiledCode(base64: string): CompiledCode {
  return new WebAssembly.Module(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)))
}

/** Memory in pages of 64 KiB, zeros at first. */
export function newMemory(initial: number, maximum: number): Memory {
  return new WebAssembly.Memory({ initial, maximum })
}

/** What an instance of its own of the module exports: the caller knows what that is. */
export function exportsOf<Exports>(code: CompiledCode, imports: Readonly<Record<string, unknown>> = {}): Exports {
  return new WebAssembly.Instance(code, imports).exports as Exports
}
