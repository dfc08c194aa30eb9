/**
 * `npm run assemble`: compiles `assembly/` into `src/market/market-code.ts`, which is kept in the repository so
 * that no user needs the compiler. A test compiles again and compares.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { main } from 'assemblyscript/asc'

const SOURCE = fileURLToPath(new URL('../assembly/index.ts', import.meta.url))
const TARGET = fileURLToPath(new URL('../src/market/market-code.ts', import.meta.url))
/** What a page table that is not there reads as: zeros up to here (see `entryOf`). */
const DATA_BEGINS = 65536

/** The module that the source makes now. */
export async function assemble(): Promise<Uint8Array> {
  let binary: Uint8Array | undefined
  const { error, stderr } = await main(
    [
      ...[SOURCE, '--outFile', 'book.wasm', '--runtime', 'stub', '--memoryBase', String(DATA_BEGINS)],
      ...['-O3', '--noAssert', '--converge', '--importMemory'],
      ...['--initialMemory', '256', '--maximumMemory', '65536'],
    ],
    {
      writeFile: (name, contents) => {
        if (name.endsWith('.wasm')) binary = contents as Uint8Array
      },
    },
  )
  if (error !== null || binary === undefined) throw new Error(stderr.toString())
  return binary
}

/** The text of `market-code.ts` for a module. */
export function codeFile(binary: Uint8Array): string {
  const base64 = Buffer.from(binary).toString('base64')
  const lines = base64.match(/.{1,112}/g) ?? []
  return `/** The module that \`npm run assemble\` makes of assembly/, in base 64. */
export const MARKET_CODE: string =
  // biome-ignore format: made by a program
  '${lines.join("' +\n  '")}'
`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(TARGET, codeFile(await assemble()))
}
