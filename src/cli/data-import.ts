/** `hftsim data import …`: recordings of a venue, or files of hftbacktest, become one market file. */
import { type Command, Option } from 'commander'
import {
  BINANCE_VENUES,
  type BinanceVenue,
  binanceInstrument,
  SPOT_QTY_STEP,
} from '../data/import/binance-instruments.ts'
import { type ImportPolicies, POLICY_CHOICES } from '../data/import/policies.ts'
import { NPZ_POLICY_CHOICES, type NpzPolicies } from '../data/npz-rows.ts'
import type { ContractKind, InstrumentSpec } from '../market/instrument.ts'
import { noSuchValue, UsageError } from './errors.ts'
import { type JobOptions, runJob } from './job.ts'
import { durationNs, stepText } from './option-values.ts'

interface ImportCommandOptions extends JobOptions {
  readonly out: string
  readonly force?: boolean
  readonly symbol?: string
  readonly tick?: string
  readonly lot?: string
  readonly step?: string
}

interface BinanceCommandOptions extends ImportCommandOptions {
  readonly baseLatency?: number
}

interface NpzCommandOptions extends ImportCommandOptions {
  readonly venue: string
  readonly symbol: string
  readonly tick: string
  readonly lot: string
  readonly contract?: ContractKind
  readonly contractSize?: string
  readonly base?: string
  readonly settle?: string
}

/** What a policy is about, for the help. What each choice does stands in docs/importing.md. */
const POLICY_SUBJECTS: Readonly<Record<keyof typeof POLICY_CHOICES | keyof typeof NPZ_POLICY_CHOICES, string>> = {
  'clock-skew': "a recorder's clock that is behind the venue's",
  'off-tick': 'prices that are no whole number of ticks',
  'off-step': 'quantities that are no whole number of steps',
  'insurance-fund': 'trades that did not happen on the book',
  'torn-tail': 'a file that ends inside a line',
  'extra-fields': 'what a market file has no room for',
}

export function addImport(data: Command, done: (code: number) => void): void {
  const group = data
    .command('import')
    .description('Turn recordings into a market file; every repair is named and counted.')
    .argument('[source]')
    .usage('[options] [command]')
    .allowUnknownOption()
    .allowExcessArguments()
    .action((source?: string) => {
      if (source === undefined) return group.help({ error: true })
      throw noSuchValue({}, source, 'nothing that can be imported', [...BINANCE_VENUES, 'npz'])
    })
  for (const venue of BINANCE_VENUES) addBinance(group, venue, done)
  addNpz(group, done)
}

function addBinance(group: Command, venue: BinanceVenue, done: (code: number) => void): void {
  const step = venue === 'binance-spot' ? SPOT_QTY_STEP : 'the lot'
  const command = group
    .command(venue)
    .description(`Recordings of the public streams of ${venue}, in order of time; plain or gzip.`)
    .argument('<files...>', 'recordings of one instrument that continue one another')
    .option('--symbol <symbol>', 'take the lines of this symbol alone')
    .option('--tick <decimal>', 'smallest price step, where it is not known here', stepText)
    .option('--lot <decimal>', 'smallest order quantity, where it is not known here', stepText)
    .option('--step <decimal>', `finest quantity in the data; divides the lot (default: ${step})`, stepText)
    .option('--base-latency <duration>', 'smallest latency after a shift of clocks (default: 500us)', durationNs)
  addShared(command, POLICY_CHOICES).action(async (files: string[], options: BinanceCommandOptions) =>
    done(await fromBinance(venue, files, options)),
  )
}

function addNpz(group: Command, done: (code: number) => void): void {
  const command = group
    .command('npz')
    .description(
      "hftbacktest's .npz or .npy, in order of time. They do not say what they hold: the steps must be the data's.",
    )
    .argument('<files...>', 'files of one instrument that continue one another')
    .requiredOption('--venue <name>', 'where it trades, such as binance-usdm')
    .requiredOption('--symbol <symbol>', "the venue's string for it")
    .requiredOption('--tick <decimal>', 'smallest price step', stepText)
    .requiredOption('--lot <decimal>', 'smallest order quantity', stepText)
    .option('--step <decimal>', 'finest quantity in the data; divides the lot (default: the lot)', stepText)
    .addOption(new Option('--contract <kind>', 'how price and quantity make money').choices(['linear', 'inverse']))
    .option(
      '--contract-size <decimal>',
      'base per unit of quantity (linear), or its value in quote (inverse)',
      stepText,
    )
    .option('--base <name>', 'what quantity counts; on Binance it follows from the symbol')
    .option('--settle <name>', 'currency of profit and fees; on Binance it follows from the symbol')
  addShared(command, NPZ_POLICY_CHOICES).action(async (files: string[], options: NpzCommandOptions) =>
    done(await fromNpz(files, options)),
  )
}

function addShared(command: Command, policies: Readonly<Record<string, readonly string[]>>): Command {
  command.requiredOption('--out <file>', 'market file to make').option('--force', 'replace an existing --out')
  for (const [name, choices] of Object.entries(policies)) {
    const subject = POLICY_SUBJECTS[name as keyof typeof POLICY_SUBJECTS]
    command.addOption(new Option(`--${name} <choice>`, subject).choices(choices).default(choices[0]))
  }
  return command.option('--json', 'print the manifest as one JSON object').option('--quiet', 'no progress')
}

async function fromBinance(
  venue: BinanceVenue,
  files: readonly string[],
  options: BinanceCommandOptions,
): Promise<number> {
  const [{ importBinance }, { prepareOutput, refuseMissing }, { printMarketFile }] = await Promise.all([
    import('../data/import/binance.ts'),
    import('./files.ts'),
    import('./market-file-summary.ts'),
  ])
  const { out, force: overwrite = false, symbol, tick, lot, step: qtyStep, baseLatency } = options
  await refuseMissing(files)
  prepareOutput(out, { overwrite })
  const manifest = await runJob(options, (step, signal) =>
    importBinance(venue, files, {
      out,
      overwrite,
      symbol,
      tickSize: tick,
      lotSize: lot,
      qtyStep,
      policies: chosenPolicies<ImportPolicies>(POLICY_CHOICES, options),
      baseLatencyNs: baseLatency,
      signal,
      onProgress: (now) => step({ ...now, unit: now.phase === 'reading' ? 'bytes' : 'rows' }),
    }),
  )
  printMarketFile(out, manifest, options)
  return 0
}

async function fromNpz(files: readonly string[], options: NpzCommandOptions): Promise<number> {
  const [{ importNpz }, { prepareOutput, refuseMissing }, { printMarketFile }] = await Promise.all([
    import('../data/npz-import.ts'),
    import('./files.ts'),
    import('./market-file-summary.ts'),
  ])
  const { out, force: overwrite = false } = options
  await refuseMissing(files)
  prepareOutput(out, { overwrite })
  const manifest = await runJob(options, (step) =>
    importNpz(files, {
      instrument: instrumentOf(options),
      out,
      overwrite,
      policies: chosenPolicies<NpzPolicies>(NPZ_POLICY_CHOICES, options),
      onProgress: (now) => step({ ...now, unit: 'bytes' }),
    }),
  )
  printMarketFile(out, manifest, options)
  return 0
}

/** The instrument of files that do not say it themselves: what the options say, and on Binance what the symbol says. */
function instrumentOf(options: NpzCommandOptions): InstrumentSpec {
  const { symbol, venue, tick: tickSize, lot: lotSize, step, contract, contractSize, base, settle } = options
  const given = {
    ...(step !== undefined && { qtyStep: step }),
    ...(contract !== undefined && { contract }),
    ...(contractSize !== undefined && { contractSize }),
  }
  if (base !== undefined && settle !== undefined) {
    return { symbol, venue, tickSize, lotSize, contract: 'linear', base, settle, ...given }
  }
  const binance = BINANCE_VENUES.find((name) => name === venue)
  if (binance === undefined) {
    const what = `what ${symbol} on ${venue} counts and settles in is not known here`
    throw new UsageError({}, `error: ${what}: give --base and --settle.`)
  }
  const known = binanceInstrument(binance, symbol, { tickSize, lotSize })
  return { ...known, qtyStep: lotSize, ...given, base: base ?? known.base, settle: settle ?? known.settle }
}

/** The choices of an import's policies: commander has checked them. */
function chosenPolicies<Policies>(names: Readonly<Record<string, unknown>>, options: object): Policies {
  const given = new Map(Object.entries(options))
  const optionOf = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  return Object.fromEntries(Object.keys(names).map((name) => [name, given.get(optionOf(name))])) as Policies
}
