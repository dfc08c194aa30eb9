/**
 * The difference of two runs' net results, and how far it might have come out otherwise. Both runs are on the same data
 * with the same random numbers, so the differences are paired: of each interval between two samples of equity, what one
 * run gained less what the other did. The interval of confidence is that of the stationary bootstrap over them
 * (core/block-bootstrap.ts), by its percentiles, moved to the exact difference of the results.
 */
import { automaticBlockLength, resampledSums } from '../../core/block-bootstrap.ts'
import { formatDecimal, parseDecimal, trimDecimal } from '../../core/decimal.ts'
import { Rng } from '../../core/rng.ts'
import type { EquitySamples } from '../../projections/equity-samples.ts'
import { formatDuration } from '../figures.ts'

export const CONFIDENCE = 0.95
/** With this many, the percentiles of the interval are members of the sorted sums. */
export const RESAMPLES = 1999
export const BOOTSTRAP_SEED = 1
/** With fewer differences the intervals hold the truth clearly less often than they say. */
export const DIFFERENCES_MIN = 100
/** The same, of stretches that do not overlap. */
export const BLOCKS_MIN = 10

/** Of one currency; amounts in it. */
export interface NetDifference {
  readonly settle: string
  /** Exact decimal text: this run's net result less the baseline's. Null where one of them is not known. */
  readonly net: string | null
  /** Samples of equity that both runs have, less one. */
  readonly differences: number
  readonly interval: ConfidenceInterval | null
  /** Why there is no interval. */
  readonly reason: string | null
}

export interface ConfidenceInterval {
  readonly low: number
  readonly high: number
  /** Mean length of a stretch, in samples. */
  readonly blockLength: number
}

/** What is known of one run in one currency. */
export interface NetResult {
  readonly settle: string
  /** Exact decimal text, or null. */
  readonly net: string | null
  readonly samples: EquitySamples | undefined
}

export function netDifference(
  run: NetResult,
  baseline: NetResult,
  { sameData = true }: { readonly sameData?: boolean } = {},
): NetDifference {
  const { settle } = run
  const net = run.net === null || baseline.net === null ? null : subtract(run.net, baseline.net)
  const shared = sharedSamples(sameData ? run.samples : undefined, baseline.samples)
  const paired = differencesOf(shared)
  const none = (reason: string): NetDifference => {
    return { settle, net, differences: paired.length, interval: null, reason }
  }
  if (net === null) return none('a net result is not known')
  if (!sameData) return none('it is on other data, so that its samples make no pairs')
  const uncovered = uncoveredTime(shared.ts, [run.samples, baseline.samples])
  if (uncovered !== undefined) return none(uncovered)
  if (paired.length > 0 && Number(net) === 0 && paired.every((difference) => difference === 0)) {
    return none('the same at every sample')
  }
  if (paired.length < DIFFERENCES_MIN) {
    const wanted = `${DIFFERENCES_MIN} are needed: a smaller metrics.sampleEvery, or more data`
    return none(`${paired.length} differences of samples, ${wanted}`)
  }
  const blockLength = automaticBlockLength(paired)
  if (paired.length / blockLength < BLOCKS_MIN) {
    const blocks = Math.floor(paired.length / blockLength)
    return none(`neighbouring samples depend on one another too much: ${blocks} stretches, ${BLOCKS_MIN} are needed`)
  }
  const sums = resampledSums(paired, blockLength, RESAMPLES, new Rng(BOOTSTRAP_SEED, `compare.${settle}`))
  // What lies before the first sample and behind the last one is no part of the samples' sum.
  const offset = Number(net) - paired.reduce((sum, difference) => sum + difference, 0)
  const tail = (RESAMPLES + 1) * ((1 - CONFIDENCE) / 2)
  const at = (rank: number): number => sums[Math.round(rank) - 1]! + offset
  const interval = { low: at(tail), high: at(RESAMPLES + 1 - tail), blockLength }
  return { settle, net, differences: paired.length, interval, reason: null }
}

/** Samples at the instants that both runs have one, where both know their equity. */
interface SharedSamples {
  readonly ts: readonly number[]
  /** What the run has more than the baseline. */
  readonly lead: readonly number[]
}

/** Of successive samples that both runs have: what the run gained less what the baseline did. */
export function pairedDifferences(
  run: EquitySamples | undefined,
  baseline: EquitySamples | undefined,
): Float64Array<ArrayBuffer> {
  return differencesOf(sharedSamples(run, baseline))
}

function sharedSamples(run: EquitySamples | undefined, baseline: EquitySamples | undefined): SharedSamples {
  const shared = { ts: [] as number[], lead: [] as number[] }
  if (run === undefined || baseline === undefined) return shared
  let other = 0
  for (const [i, ts] of run.ts.entries()) {
    while (other < baseline.ts.length && baseline.ts[other]! < ts) other++
    if (baseline.ts[other] !== ts) continue
    const difference = run.net[i]! - baseline.net[other]!
    if (Number.isNaN(difference)) continue
    shared.ts.push(ts)
    shared.lead.push(difference)
  }
  return shared
}

function differencesOf({ lead }: SharedSamples): Float64Array<ArrayBuffer> {
  return Float64Array.from(lead.slice(1), (difference, i) => difference - lead[i]!)
}

/**
 * Why shared samples say too little of two runs: beyond them, before or after, one of the runs goes on for longer than
 * from one shared sample to the next. What it gained there is part of the difference, and nothing says how it varies.
 */
function uncoveredTime(shared: readonly number[], runs: readonly (EquitySamples | undefined)[]): string | undefined {
  const ends = runs.flatMap((samples) => [samples?.ts[0], samples?.ts.at(-1)]).filter((ts) => ts !== undefined)
  if (ends.length === 0) return undefined
  const [from, to] = [Math.min(...ends), Math.max(...ends)]
  const [first = from, last = from] = [shared[0], shared.at(-1)]
  const everyNs = shared.length > 1 ? (last - first) / (shared.length - 1) : 0
  if (first - from <= everyNs && to - last <= everyNs) return undefined
  const [both, all] = [formatDuration(last - first), formatDuration(to - from)]
  return `it and the baseline do not cover the same time: they share samples of ${both}, of ${all} in all`
}

function subtract(a: string, b: string): string {
  const [x, y] = [parseDecimal(a)!, parseDecimal(b)!]
  const decimals = Math.max(x.decimals, y.decimals)
  const scaled = ({ mantissa, decimals: own }: typeof x): bigint => mantissa * 10n ** BigInt(decimals - own)
  return trimDecimal(formatDecimal(scaled(x) - scaled(y), decimals))
}
