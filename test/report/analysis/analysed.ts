/** A market in words, what the trader does in it, and the report's analysis of that. */
import type { JournalEntry } from '../../../src/journal/entries.ts'
import { RunProjections } from '../../../src/projections/run-projections.ts'
import type { InstrumentAnalysis, SeriesCaps } from '../../../src/report/analysis/instrument-analysis.ts'
import { RunAnalysis } from '../../../src/report/analysis/run-analysis.ts'
import type { RunWitness } from '../../../src/scenario/build.ts'
import type { StrategyDefinition } from '../../../src/trading/strategy.ts'
import { marketRows, unitInstrument } from '../../fakes/market-text.ts'
import { type Script, scripted } from '../../fakes/play.ts'
import { type SimulatedMarket, type Simulation, type SimulationOptions, simulate } from '../../fakes/simulation.ts'

export const MS = 1e6
export const S = 1e9

export interface Analysed extends Simulation {
  readonly analysis: RunAnalysis
  readonly projections: RunProjections
  /** Of the first instrument. */
  readonly first: InstrumentAnalysis
}

export interface AnalysisSetting extends SimulationOptions {
  readonly caps?: SeriesCaps
  readonly spanNs?: number
}

export function analyse(script: Script, setting: AnalysisSetting = {}): Analysed {
  const instrument = script.instrument ?? unitInstrument()
  const market = { ...script, instrument, rows: marketRows(script.given, instrument) }
  return analyseRun([market], scripted(script.when), setting)
}

export function analyseRun(
  markets: readonly SimulatedMarket[],
  strategy: StrategyDefinition,
  { caps, spanNs = 1e6, ...options }: AnalysisSetting = {},
): Analysed {
  const instruments = markets.map(({ instrument }) => instrument)
  const projections = new RunProjections(instruments, { sampleEveryNs: options.sampleEveryNs ?? 1_000_000 })
  let analysis: RunAnalysis | undefined
  const witness: RunWitness = {
    begin(trader, lookAt) {
      const books = instruments.map(({ id }) => trader.viewOf(id).book)
      analysis = new RunAnalysis({ instruments, books, lookAt, spanNs, ...(caps && { caps }) })
    },
    venue: (id) => ({
      rested: (...told) => analysis!.venue(id).rested(...told),
      queueMoved: (...told) => analysis!.venue(id).queueMoved(...told),
      filled: (...told) => analysis!.venue(id).filled(...told),
    }),
    onLook: (nowTs) => analysis!.onLook(nowTs),
  }
  const onEntry = (entry: JournalEntry): void => {
    projections.apply(entry)
    analysis!.apply(entry)
  }
  const simulation = simulate(markets, strategy, { ...options, witness, onEntry })
  analysis!.end()
  return { ...simulation, analysis: analysis!, projections, first: analysis!.instruments[0]! }
}
