import { describe, expect, test } from 'vitest'
import { drawNormal } from '../../../src/core/distributions.ts'
import { Rng } from '../../../src/core/rng.ts'
import type { EquitySamples } from '../../../src/projections/equity-samples.ts'
import {
  DIFFERENCES_MIN,
  type NetResult,
  netDifference,
  pairedDifferences,
} from '../../../src/report/compare/net-difference.ts'

function samples(net: readonly number[], everyNs = 10): EquitySamples {
  return { settle: 'USDT', ts: Float64Array.from(net, (_, i) => i * everyNs), net: Float64Array.from(net) }
}

function result(net: string | null, of?: EquitySamples): NetResult {
  return { settle: 'USDT', net, samples: of }
}

/** Equity that gains so much at each sample. */
function equityOf(gains: readonly number[]): number[] {
  let equity = 0
  return [0, ...gains.map((gain) => (equity += gain))]
}

test('what one run gained less what the other did, at the instants that both have', () => {
  const run = samples([0, 1, 3, 2, 7])
  expect([...pairedDifferences(run, samples([0, 0, 1, 1, 1]))]).toEqual([1, 1, -1, 5])
  // Of the baseline there is a sample at every other instant, and none at the end.
  expect([...pairedDifferences(run, samples([0, 1], 20))]).toEqual([2])
  expect([...pairedDifferences(run, samples([0, Number.NaN, 1, 1, 1]))]).toEqual([2, -1, 5])
  expect(pairedDifferences(run, undefined)).toHaveLength(0)
})

test('the difference is exact, whatever the decimals', () => {
  expect(netDifference(result('0.3'), result('0.10000001')).net).toBe('0.19999999')
  expect(netDifference(result('-5'), result('2.50')).net).toBe('-7.5')
  expect(netDifference(result(null), result('1'))).toMatchObject({ net: null, interval: null })
})

test('too few samples have no interval, and it is said how many there are', () => {
  const few = equityOf(Array.from({ length: DIFFERENCES_MIN - 1 }, (_, i) => i % 7))
  expect(netDifference(result('1', samples(few)), result('0', samples(few.map(() => 0))))).toEqual({
    settle: 'USDT',
    net: '1',
    differences: 99,
    interval: null,
    reason: '99 differences of samples, 100 are needed: a smaller metrics.sampleEvery, or more data',
  })
})

test('differences that hang together too much have no interval', () => {
  const drift = equityOf(Array.from({ length: 120 }, (_, i) => i - 60))
  const { interval, reason } = netDifference(result('1', samples(drift)), result('0', samples(drift.map(() => 0))))
  expect(interval).toBeNull()
  expect(reason).toMatch(/^neighbouring samples depend on one another too much: \d stretches, 10 are needed$/)
})

test('runs on other data have a difference and no interval', () => {
  const equity = samples(equityOf(Array.from({ length: 200 }, (_, i) => (i * 7919) % 13)))
  expect(netDifference(result('2', equity), result('5', equity), { sameData: false })).toMatchObject({
    net: '-3',
    differences: 0,
    interval: null,
    reason: 'it is on other data, so that its samples make no pairs',
  })
})

test('runs that are the same at every sample need no interval', () => {
  const same = samples(equityOf(Array(200).fill(2)))
  expect(netDifference(result('7', same), result('7', same))).toMatchObject({
    net: '0',
    interval: null,
    reason: 'the same at every sample',
  })
})

test('independent gains: the interval is that of the normal distribution, and lies around the exact difference', () => {
  const rng = new Rng(5, 'gains')
  const gains = Array.from({ length: 400 }, () => drawNormal(rng))
  const run = samples(equityOf(gains))
  const sum = gains.reduce((total, gain) => total + gain, 0)
  const deviation = Math.sqrt(gains.reduce((total, gain) => total + (gain - sum / 400) ** 2, 0) / 400)
  const still = samples(equityOf(Array(400).fill(0)))
  const { interval, differences } = netDifference(result(String(sum + 3), run), result('0', still))
  expect(differences).toBe(400)
  // What was gained after the last sample moves the interval as it moves the difference.
  const half = 1.96 * deviation * 20
  expect(Math.abs(interval!.low - (sum + 3 - half))).toBeLessThan(0.15 * half)
  expect(Math.abs(interval!.high - (sum + 3 + half))).toBeLessThan(0.15 * half)
  expect(netDifference(result(String(sum + 3), run), result('0', still)).interval).toEqual(interval)
})

test('common random numbers: what both runs share takes no part in the interval', () => {
  const rng = new Rng(6, 'shared')
  const shared = Array.from({ length: 300 }, () => 100 * drawNormal(rng))
  const own = shared.map((gain) => gain + 1 + 0.1 * drawNormal(rng))
  const [a, b] = [samples(equityOf(own)), samples(equityOf(shared))]
  const net = a.net.at(-1)! - b.net.at(-1)!
  const { interval } = netDifference(result(String(net), a), result('0', b))
  expect(interval!.low).toBeGreaterThan(290)
  expect(interval!.high).toBeLessThan(310)
})

describe('runs that do not cover the same time', () => {
  const rng = new Rng(7, 'spans')
  const gains = Array.from({ length: 599 }, () => drawNormal(rng))
  const whole = samples(equityOf(gains), 1e9)
  const part = (from: number, to: number): EquitySamples => {
    return { settle: 'USDT', ts: whole.ts.slice(from, to), net: whole.net.slice(from, to).map((net) => 0.9 * net) }
  }
  const told = (run: EquitySamples, baseline: EquitySamples) => netDifference(result('3', run), result('1', baseline))
  const few = (share: string): string =>
    `it and the baseline do not cover the same time: they share samples of ${share}, of 10 min in all`

  test('have no interval from the time that both have alone, whichever stops early or begins late', () => {
    const early = part(0, 180)
    expect(told(early, whole)).toEqual({
      settle: 'USDT',
      net: '2',
      differences: 179,
      interval: null,
      reason: few('3 min'),
    })
    expect(told(whole, early).reason).toBe(few('3 min'))
    expect(told(part(400, 600), whole).reason).toBe(few('3.3 min'))
    expect(told(part(0, 300), part(300, 600))).toMatchObject({ differences: 0, reason: few('0 ns') })
    // Equal for as long as both go on says nothing about the rest.
    expect(netDifference(result('1', { ...early, net: whole.net.slice(0, 180) }), result('1', whole)).reason).toBe(
      few('3 min'),
    )
    const late = whole.net.map((net, i) => (i < 300 ? Number.NaN : net))
    expect(told({ ...whole, net: late }, part(0, 600)).reason).toBe(few('5 min'))
  })

  test('to within one sampling interval they do', () => {
    expect(told(part(1, 599), whole).interval).not.toBeNull()
    expect(told(part(1, 598), whole).interval).toBeNull()
    // One samples at every other second, from the first one on.
    const other = {
      ...whole,
      ts: whole.ts.filter((_, i) => i % 2 === 1),
      net: part(0, 600).net.filter((_, i) => i % 2 === 1),
    }
    expect(told(other, whole)).toMatchObject({ differences: 299, reason: null })
  })
})
