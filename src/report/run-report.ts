/**
 * What a report says of one run: `report.json`, and the figures that `report.html` shows. It holds the terminal's
 * figures too (`result`), so that all three have one source. Amounts of money are exact decimal text in the settlement
 * currency, quantities decimals of the base, instants nanoseconds since the run epoch, prices ticks; what is undefined
 * is null. Every key is defined in docs/metrics.md.
 */
import type { FillRule } from '../venue/sim/venue-witness.ts'
import type { Quantiles, Result } from './summary.ts'

/** What a report is called in the folder of its run. */
export const REPORT_FILE = 'report.json'

export interface RunReport {
  readonly format: 'hftsim-report'
  readonly version: 1
  readonly epochNs: string
  readonly result: Result
  /** Null where the other two runs were not made. */
  readonly band: readonly Band[] | null
  /** By instrument id. */
  readonly instruments: readonly InstrumentReport[]
  readonly risk: RiskEvents
  /** Models of each venue, the assumption that each makes and where it ends, in words. */
  readonly assumptions: readonly Assumption[]
  /** Commands that make the run and this report again. */
  readonly reproduce: readonly string[]
  readonly manifest: unknown
}

/**
 * Net result of one currency under three sets of models with the same random numbers. The names are those of the
 * models: the results are in no order, and the base may lie outside of the other two.
 */
export interface Band {
  readonly settle: string
  readonly pessimistic: BandEnd
  readonly base: BandEnd
  readonly optimistic: BandEnd
}

export interface BandEnd {
  readonly net: string | null
  readonly fills: number
  readonly fillRate: number | null
  readonly maxDrawdown: string
  /** What was changed of the scenario for it, such as "queue RiskAverse"; empty for the base. */
  readonly changed: readonly string[]
}

export interface InstrumentReport {
  readonly alias: string
  readonly symbol: string
  readonly venue: string
  readonly base: string
  readonly settle: string
  readonly tickSize: string
  readonly lotSize: string
  readonly moneyDecimals: number
  readonly statistics: Statistics
  readonly confidence: Confidence
  readonly impact: Impact
  /** Maker and taker, in this order. */
  readonly execution: readonly ExecutionQuality[]
  readonly fillRate: { readonly byDistance: readonly RateBucket[]; readonly byQueue: readonly RateBucket[] }
  readonly distributions: {
    readonly queueWaitNs: Distribution
    readonly timeToFillNs: Distribution
    readonly feedNs: Distribution
    readonly entryNs: Distribution
    readonly responseNs: Distribution
    readonly roundTripNs: Distribution
  }
  readonly journey: readonly JourneyStep[]
  readonly cancelRaces: CancelRaces
  readonly health: DataHealth | null
}

/** Figures of hftbacktest's statistics; amounts in the settlement currency. */
export interface Statistics {
  readonly annualReturn: number | null
  readonly returnOverMaxDrawdown: number | null
  readonly returnOverTurnover: number | null
  readonly fillsPerDay: number | null
  readonly volumePerDay: number | null
  readonly turnoverPerDay: number | null
  readonly maxPositionValue: string
  readonly meanPositionValue: number | null
}

/** How sure a fill is. */
export type FillConfidence = 'certain' | 'queue-dependent' | 'size-dependent'

export interface Confidence {
  readonly classes: readonly {
    readonly confidence: FillConfidence
    readonly fills: number
    readonly volume: string
    /** The part of it beyond what the market showed for each fill. */
    readonly beyondShown: string
    /** Value at the last mid less what was paid, less fees: over all fills this adds up to the net result. */
    readonly net: string | null
  }[]
  /** Of all classes: what a fill took beyond what the market showed for it, and its share of our volume. */
  readonly beyondShown: { readonly volume: string; readonly share: number | null }
  /** Of the net result, where that is a profit; may pass 1 or be negative. */
  readonly queueShareOfProfit: number | null
  readonly netWithoutQueueDependent: string | null
  readonly byRule: Readonly<Record<FillRule, number>>
  /** Lots beyond what each queue-dependent fill needed: how much more could have stood ahead. */
  readonly queueMarginLots: Quantiles
}

/** Our size against the market's: beyond some size a replay that does not react to us says nothing. */
export interface Impact {
  /**
   * Lots of an order as a share of what its level showed when it came to rest, or the best level of its side where its
   * own was empty; at most 10.
   */
  readonly ofDisplayed: Quantiles
  /** Lots of a fill as a share of what the market showed for it; at most 10. */
  readonly ofAvailable: Quantiles
  /** Our volume as a share of all that traded; null where the data has no trades. */
  readonly ofTraded: number | null
  /** Whether the assumption that we leave no mark holds, and why not. */
  readonly holds: boolean
  readonly reasons: readonly string[]
}

export interface ExecutionQuality {
  readonly liquidity: 'maker' | 'taker'
  readonly fills: number
  /** Side times (the venue's mid right before the fill less the price), per fill weighted by lots, in ticks. */
  readonly spreadCapturedTicks: number | null
  /** Side times (price less the mid when the order was sent), in ticks: what waiting or crossing cost. */
  readonly slippageTicks: number | null
  readonly fees: string
  readonly markouts: readonly Markout[]
}

export interface Markout {
  readonly horizonNs: number
  /** Fills whose horizon lies within the run. */
  readonly fills: number
  /** Side times (mid after the horizon less the price), weighted by lots. */
  readonly meanTicks: number | null
  readonly standardErrorTicks: number | null
  readonly meanBps: number | null
  /** Spread captured of these fills: with `adverseTicks` it adds up to the markout. */
  readonly capturedTicks: number | null
  /** Side times (mid after the horizon less the venue's mid right before the fill): negative is adverse. */
  readonly adverseTicks: number | null
}

export interface RateBucket {
  /** As shown: "touch", "1", "2 to 3", "more than 10". */
  readonly label: string
  readonly orders: number
  readonly filled: number
  readonly rate: number | null
}

/** A histogram with its quantiles; bins do not overlap and go upwards. */
export interface Distribution extends Quantiles {
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[]
}

/** One way an order can go on, with how long that took. */
export interface JourneyStep {
  readonly from: 'sent' | 'acknowledged'
  readonly to: 'acknowledged' | 'filled' | 'canceled' | 'expired' | 'rejected' | 'refused' | 'open'
  readonly orders: number
  readonly tookNs: Quantiles
}

export interface CancelRaces {
  /** Both as the orders of the summary have them: `cancels` and `cancelsLost`. */
  readonly cancels: number
  readonly lost: number
  readonly lostVolume: string
  /** Mean markout of the fills that came while a cancel was under way, ticks at 1 s. */
  readonly lostMarkoutTicks: number | null
}

export interface RiskEvents {
  /** Of how many `events` are a sample: every k-th, the first and the last included. */
  readonly total: number
  readonly events: readonly RiskEvent[]
}

export interface RiskEvent {
  readonly ts: number
  readonly instrument: number
  readonly order: number
  readonly reason: string
}

export interface DataHealth {
  readonly rows: number
  readonly trades: number
  readonly tradedVolume: string
  /** What `hftsim data check` finds and what the import repaired; empty for data that needed none of it. */
  readonly findings: readonly DataFinding[]
}

export interface DataFinding {
  /** A repair was made as the data was imported: the rows are no longer as they were recorded. */
  readonly kind: 'damage' | 'notice' | 'repair'
  /** Of a repair: the rows it touched. */
  readonly count: number
  readonly what: string
}

export interface Assumption {
  readonly topic: string
  readonly model: string
  readonly says: string
  readonly limit: string
}

/** Columns that only the page draws: at most `MAX_POINTS` and `MAX_FILLS` of each. */
export interface ReportSeries {
  /** By instrument id: the market as the trader saw it, at even times. NaN where a side was empty. */
  readonly market: readonly { readonly ts: Float64Array; readonly bid: Float64Array; readonly ask: Float64Array }[]
  /** By instrument id, at the samples of `metrics.sampleEvery`: net equity as a number. */
  readonly equity: readonly { readonly ts: Float64Array; readonly net: Float64Array; readonly lots: Float64Array }[]
  /** By instrument id: what is held from each instant on, as the trader knew it. Of many fills a sample. */
  readonly position: readonly { readonly ts: Float64Array; readonly lots: Float64Array }[]
  /** By instrument id, in the order of the journal. */
  readonly fills: readonly FillColumns[]
  /** By instrument id: when and where our orders stood, by the trader's clock. */
  readonly orders: readonly OrderColumns[]
}

export interface FillColumns {
  /** Of how many these are a sample: every k-th, the first and the last included. */
  readonly total: number
  readonly seq: Float64Array
  readonly ts: Float64Array
  readonly exchTs: Float64Array
  readonly order: Float64Array
  readonly side: Int8Array
  readonly priceTicks: Float64Array
  readonly lots: Float64Array
  readonly leavesLots: Float64Array
  /** 1 for maker. */
  readonly maker: Uint8Array
  /** Index into `FILL_RULES`. */
  readonly rule: Uint8Array
  /** Index into `FILL_CONFIDENCES`. */
  readonly confidence: Uint8Array
  /** Lots to spare (queue-dependent) or short (size-dependent, below zero), or ticks through (certain). */
  readonly margin: Float64Array
  readonly sentTs: Float64Array
  /** When it came to rest, by the venue's clock; NaN where it never did. */
  readonly acceptedTs: Float64Array
  /** Lots ahead on arrival, NaN where it never rested. */
  readonly aheadLots: Float64Array
  readonly fee: Float64Array
  /** Markout in ticks after 1 s, NaN beyond the end of the run. */
  readonly markoutTicks: Float64Array
}

export interface OrderColumns {
  readonly total: number
  readonly fromTs: Float64Array
  readonly toTs: Float64Array
  readonly side: Int8Array
  readonly priceTicks: Float64Array
}

export const FILL_RULES: readonly FillRule[] = ['best-crossed', 'traded-through', 'queue', 'on-arrival']
export const FILL_CONFIDENCES: readonly FillConfidence[] = ['certain', 'queue-dependent', 'size-dependent']
export const MAX_POINTS = 100_000
export const MAX_FILLS = 20_000
