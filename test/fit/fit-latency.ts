/**
 * Fits the legs of the `cloud` latency profiles to recordings and prints them with the quality of the fit:
 *
 *     node test/fit/fit-latency.ts ../shared    # the folder that holds data/order-latency and data/binance-usdm
 *
 * All estimators are closed formulas, so the result is reproducible. The method is described in docs/latency.md.
 */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { Rng } from '../../src/core/rng.ts'
import { drawLegNs, type LatencyLeg } from '../../src/kernel/latency/leg.ts'

/** Part of a round trip that is spent on the way to the venue. */
export const ENTRY_SHARE = 0.6
/** Candidates for the share of observations that the spikes explain. */
const SPIKE_PROBABILITIES = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25]
const SCORED_QUANTILES = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999]
const NS_PER_MS = 1_000_000

export interface LatencyFit {
  /** One leg for the feed, entry and response for a round trip. */
  readonly legs: readonly LatencyLeg[]
  /** Largest distance between the distributions of measurements and model. */
  readonly ks: number
  /** Milliseconds. */
  readonly quantiles: readonly { readonly q: number; readonly measured: number; readonly model: number }[]
  readonly observations: number
}

/** Round trips of creates and cancels in ms, paired by order id. */
export function readRoundTrips(path: string): number[] {
  const sentMs = new Map<string, number>()
  const trips: number[] = []
  for (const line of gunzipSync(readFileSync(path)).toString().split('\n').slice(1)) {
    const [timestamp, order, status] = line.trim().split(',')
    if (!status) continue
    if (status === 'PENDING_CREATE' || status === 'PENDING_CANCEL') sentMs.set(`${order} ${status}`, Number(timestamp))
    const request = status === 'CREATED' ? 'PENDING_CREATE' : status === 'CANCELED' ? 'PENDING_CANCEL' : ''
    const sent = sentMs.get(`${order} ${request}`)
    if (sent !== undefined) trips.push(Number(timestamp) - sent)
  }
  return trips
}

/** Receipt minus event time of every stamped message in ms, from the smallest one on. */
export function readFeedDelays(path: string): number[] {
  const delays: number[] = []
  for (const line of gunzipSync(readFileSync(path)).toString().split('\n')) {
    const match = /^(\d+) \{"stream".*?"E":(\d+)/.exec(line)
    if (!match) continue
    const receivedNs = BigInt(match[1]!.padEnd(19, '0'))
    delays.push(Number(receivedNs - BigInt(match[2]!) * 1_000_000n) / NS_PER_MS)
  }
  const smallest = delays.reduce((a, b) => Math.min(a, b))
  return delays.map((delay) => delay - smallest)
}

/** Fits `shares.length` legs whose sum has the distribution of the measurements, in ms. */
export function fitLatency(measuredMs: readonly number[], shares: readonly number[]): LatencyFit {
  const sorted = spreadTies([...measuredMs].sort((a, b) => a - b))
  let best: { fit: LatencyFit; score: number } | undefined
  for (const probability of SPIKE_PROBABILITIES) {
    const legs = fitLegs(sorted, probability, shares)
    if (!legs) continue
    const model = simulate(legs, 40_000)
    const quantiles = SCORED_QUANTILES.map((q) => ({ q, measured: quantile(sorted, q), model: quantile(model, q) }))
    const score = quantiles.reduce((sum, at) => sum + Math.log(at.model / at.measured) ** 2, 0)
    if (best && best.score <= score) continue
    best = { score, fit: { legs, ks: distance(sorted, model), quantiles, observations: sorted.length } }
  }
  if (!best) throw new Error('no form fits')
  return best.fit
}

/** Whole milliseconds are spread evenly over the millisecond that they were cut to. */
function spreadTies(sorted: readonly number[]): number[] {
  const spread: number[] = []
  for (let from = 0; from < sorted.length; ) {
    let to = from
    while (sorted[to] === sorted[from]) to++
    for (let i = from; i < to; i++) {
      const value = sorted[i]!
      spread.push(Number.isInteger(value) && value > 0 ? value - 0.5 + (i - from + 0.5) / (to - from) : value)
    }
    from = to
  }
  return spread
}

function fitLegs(sorted: readonly number[], probability: number, shares: readonly number[]): LatencyLeg[] | undefined {
  const cut = Math.round(sorted.length * (1 - probability))
  const body = sorted.slice(0, cut)
  // Shifted lognormal through three quantiles (Aitchison and Brown, "The Lognormal Distribution", 1957, section 6.24).
  const [low, median, high] = [quantile(body, 0.05), quantile(body, 0.5), quantile(body, 0.95)] as const
  const skew = low + high - 2 * median
  if (skew <= 0) return undefined
  const floor = Math.max((low * high - median * median) / skew, 0)
  const sigma = Math.log((high - floor) / (median - floor)) / 1.6448536269514722
  const mean = (median - floor) * Math.exp((sigma * sigma) / 2)
  const variance = mean * mean * (Math.exp(sigma * sigma) - 1)
  // Generalised Pareto by probability-weighted moments (Hosking and Wallis 1987).
  const threshold = sorted[cut]!
  const excess = sorted.slice(cut).map((value) => value - threshold)
  const a0 = excess.reduce((sum, value) => sum + value, 0) / excess.length
  const a1 = excess.reduce((sum, value, i) => sum + value * (1 - (i + 0.65) / excess.length), 0) / excess.length
  const shape = 2 - a0 / (a0 - 2 * a1)
  const scale = (2 * a0 * a1) / (a0 - 2 * a1)
  return shares.map((share) => {
    // Legs whose means and variances add up to the body's, again lognormal (Fenton 1960).
    const legSigma = Math.sqrt(Math.log(1 + variance / (share * mean * mean)))
    return {
      floorNs: Math.round(floor * share * NS_PER_MS),
      mu: round(Math.log(share * mean * NS_PER_MS) - (legSigma * legSigma) / 2, 4),
      sigma: round(legSigma, 4),
      spikeProbability: round(probability * share, 4),
      spikeNsMin: Math.round(Math.max(threshold - floor - mean, 0) * NS_PER_MS),
      spikeScaleNs: Math.round(scale * NS_PER_MS),
      spikeShape: round(shape, 4),
    }
  })
}

/** Sorted draws of the sum of the legs, in ms. */
export function simulate(legs: readonly LatencyLeg[], count: number): number[] {
  const rng = new Rng(1, 'fit')
  const draws = Array.from({ length: count }, () => legs.reduce((sum, leg) => sum + drawLegNs(leg, rng), 0) / NS_PER_MS)
  return draws.sort((a, b) => a - b)
}

export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(Math.floor(q * sorted.length), sorted.length - 1)]!
}

/** The statistic of Kolmogorov and Smirnov for two sorted samples. */
function distance(a: readonly number[], b: readonly number[]): number {
  let [i, j, largest] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    if (a[i]! <= b[j]!) i++
    else j++
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length))
  }
  return largest
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals))
}

/** Which recording stands behind which profile. */
export const ORDER_RECORDINGS: Readonly<Record<string, string>> = {
  realistic: 'order-latency/binance_aws_asia_1_Tokyo_latency_check.csv.gz',
  optimistic: 'order-latency/htx_aws_1_Tokyo_latency_check.csv.gz',
  pessimistic: 'order-latency/binance_aws_asia_3_Singapore_latency_check.csv.gz',
}
export const FEED_RECORDINGS: Readonly<Record<string, string>> = {
  realistic: 'binance-usdm/btcusdt_20240808.gz',
  optimistic: 'binance-usdm/ethusdt_20240718.gz',
  pessimistic: 'binance-usdm/btcusdt_20230404.dat.gz',
}

if (import.meta.main) {
  const folder = process.argv[2] ?? '.'
  const show = (name: string, fit: LatencyFit): void => {
    console.log(name, `n ${fit.observations}  KS ${fit.ks.toFixed(3)}`)
    console.log(
      ' ',
      fit.quantiles.map((at) => `p${at.q * 100} ${at.measured.toFixed(2)}/${at.model.toFixed(2)}`).join('  '),
    )
    for (const leg of fit.legs) console.log(' ', JSON.stringify(leg))
  }
  for (const [profile, file] of Object.entries(ORDER_RECORDINGS)) {
    show(`${profile} orders`, fitLatency(readRoundTrips(`${folder}/data/${file}`), [ENTRY_SHARE, 1 - ENTRY_SHARE]))
  }
  for (const [profile, file] of Object.entries(FEED_RECORDINGS)) {
    show(`${profile} feed`, fitLatency(readFeedDelays(`${folder}/data/${file}`), [1]))
  }
}
