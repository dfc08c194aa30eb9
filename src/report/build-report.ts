/** The report of a run, from what was folded of it and what is known of its data and its models. */
import { formatDecimal, trimDecimal } from '../core/decimal.ts'
import { Histogram } from '../core/histogram.ts'
import type { RunProjections } from '../projections/run-projections.ts'
import { distributionOf } from './analysis/distribution.ts'
import type { InstrumentAnalysis } from './analysis/instrument-analysis.ts'
import type { RunAnalysis } from './analysis/run-analysis.ts'
import { statisticsOf } from './analysis/statistics.ts'
import type { Assumption, Band, DataHealth, InstrumentReport, RunReport } from './run-report.ts'
import type { Result } from './summary.ts'

/** What was found of one instrument's data. */
export interface MarketFindings {
  /** What traded at the venue while the run went on, in quantity steps. */
  readonly tradedSteps: bigint
  readonly trades: number
  readonly rows: number
  readonly findings: DataHealth['findings']
}

export interface ReportInputs {
  readonly epochNs: string
  readonly result: Result
  readonly band: readonly Band[] | null
  /** By instrument id. */
  readonly aliases: readonly string[]
  readonly projections: RunProjections
  /** Ended. */
  readonly analysis: RunAnalysis
  /** By instrument id; undefined where it is not known. */
  readonly feedLatencyNs: readonly (Histogram | undefined)[]
  /** By instrument id. */
  readonly market: readonly MarketFindings[]
  readonly assumptions: readonly Assumption[]
  readonly reproduce: readonly string[]
  readonly manifest: unknown
}

export function buildReport(inputs: ReportInputs): RunReport {
  const { epochNs, result, band, analysis, assumptions, reproduce, manifest } = inputs
  return {
    format: 'hftsim-report',
    version: 1,
    epochNs,
    result,
    band,
    instruments: analysis.instruments.map((instrument) => instrumentReport(instrument, inputs)),
    risk: analysis.risk,
    assumptions,
    reproduce,
    manifest,
  }
}

function instrumentReport(analysis: InstrumentAnalysis, inputs: ReportInputs): InstrumentReport {
  const { instrument, confidence, impact, execution, fillRates, positionValues, timeToFillNs, journey, races } =
    analysis
  const { id, symbol, venue, base, settle, tick, lot, qtyStep, moneyDecimals, stepsPerLot } = instrument
  const { rows, trades, tradedSteps, findings } = inputs.market[id]!
  const orders = inputs.projections.orders.view()[id]!
  const { entryNs, responseNs, roundTripNs } = inputs.projections.latency.view()[id]!
  const tradedVolume = trimDecimal(formatDecimal(tradedSteps * BigInt(qtyStep.numerator), qtyStep.decimals))
  return {
    alias: inputs.aliases[id]!,
    symbol,
    venue,
    base,
    settle,
    tickSize: tick.text,
    lotSize: lot.text,
    moneyDecimals,
    statistics: statisticsOf(inputs.result.instruments[id]!, inputs.result.span.durationNs, positionValues),
    confidence: confidence.view(),
    impact: impact.view(Number(tradedSteps) / stepsPerLot, confidence.beyondShownShare),
    execution: [execution.maker.view(), execution.taker.view()],
    fillRate: fillRates.view(),
    distributions: {
      queueWaitNs: distributionOf(orders.queueWaitNs),
      timeToFillNs: distributionOf(timeToFillNs),
      feedNs: distributionOf(inputs.feedLatencyNs[id] ?? new Histogram()),
      entryNs: distributionOf(entryNs),
      responseNs: distributionOf(responseNs),
      roundTripNs: distributionOf(roundTripNs),
    },
    journey: journey.view(),
    cancelRaces: races.view(orders),
    health: { rows, trades, tradedVolume, findings },
  }
}
