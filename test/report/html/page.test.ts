import { describe, expect, test } from 'vitest'
import { renderReport } from '../../../src/report/html/page.ts'
import { MAX_FILLS, MAX_POINTS } from '../../../src/report/run-report.ts'
import { madeUpReport } from './made-up-report.ts'

describe('the page of a run', () => {
  test('at the caps of a day stays below 3 MB', () => {
    const day = 86_400e9
    const { report, series } = madeUpReport({
      points: MAX_POINTS,
      fills: MAX_FILLS,
      orders: MAX_FILLS,
      durationNs: day,
    })
    const page = renderReport(report, series)
    expect(Buffer.byteLength(page)).toBeLessThan(3e6)
    console.log(Buffer.byteLength(page))
  })
})
