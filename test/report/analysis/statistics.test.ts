import { describe, expect, test } from 'vitest'
import { NANOS_PER_DAY } from '../../../src/core/units.ts'
import { statisticsOf } from '../../../src/report/analysis/statistics.ts'
import { buildSummary, type InstrumentSummary } from '../../../src/report/summary.ts'
import { unitInstrument } from '../../fakes/market-text.ts'
import { type Analysed, analyse } from './analysed.ts'

function summaryOf({ projections }: Analysed): { of: InstrumentSummary; durationNs: number } {
  const { instruments, span } = buildSummary({ scenario: 'x', epochNs: '0', projections, rootHash: '' })
  return { of: instruments[0]!, durationNs: span.durationNs }
}

describe('statistics as hftbacktest has them', () => {
  /**
   * One lot is bought at 101 with the mid at 100, and one at 103 with the mid at 102. Then the mid goes to 107, and
   * 107 * 2 - 204 = 10.
   */
  const given = [
    'bid(1000) 99x5',
    'ask(1000) 101x5',
    'ask(2000) 101x0 103x5',
    'bid(2000) 101x5',
    'ask(3000) 103x0 108x5',
    'bid(3000) 106x5',
    'idle(5000)',
  ]
  const when = [
    [1100, 'buy 101x1'],
    [2100, 'buy 103x1'],
  ] as const

  test('by hand', () => {
    const analysed = analyse({ given, when }, { sampleEveryNs: 500 })
    const { of } = summaryOf(analysed)
    expect([of.pnl.net, of.pnl.maxDrawdown, of.turnover, of.volume, of.fills]).toEqual(['10', '1', '204', '2', 2])
    // Two days, as if the run had taken that long.
    const statistics = statisticsOf(of, 2 * NANOS_PER_DAY, analysed.first.positionValues)
    expect(statistics).toEqual({
      annualReturn: (10 / 2) * 365,
      returnOverMaxDrawdown: 10,
      returnOverTurnover: 10 / 204,
      fillsPerDay: 1,
      volumePerDay: 1,
      turnoverPerDay: 102,
      maxPositionValue: '214',
      // At 1500 and 2000: 100; at 2500 and 3000: 204; from 3500 to 5000, and at the end: 214.
      meanPositionValue: (2 * 100 + 2 * 204 + 5 * 214) / 9,
    })
  })

  test('a short position counts by its size; of an inverse contract the value is in the coin', () => {
    const sold = analyse({ given, when: [[1100, 'sell 99x2']] }, { sampleEveryNs: 500 })
    expect(sold.first.positionValues.max).toBe('214')
    const instrument = unitInstrument({ contract: 'inverse', contractSize: '100', settle: 'BTC' })
    const inverse = analyse({ given, when: [[1100, 'buy 101x1']], instrument }, { sampleEveryNs: 500 })
    // 100 / 100 at the first mid; the value of a contract falls as the price rises.
    expect(inverse.first.positionValues.max).toBe('1')
  })

  test('the largest value is found between samples too, and the mean is over even times', () => {
    // Three lots are bought on 1150 and sold on 1250, at a mid of 100, between the samples at 1000 and 1500.
    const when = [
      [1100, 'buy 101x3 ioc'],
      [1200, 'sell 99x3 ioc'],
    ] as const
    const { positionValues } = analyse({ given, when }, { sampleEveryNs: 500 }).first
    expect([positionValues.max, positionValues.mean]).toEqual(['300', 0])
  })

  test('nothing is divided by nothing', () => {
    const analysed = analyse({ given: ['idle(1000)'], when: [] })
    const { of, durationNs } = summaryOf(analysed)
    expect(durationNs).toBe(10)
    expect(statisticsOf(of, 0, analysed.first.positionValues)).toEqual({
      annualReturn: null,
      returnOverMaxDrawdown: null,
      returnOverTurnover: null,
      fillsPerDay: null,
      volumePerDay: null,
      turnoverPerDay: null,
      maxPositionValue: '0',
      meanPositionValue: 0,
    })
  })
})
