/** `hftsim data …`: everything that makes, moves and examines market files. */
import type { Command } from 'commander'
import { addCheck } from './data-check.ts'
import { addExport } from './data-export.ts'
import { addGenerate } from './data-generate.ts'
import { addImport } from './data-import.ts'
import { addInfo } from './data-info.ts'

export function addData(program: Command, done: (code: number) => void): void {
  const data = program.command('data').description('Import, export, examine and generate market data.')
  for (const add of [addImport, addExport, addInfo, addCheck, addGenerate]) add(data, done)
}
