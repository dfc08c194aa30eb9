import { describe, expect, test } from 'vitest'
import { reportFigures } from '../../src/report/report-line.ts'
import type { Band, BandEnd, FillConfidence, InstrumentReport, RunReport } from '../../src/report/run-report.ts'
import { formatSummary } from '../../src/report/terminal.ts'
import { BTCUSD_PERP, BTCUSDT } from '../projections/script.ts'
import { madeUpSummary } from './made-up-run.ts'

interface Part {
  readonly settle: string
  readonly net: string
  /** Fills and net by class: certain, queue-dependent, size-dependent. */
  readonly classes: readonly (readonly [fills: number, net: string])[]
  readonly holds?: boolean
}

const CLASSES: readonly FillConfidence[] = ['certain', 'queue-dependent', 'size-dependent']

/** As much of a report as the line reads. */
function reported(parts: readonly Part[], band: readonly Band[] | null = null): RunReport {
  const instruments = parts.map(({ settle, classes, holds = true }) => ({
    settle,
    impact: { holds },
    confidence: { classes: classes.map(([fills, net], i) => ({ confidence: CLASSES[i]!, fills, net, volume: '0' })) },
  }))
  const settles = [...new Set(parts.map(({ settle }) => settle))]
  const currencies = settles.map((settle) => {
    const own = parts.filter((part) => part.settle === settle)
    return { settle, pnl: { net: String(own.reduce((sum, { net }) => sum + Number(net), 0)) } }
  })
  const result = { totals: { currencies } }
  return { band, instruments: instruments as unknown as InstrumentReport[], result } as unknown as RunReport
}

function bandEnd(net: string | null): BandEnd {
  return { net, fills: 1, fillRate: 1, maxDrawdown: '0', changed: [] }
}

const BAND: Band = {
  settle: 'USDT',
  pessimistic: bandEnd('-12.345'),
  base: bandEnd('3.5'),
  optimistic: bandEnd('1203.999'),
}

describe('what the terminal says of a report', () => {
  test('the band, and the share of the profit on queue-dependent fills', () => {
    const part = {
      settle: 'USDT',
      net: '10',
      classes: [
        [3, '6.3'],
        [2, '3.7'],
        [0, '0'],
      ],
    } as const
    expect(reportFigures(reported([part], [BAND]))).toEqual([
      'net -12.34 / 3.50 / 1,204.00 USDT pessimistic / base / optimistic',
      '37.0% of the profit on queue-dependent fills',
    ])
  })

  test('of a loss there is no share: how many fills are queue-dependent', () => {
    const part = {
      settle: 'USDT',
      net: '-1',
      classes: [
        [1000, '1'],
        [234, '-2'],
        [0, '0'],
      ],
    } as const
    expect(reportFigures(reported([part]))).toEqual(['234 of 1,234 fills queue-dependent'])
  })

  test('instruments of one currency together, currencies apart, and what is too large', () => {
    const parts: Part[] = [
      {
        settle: 'USDT',
        net: '4',
        classes: [
          [1, '3'],
          [1, '1'],
          [0, '0'],
        ],
      },
      {
        settle: 'USDT',
        net: '4',
        classes: [
          [1, '1'],
          [1, '3'],
          [0, '0'],
        ],
        holds: false,
      },
      {
        settle: 'BTC',
        net: '0',
        classes: [
          [0, '0'],
          [0, '0'],
          [0, '0'],
        ],
      },
    ]
    expect(reportFigures(reported(parts))).toEqual([
      '50.0% of the profit in USDT on queue-dependent fills',
      '0 of 0 fills in BTC queue-dependent',
      'too large for a replay: see self-impact',
    ])
  })

  test('a line of the summary, before that of the journal', () => {
    const part = {
      settle: 'USDT',
      net: '10',
      classes: [
        [3, '10'],
        [0, '0'],
        [0, '0'],
      ],
    } as const
    const report = { page: 'runs/a/report.html', report: reported([part], [BAND]) }
    const lines = (specs: readonly (typeof BTCUSDT)[]): string[] =>
      formatSummary(madeUpSummary(specs), { color: false, folder: 'runs/a', report, width: 160 }).split('\n')
    const expected = /^Report {4}net -12.34 .* 0% of the profit on queue-dependent fills {4}runs\/a\/report.html$/
    expect(lines([BTCUSDT]).at(-2)).toMatch(expected)
    expect(lines([BTCUSDT, BTCUSD_PERP]).at(-2)).toMatch(expected)
    const plain = formatSummary(madeUpSummary([BTCUSDT]), { color: false, folder: 'runs/a' })
    expect(plain).not.toContain('\nReport')
  })
})
