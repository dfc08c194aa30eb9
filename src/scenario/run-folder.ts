/**
 * What stands beside the journal in a run's folder and is no part of the run: where the scenario's files lay and what
 * the machine was. Nothing of it enters the root hash.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { InputError } from '../core/bug.ts'
import { canonicalJson } from '../journal/canonical-json.ts'
import { toHex } from '../journal/chain.ts'
import { JOURNAL_FILE, sha256 } from '../stores/journal-file.ts'
import { VERSION } from '../version.ts'

const FILE = 'environment.json'

export interface RunEnvironment {
  /** The scenario's file, relative to the run folder, so that both can move together. */
  readonly scenario: string
  readonly hftsim: string
  readonly node: string
  readonly platform: string
}

export function writeEnvironment(folder: string, scenarioFile: string): void {
  const environment: RunEnvironment = {
    scenario: relative(resolve(folder), resolve(scenarioFile)),
    hftsim: VERSION,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  }
  writeFileSync(join(folder, FILE), `${JSON.stringify(environment, null, 2)}\n`)
}

/** The folder that the paths of a recorded scenario are relative to. */
export function scenarioFolderOf(folder: string): string {
  const file = join(folder, FILE)
  if (!existsSync(join(folder, JOURNAL_FILE))) {
    throw new InputError({ file: folder }, `is no run folder: it has no ${JOURNAL_FILE}.`)
  }
  try {
    const { scenario } = JSON.parse(readFileSync(file, 'utf8')) as RunEnvironment
    return dirname(resolve(folder, scenario))
  } catch (error) {
    throw new InputError(
      { file },
      `cannot be read (${(error as Error).message}): say where the scenario's files lie with --from FOLDER.`,
    )
  }
}

/** Eight digits that name what a run is made of. */
export function runId(manifest: unknown): string {
  return toHex(sha256(new TextEncoder().encode(canonicalJson(manifest)))).slice(0, 8)
}

/** The folder, or the first of folder-2, folder-3, … that is not there yet: a run never takes the place of another. */
export function unusedFolder(folder: string): string {
  let unused = folder
  for (let n = 2; existsSync(unused); n++) unused = `${folder}-${n}`
  return unused
}
