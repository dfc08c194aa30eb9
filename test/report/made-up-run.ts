/** Two instruments' worth of a made-up run, with something in every figure of a summary. */
import { Histogram } from '../../src/core/histogram.ts'
import type { InstrumentSpec } from '../../src/market/instrument.ts'
import { foldJournal, RunProjections } from '../../src/projections/run-projections.ts'
import { buildSummary, type Summary, type SummaryInputs } from '../../src/report/summary.ts'
import { BTCUSD_PERP, BTCUSDT, instruments, Script } from '../projections/script.ts'

const MINUTE = 60_000_000_000
const MS = 1_000_000

/** 2024-08-08 00:00 UTC. */
const EPOCH_NS = '1723075200000000000'

export const TWO_INSTRUMENTS: readonly InstrumentSpec[] = [BTCUSDT, BTCUSD_PERP]

/** Ten minutes, marked every minute; in each an order fills as maker, and others end in every other way. */
export function madeUpJournal(count: number): Script {
  const script = new Script()
  script.append('RunStarted', 100_000_000, -1, {})
  let order = 0
  for (let minute = 0; minute < 10; minute++) {
    const ts = minute * MINUTE + (2 * MINUTE) / 4
    const side = minute % 3 === 0 ? -1 : 1
    for (let instrument = 0; instrument < count; instrument++) {
      const at = { instrument, order: ++order }
      const priceTicks = 60_000 + 7 * minute
      const sent = script.submit(ts, at.order, { instrument, side, priceTicks })
      script.append('OrderAccepted', ts + 5 * MS, sent, { ...at, exchTs: ts + 3 * MS, aheadSteps: 3400 + minute })
      const fill = { instrument, priceTicks, exchTs: ts + 1200 * MS, feeAtoms: -1500n }
      script.fill(ts + 1202 * MS, at.order, sent, { ...fill, lots: 2, leavesLots: 3 })
      script.fill(ts + 1203 * MS, at.order, sent, { ...fill, exchTs: ts + 1201 * MS, lots: 3 })
    }
    for (let instrument = 0; instrument < count; instrument++) {
      endings(script, ts + 1300 * MS, instrument, ++order, minute)
      order += 4
    }
    for (let instrument = 0; instrument < count; instrument++) {
      const mid = 60_000 + 5 * minute * (minute % 2 === 0 ? 1 : -1)
      script.mark((minute + 1) * MINUTE, instrument, mid - 1, mid + 1, 1000 * minute)
    }
  }
  script.append('RunEnded', 10 * MINUTE, -1, { reason: 'end-of-data' })
  return script
}

/** Orders that end in each way but a fill as maker. */
function endings(script: Script, ts: number, instrument: number, first: number, minute: number): void {
  const exchTs = ts + 3 * MS
  const submit = (order: number): number => script.submit(ts, order, { instrument })
  const seqs = [0, 1, 2, 3].map((i) => submit(first + i))
  const of = (i: number): { instrument: number; order: number } => ({ instrument, order: first + i })
  script.append('CommandRefused', ts, seqs[0]!, { ...of(0), command: 'SubmitOrder', reason: 'order-rate' })
  const late = ts + 5 * MS
  script.append('OrderRejected', late, seqs[1]!, { ...of(1), exchTs, reason: 'post-only-would-cross' })
  script.append('OrderExpired', late, seqs[2]!, { ...of(2), exchTs, leavesLots: 5, reason: 'nothing-to-match' })
  const taker = { instrument, exchTs, lots: 1, leavesLots: 0, liquidity: 'taker', feeAtoms: 4000n } as const
  if (minute === 4) script.fill(late, first + 3, seqs[3]!, taker)
  else script.append('OrderAccepted', late, seqs[3]!, { ...of(3), exchTs, aheadSteps: 900 })
  const cancel = script.append('CancelOrder', late, -1, { ...of(3), row: 0 })
  const answer = { ...of(3), exchTs: late + 3 * MS }
  if (minute === 4) script.append('CancelRejected', late + 6 * MS, cancel, { ...answer, reason: 'unknown-order' })
  else script.append('OrderCanceled', late + 6 * MS, cancel, { ...answer, leavesLots: 5 })
}

export function madeUpSummary(specs: readonly InstrumentSpec[], changes: Partial<SummaryInputs> = {}): Summary {
  const feed = new Histogram()
  for (let i = 1; i <= 100; i++) feed.record(12_000_000 + 190_000 * i)
  const projections = new RunProjections(instruments(...specs), { sampleEveryNs: MINUTE })
  return buildSummary({
    scenario: 'btcusdt-grid',
    epochNs: EPOCH_NS,
    projections: foldJournal(madeUpJournal(specs.length).entries, projections),
    rootHash: '5b1ec07a'.padEnd(64, '0'),
    market: { rows: 1_204_332, feedLatencyNs: specs.map(() => feed) },
    wallSeconds: 0.0926,
    ...changes,
  })
}
