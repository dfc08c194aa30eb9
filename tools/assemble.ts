/**
 * `npm run assemble`: compiles `assembly/` into two modules, which are kept as text in the repository so that no user
 * needs the compiler. A test compiles again and compares.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { main } from 'assemblyscript/asc'

export interface Assembly {
  /** From the root of the repository. */
  readonly source: string
  readonly target: string
  /** Name of the constant in `target`. */
  readonly name: string
  /** How its memory is laid out. */
  readonly memory: readonly string[]
}

export const ASSEMBLIES: readonly Assembly[] = [
  {
    source: 'assembly/index.ts',
    target: 'src/market/market-code.ts',
    name: 'MARKET_CODE',
    // What a page table that is not there reads as: zeros up to where data begins (see `entryOf`).
    memory: ['--memoryBase', '65536', '--importMemory', '--initialMemory', '256', '--maximumMemory', '65536'],
  },
  {
    source: 'assembly/checks.ts',
    target: 'src/journal/check-code.ts',
    name: 'CHECK_CODE',
    memory: ['--initialMemory', '2', '--maximumMemory', '2'],
  },
]

/** The text of the target, of the module that the source makes now. */
export async function assemble({ source, name, memory }: Assembly): Promise<string> {
  let binary: Uint8Array | undefined
  const { error, stderr } = await main(
    [
      ...[fromRoot(source), '--outFile', 'module.wasm', '--runtime', 'stub', ...memory],
      ...['-O3', '--noAssert', '--converge'],
    ],
    {
      writeFile: (file, contents) => {
        if (file.endsWith('.wasm')) binary = contents as Uint8Array
      },
    },
  )
  if (error !== null || binary === undefined) throw new Error(stderr.toString())
  const lines =
    Buffer.from(binary)
      .toString('base64')
      .match(/.{1,112}/g) ?? []
  return `/** The module that \`npm run assemble\` makes of ${source}, in base 64. */
export const ${name}: string =
  // biome-ignore format: made by a program
  '${lines.join("' +\n  '")}'
`
}

export function fromRoot(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const assembly of ASSEMBLIES) writeFileSync(fromRoot(assembly.target), await assemble(assembly))
}
