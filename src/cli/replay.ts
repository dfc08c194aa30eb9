/** `hftsim replay`: executes a recorded run again and says whether every entry is the same. */
import type { Command } from 'commander'
import type { JournalEntry } from '../journal/entries.ts'
import { scenarioFolderOf } from '../scenario/run-folder.ts'
import { progress } from './progress.ts'

export function addReplay(program: Command, done: (code: number) => void): void {
  program
    .command('replay')
    .description('Execute a recorded run again; stops at the first entry that differs and shows both.')
    .argument('<run>', 'run folder')
    .option('--from <folder>', "folder that the scenario's paths are relative to (default: where the scenario lay)")
    .option('--json', 'print the outcome as one JSON object')
    .option('--quiet', 'no progress')
    .action(async (folder: string, options: ReplayOptions) => done(await replay(folder, options)))
}

interface ReplayOptions {
  readonly from?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

async function replay(folder: string, options: ReplayOptions): Promise<number> {
  const [{ recordedScenario, replayRun }, { prepareRun }, { formatEntry }] = await Promise.all([
    import('../scenario/replay.ts'),
    import('../scenario/prepare.ts'),
    import('../journal/format-entry.ts'),
  ])
  const loaded = recordedScenario(folder, options.from ?? scenarioFolderOf(folder))
  const prepared = await prepareRun(loaded)
  const shown = progress(prepared.totalRows, { silent: options.quiet === true || options.json === true })
  const report = await replayRun(prepared, folder, { onProgress: shown.update }).finally(() => shown.stop())
  const { divergence, entries, rootHash } = report
  const count = entries.toLocaleString('en-US')
  const instruments = prepared.instruments.map(({ instrument }) => instrument)
  const line = (entry: JournalEntry | undefined): string =>
    entry === undefined ? '(no more entries)' : formatEntry(entry, instruments)
  if (options.json) {
    const differs = divergence && {
      seq: divergence.seq,
      recorded: line(divergence.expected),
      replayed: line(divergence.actual),
    }
    console.log(JSON.stringify({ equal: divergence === undefined, entries, rootHash, record: report.record, differs }))
    return divergence === undefined ? 0 : 1
  }
  if (divergence === undefined) {
    const upTo = report.record === 'torn' ? ' up to where the record breaks off' : ''
    console.log(`equal${upTo}    ${count} entries    root ${rootHash}`)
    return 0
  }
  console.log(`${count} entries are equal; entry ${divergence.seq} differs:`)
  console.log(`  recorded  ${line(divergence.expected)}`)
  console.log(`  replayed  ${line(divergence.actual)}`)
  return 1
}
