/** `hftsim journal verify|show`: is a recorded run whole, and what stands in it. */
import { type Command, InvalidArgumentError } from 'commander'
import { parseTimeOfDay } from '../journal/time-of-day.ts'
import type { RunManifest } from '../scenario/prepare.ts'
import { noSuchValue } from './errors.ts'
import { oneMore, wholeNumber } from './option-values.ts'
import { isRead } from './standard-output.ts'

interface ShowOptions {
  readonly kind?: readonly string[]
  readonly order?: number
  readonly instrument?: string
  readonly from?: number
  readonly to?: number
  readonly limit?: number
  readonly json?: boolean
}

export function addJournal(program: Command, done: (code: number) => void): void {
  const journal = program.command('journal').description('Verify or read the journal of a run.')
  journal
    .command('verify')
    .description('Check every byte of a journal; damage is located by entry and byte.')
    .argument('<run>', 'run folder')
    .option('--json', 'print the outcome as one JSON object')
    .action(async (folder: string, options: { json?: boolean }) => done(await verify(folder, options)))
  journal
    .command('show')
    .description('Print a journal, one line an entry.')
    .argument('<run>', 'run folder')
    .option(
      '--kind <kinds>',
      'only these kinds, such as Fill or SubmitOrder,OrderAccepted; may be repeated',
      oneMore,
      [],
    )
    .option('--order <id>', 'only what concerns this client order id', wholeNumber)
    .option('--instrument <name>', 'only what concerns this instrument, by alias or symbol')
    .option('--from <time>', 'from this time of day on, such as 00:01:30.5', timeOfDay)
    .option('--to <time>', 'up to this time of day', timeOfDay)
    .option('--limit <count>', 'at most so many entries', wholeNumber)
    .option('--json', 'print each entry as one JSON object a line, with the integers that it holds')
    .action(async (folder: string, options: ShowOptions) => done(await show(folder, options)))
}

async function verify(folder: string, { json = false }: { readonly json?: boolean }): Promise<number> {
  const { verifyJournalFile } = await import('../stores/journal-file.ts')
  const { path, entries, root, sealed, problem, recovered, manifestCopy } = verifyJournalFile(folder)
  const isWhole = problem === undefined && sealed
  if (json) {
    console.log(JSON.stringify({ path, entries, root, sealed, problem, recovered, manifestCopy }))
    return isWhole && manifestCopy !== 'differs' ? 0 : 1
  }
  const count = entries.toLocaleString('en-US')
  if (manifestCopy === 'differs') console.log('manifest.json differs from the manifest in the journal, which counts.')
  if (isWhole) {
    console.log(`whole    ${count} entries    root ${root}`)
    return manifestCopy === 'differs' ? 1 : 0
  }
  const where = problem === undefined ? '' : ` at entry ${problem.seq}, byte ${problem.byteOffset}: ${problem.what}`
  console.log(`${path} is ${problem?.kind ?? 'not sealed'}${where}.`)
  if (recovered !== undefined) {
    console.log(`The ${count} entries before it are whole (${recovered.bytes} bytes), root so far ${root}.`)
  }
  return 1
}

async function show(folder: string, options: ShowOptions): Promise<number> {
  const [{ readJournal }, { selectEntries }, { formatEntry }, { ENTRY_KINDS }, { instrumentFrom }] = await Promise.all([
    import('../stores/journal-file.ts'),
    import('../journal/entry-filter.ts'),
    import('../journal/format-entry.ts'),
    import('../journal/entries.ts'),
    import('../market/instrument.ts'),
  ])
  const named = (options.kind ?? []).flatMap((names) => names.split(','))
  const kinds = named.map((name) => {
    const kind = ENTRY_KINDS.find((known) => known.toLowerCase() === name.toLowerCase())
    if (kind !== undefined) return kind
    throw noSuchValue({ path: '--kind' }, name, 'no kind of entry', ENTRY_KINDS)
  })
  const { manifest, reader, path, close } = readJournal(folder)
  try {
    const { instruments: specs } = manifest as RunManifest
    const instrument =
      options.instrument === undefined
        ? -1
        : specs.findIndex(({ alias, symbol }) => alias === options.instrument || symbol === options.instrument)
    if (options.instrument !== undefined && instrument < 0) {
      const aliases = specs.map(({ alias }) => alias)
      throw noSuchValue({ path: '--instrument' }, options.instrument, 'not an instrument of this run', aliases)
    }
    const filter = {
      ...(kinds.length > 0 && { kinds: new Set(kinds) }),
      ...(options.order !== undefined && { order: options.order }),
      ...(instrument >= 0 && { instrument }),
      ...(options.from !== undefined && { fromTs: options.from }),
      ...(options.to !== undefined && { toTs: options.to }),
    }
    // Where a symbol trades at several venues, the alias tells which.
    const repeats = new Set(specs.map(({ symbol }) => symbol)).size < specs.length
    const instruments = specs.map((spec, id) => instrumentFrom(repeats ? { ...spec, symbol: spec.alias } : spec, id))
    for (const entry of selectEntries(reader, filter, options.limit)) {
      console.log(options.json ? JSON.stringify(entry, bigintAsText) : formatEntry(entry, instruments))
      if (!isRead()) return 0
    }
    if (reader.problem === undefined) return 0
    const { kind, seq, byteOffset, what } = reader.problem
    console.error(`${path} is ${kind} at entry ${seq}, byte ${byteOffset}: ${what}.`)
    return 1
  } finally {
    close()
  }
}

function timeOfDay(text: string): number {
  const ts = parseTimeOfDay(text)
  if (ts === undefined) throw new InvalidArgumentError('It is a time of day such as 00:01:30.5.')
  return ts
}

/** Amounts of money may pass 2^53. */
function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
