/**
 * From a checked scenario to everything that a run needs: opened data, numbered instruments, loaded code, and the
 * manifest that says what the run is made of. Whatever does not fit together is reported here, at its place in the
 * scenario, before anything is written.
 */
import { InputError } from '../core/bug.ts'
import { NANOS_PER_DAY } from '../core/units.ts'
import { concatSources } from '../data/concat-source.ts'
import type { DataSource } from '../data/data-source.ts'
import { loadLatencyRows } from '../data/latency-file.ts'
import { type MarketFile, openMarketFile } from '../data/market-file-reader.ts'
import { spanSource } from '../data/span-source.ts'
import type { LatencyRows } from '../kernel/latency/interpolated.ts'
import { type Instrument, type InstrumentSpec, instrumentFrom, specOf } from '../market/instrument.ts'
import { checkedHandlers } from '../trading/handlers.ts'
import type { ParamSpecs, Params } from '../trading/params.ts'
import type { StrategyDefinition } from '../trading/strategy.ts'
import { VERSION } from '../version.ts'
import { completeVenues, strategyParams, writtenParams } from './complete.ts'
import { unfitUnits } from './expect/check.ts'
import type { FullScenario } from './full-scenario.ts'
import type { LoadedScenario } from './load.ts'
import { feeProblem, type LoadedParts, type ModelFactory } from './models.ts'
import { ScenarioError, type ScenarioProblem } from './problems.ts'
import { limitOf, lotsOf } from './quantities.ts'
import { type DataSpan, shareIn, spanOf } from './span.ts'
import { loadPlugin, loadStrategy } from './strategy-loader.ts'

export interface RunInstrument {
  readonly alias: string
  readonly instrument: Instrument
  readonly files: readonly MarketFile[]
}

/**
 * What a run is made of: the head of its journal. Two runs with the same manifest have the same journal, so it holds
 * nothing of the machine, the folder or the Node version.
 */
export interface RunManifest {
  readonly format: 'hftsim-run'
  readonly version: 1
  readonly hftsim: string
  /** Instant 0 of the journal: UTC midnight of the first day, nanoseconds since 1970 as text. */
  readonly epochNs: string
  /** By instrument id. */
  readonly instruments: readonly (Required<InstrumentSpec> & { readonly alias: string })[]
  /** By instrument id: the identity of the rows. */
  readonly data: readonly (readonly { readonly file: string; readonly rows: number; readonly contentHash: string }[])[]
  /** SHA-256 over the sources of the strategy and of each module of the user's own, by path as written. */
  readonly code: Readonly<Record<string, string>>
  readonly params: Readonly<Record<string, unknown>>
  readonly scenario: FullScenario
}

export interface PreparedRun {
  readonly manifest: RunManifest
  readonly scenario: FullScenario
  readonly instruments: readonly RunInstrument[]
  readonly strategy: StrategyDefinition
  readonly params: Params<ParamSpecs>
  readonly parts: LoadedParts
  /** Of the data; with a span about as many as its share of the time. */
  readonly totalRows: number
  /** A fresh source over the rows of an instrument. */
  source(instrument: number): DataSource
}

export interface PrepareOptions {
  /** Opens a market file; by default it is read from the disk as the run goes on. */
  readonly openFile?: (path: string) => Promise<MarketFile>
  /** Changes the models of the checked scenario, in which every venue stands. */
  readonly change?: (scenario: FullScenario) => FullScenario
}

export async function prepareRun(loaded: LoadedScenario, options: PrepareOptions = {}): Promise<PreparedRun> {
  const instruments = await openInstruments(loaded, options.openFile ?? openMarketFile)
  const { use } = loaded.full.strategy
  const { definition, codeHash } = await loadStrategy(loaded.resolve(use))
  const venues = instruments.map(({ instrument }) => instrument.venue)
  const problems: ScenarioProblem[] = []
  const venued = collect(problems, () => completeVenues(loaded, venues))
  const params = collect(problems, () => strategyParams(loaded, definition.params))
  collect(problems, () => checkUnits(loaded, instruments))
  problems.push(...unfitUnits(loaded, instruments))
  const epochNs = epochOf(instruments)
  const span = collect(problems, () => spanOf(loaded, instruments.map(dataSpan), epochNs))
  if (venued === undefined || params === undefined || problems.length > 0) throw new ScenarioError(problems)
  const { change = (same) => same } = options
  const scenario: FullScenario = {
    ...change(venued),
    ...(span && { span: span.written }),
    strategy: { use, params: writtenParams(definition.params, params) },
  }
  const { parts, code } = await loadParts(loaded, scenario, epochNs)
  const manifest: RunManifest = {
    format: 'hftsim-run',
    version: 1,
    hftsim: VERSION,
    epochNs: String(epochNs),
    instruments: instruments.map(({ alias, instrument }) => ({ alias, ...specOf(instrument) })),
    data: instruments.map(({ alias, files }) =>
      files.map(({ manifest: { rows, contentHash } }, i) => ({
        file: scenario.data[alias]!.files[i]!,
        rows,
        contentHash,
      })),
    ),
    code: { [use]: codeHash, ...code },
    params,
    scenario,
  }
  return {
    manifest,
    scenario,
    instruments,
    strategy: named(definition, use),
    params,
    parts,
    totalRows: instruments.reduce((sum, one) => {
      const rows = one.files.reduce((all, { manifest }) => all + manifest.rows, 0)
      return sum + Math.ceil(rows * shareIn(span, dataSpan(one), epochNs))
    }, 0),
    source: (id) => {
      const { files, instrument } = instruments[id]!
      const source = concatSources(files, epochNs)
      return span === undefined ? source : spanSource(source, { ...span, stepsPerLot: instrument.stepsPerLot })
    },
  }
}

function dataSpan({ alias, files }: RunInstrument): DataSpan {
  return { alias, spans: files.map(({ manifest }) => manifest.span) }
}

async function openInstruments(
  { full, resolve, problemAt }: LoadedScenario,
  open: (path: string) => Promise<MarketFile>,
): Promise<RunInstrument[]> {
  const instruments: RunInstrument[] = []
  for (const [alias, entry] of Object.entries(full.data)) {
    const files: MarketFile[] = []
    for (const file of entry.files) files.push(await open(resolve(file)))
    if (files.every(({ manifest }) => manifest.rows === 0)) {
      throw new ScenarioError([problemAt(['data', alias], 'There are no rows in it: nothing can be run on it.')])
    }
    const spec = { ...files[0]!.manifest.instrument, ...entry.instrument }
    instruments.push({ alias, instrument: instrumentFrom(spec, instruments.length), files })
  }
  return instruments
}

/** UTC midnight of the day of the earliest row. */
function epochOf(instruments: readonly RunInstrument[]): bigint {
  let first: bigint | undefined
  for (const { manifest } of instruments.flatMap(({ files }) => files)) {
    if (manifest.span === undefined) continue
    for (const ts of [BigInt(manifest.span.firstExchTs), BigInt(manifest.span.firstLocalTs)]) {
      if (first === undefined || ts < first) first = ts
    }
  }
  const day = BigInt(NANOS_PER_DAY)
  return first === undefined ? 0n : (first / day) * day
}

async function loadParts(
  loaded: LoadedScenario,
  { venues }: FullScenario,
  epochNs: bigint,
): Promise<{ readonly parts: LoadedParts; readonly code: Record<string, string> }> {
  const modules = new Map<string, ModelFactory<unknown>>()
  const latencyRows = new Map<string, LatencyRows>()
  const code: Record<string, string> = {}
  for (const { latency, queue, fill, fees } of Object.values(venues)) {
    const choices = { 'a latency model': latency, 'a queue model': queue, 'a fill model': fill, 'a fee model': fees }
    for (const [what, choice] of Object.entries(choices)) {
      if (!('use' in choice) || modules.has(choice.use)) continue
      const { factory, codeHash } = await loadPlugin<ModelFactory<unknown>>(loaded.resolve(choice.use), what)
      modules.set(choice.use, factory)
      code[choice.use] = codeHash
    }
    if (!('file' in latency) || latencyRows.has(latency.file)) continue
    const { rows, contentHash } = await loadLatencyRows(loaded.resolve(latency.file), epochNs)
    latencyRows.set(latency.file, rows)
    code[latency.file] = contentHash
  }
  return { parts: { modules, latencyRows }, code }
}

/** Sizes and fees must be stated in units of the instruments that they are for. */
function checkUnits({ full, problemAt }: LoadedScenario, instruments: readonly RunInstrument[]): void {
  const problems: ScenarioProblem[] = []
  for (const { alias, instrument } of instruments) {
    for (const field of ['maxOrderSize', 'maxPosition'] as const) {
      const size = limitOf(full.risk[field], alias)
      const read = size && lotsOf(size, instrument)
      if (read && 'problem' in read) problems.push(problemAt(['risk', field], read.problem))
    }
    const fees = full.venues[instrument.venue]?.fees
    const why = fees && feeProblem(fees, instrument)
    if (why !== undefined) problems.push(problemAt(['venues', instrument.venue, 'fees'], why))
  }
  if (problems.length > 0) throw new ScenarioError(problems)
}

/** What a step gives; what it finds wrong with the scenario is kept, so that all of it is told at once. */
function collect<T>(problems: ScenarioProblem[], step: () => T): T | undefined {
  try {
    return step()
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    problems.push(...error.problems)
    return undefined
  }
}

/** The strategy, with its file in what is said of handlers that are none: that stack has no line of the user's. */
function named(definition: StrategyDefinition, file: string): StrategyDefinition {
  return {
    ...definition,
    start(context) {
      const returned = definition.start(context)
      try {
        return checkedHandlers(returned)
      } catch (error) {
        throw new InputError({ file }, (error as Error).message)
      }
    },
  }
}
