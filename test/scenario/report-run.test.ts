import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseDecimal } from '../../src/core/decimal.ts'
import type { RunReport } from '../../src/report/run-report.ts'
import { environmentFree } from '../../src/report/summary.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { prepareRun } from '../../src/scenario/prepare.ts'
import { recordedScenario } from '../../src/scenario/replay.ts'
import { reportRun } from '../../src/scenario/report-run.ts'
import { madeReport } from '../fakes/made-report.ts'
import { ROOT, runScenario, temporaryFolder } from '../fakes/runs.ts'

const SCENARIOS = join(ROOT, 'scenarios')
const QUICKSTART = join(SCENARIOS, 'quickstart.yaml')

/** Exact decimal text, added with twelve decimals. */
function sumOf(amounts: readonly (string | null)[]): bigint {
  return amounts.reduce((sum, amount) => {
    const { mantissa, decimals } = parseDecimal(amount!)!
    return sum + mantissa * 10n ** BigInt(12 - decimals)
  }, 0n)
}

async function again(folder: string): ReturnType<typeof reportRun> {
  return reportRun(await prepareRun(recordedScenario(folder, SCENARIOS)), folder, { reproduce: [] })
}

/** What holds of every report. */
function checkReport({ instruments, result }: RunReport): void {
  for (const [i, report] of instruments.entries()) {
    const summary = result.instruments[i]!
    const { confidence, execution, fillRate, journey, distributions, cancelRaces } = report
    expect(sumOf(confidence.classes.map(({ net }) => net))).toBe(sumOf([summary.pnl.net]))
    expect(sumOf(confidence.classes.map(({ volume }) => volume))).toBe(sumOf([summary.volume]))
    expect(sumOf(execution.map(({ fees }) => fees))).toBe(sumOf([summary.pnl.fees]))
    expect(execution.map(({ fills }) => fills)).toEqual([summary.makerFills, summary.takerFills])
    expect(distributions.timeToFillNs.count).toBe(summary.fills)
    expect(fillRate.byDistance.reduce((sum, { orders }) => sum + orders, 0)).toBe(summary.orders.sent)
    expect(fillRate.byDistance.reduce((sum, { filled }) => sum + filled, 0)).toBe(summary.orders.touched)
    const sent = journey.filter(({ from }) => from === 'sent')
    expect(sent.reduce((sum, { orders }) => sum + orders, 0)).toBe(summary.orders.submitted)
    expect(cancelRaces.cancels).toBe(summary.orders.cancels)
    for (const [name, latency] of Object.entries(summary.latency)) {
      const { bins, ...quantiles } = distributions[name as 'feedNs']
      expect(quantiles).toEqual(latency)
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(quantiles.count)
    }
    const { bins: _, ...waits } = distributions.queueWaitNs
    expect(waits).toEqual(summary.queue.waitNs)
  }
}

describe('the report of a run', () => {
  test.each(['quickstart', 'multi-grid', 'queue-maker', 'glft-grid'])(
    '%s: it adds up, and changed nothing',
    async (name) => {
      const file = join(SCENARIOS, `${name}.yaml`)
      const { summary, report } = await madeReport(await loadScenario(file, []))
      expect(environmentFree(summary)).toEqual(environmentFree(await runScenario(file)))
      expect(report.result).toEqual(environmentFree(summary))
      expect(report.result.fills).toBeGreaterThan(20)
      checkReport(report)
    },
  )

  test('while the run is made and from its journal: the same', async () => {
    const folder = join(temporaryFolder(), 'run')
    const made = await madeReport(await loadScenario(join(SCENARIOS, 'multi-grid.yaml'), []), { folder })
    const replayed = await again(folder)
    expect(replayed.report).toEqual(made.report)
    expect(replayed.series).toEqual(made.series)
    expect(JSON.stringify(replayed.report) === JSON.stringify(made.report)).toBe(true)
  })

  test('of an interrupted run: as far as it went, with what traded until then', async () => {
    const folder = join(temporaryFolder(), 'run')
    const loaded = await loadScenario(QUICKSTART, [])
    const endTs = 200_000_000_123
    const made = await madeReport(loaded, { folder, interruptedTs: endTs })
    expect(made.report.result).toMatchObject({ end: 'interrupted' })
    checkReport(made.report)
    const replayed = await again(folder)
    expect(replayed.report).toEqual(made.report)
    const whole = await madeReport(loaded)
    const [traded, all] = [made, whole].map(({ report }) => Number(report.instruments[0]!.health!.tradedVolume))
    expect(traded! / all!).toBeGreaterThan(0.2)
    expect(traded! / all!).toBeLessThan(0.5)
    // The same orders up to there, so the same share of what traded.
    const ours = Number(made.report.result.instruments[0]!.volume)
    expect(made.report.instruments[0]!.impact.ofTraded).toBeCloseTo(ours / traded!, 12)
  })

  test('the charts begin with the data, end with the run, and keep to their caps', async () => {
    const { series } = await madeReport(await loadScenario(QUICKSTART, []), { caps: { points: 50, fills: 20 } })
    const [market, equity, fills, orders] = [series.market[0]!, series.equity[0]!, series.fills[0]!, series.orders[0]!]
    expect(market.ts.length).toBeLessThanOrEqual(50)
    expect(market.ts.length).toBeGreaterThan(40)
    expect(market.ts.at(-1)! - market.ts[0]!).toBeGreaterThan(570e9)
    expect(equity.ts.length).toBeLessThanOrEqual(50)
    expect([fills.ts.length, fills.total]).toEqual([15, 429])
    expect(orders.fromTs.length).toBeLessThanOrEqual(20)
  })

  test('health: what the files hold, and what is wrong with them', async () => {
    const { report } = await madeReport(await loadScenario(QUICKSTART, []))
    expect(report.instruments[0]!.health).toEqual({ rows: 41_787, trades: 1087, tradedVolume: '288.845', findings: [] })
  })

  test('a span of the data: its own trades, drawn over its own time', async () => {
    const loaded = await loadScenario(QUICKSTART, ['span={ from: "00:02", to: "00:03" }'])
    const { report, series } = await madeReport(loaded)
    checkReport(report)
    const { ts } = series.market[0]!
    expect(ts[0]).toBeGreaterThanOrEqual(120e9)
    expect(ts.at(-1)).toBeLessThan(180e9)
    expect(ts.length).toBeGreaterThan(90_000)
    expect(report.instruments[0]!.health!.trades).toBeLessThan(200)
  })
})
