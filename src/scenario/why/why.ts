/**
 * The story of an order of a recorded run: its entries in the journal, the venue's part by re-execution, and by how
 * much it missed or made its outcome.
 */

import { toFloat } from '../../core/decimal.ts'
import type { JournalEntry } from '../../journal/entries.ts'
import { type Instrument, specOf } from '../../market/instrument.ts'
import type {
  CommandStory,
  GateVerdict,
  LatencyMargin,
  Missing,
  OrderStory,
  Spare,
  VenueEvent,
  WhatIf,
} from '../../report/story/order-story.ts'
import { readJournal } from '../../stores/journal-file.ts'
import type { FillModel } from '../../venue/sim/fill/fill-model.ts'
import { limitLots } from '../build.ts'
import type { RunManifest } from '../prepare.ts'
import { gatePictureAt } from './gate-picture.ts'
import { type Life, lifeOf } from './life.ts'
import { passOver, TraderBook } from './market-pass.ts'
import { isLost, type OrderRecord, orderOfFill, type RecordedCommand, readOrders } from './order-record.ts'
import { PHANTOMS_MAX } from './phantoms.ts'
import { ReExecution, type ReExecutionOptions } from './re-execution.ts'
import { openRecordedMarket, type RecordedMarket } from './recorded-market.ts'
import { marginOf, questionsOf } from './search.ts'

export interface WhyOptions {
  /** Every event of a long life, not the largest and the last. Default no. */
  readonly all?: boolean
  /** How far beyond the order's end to look for what would have come. Default 10 s. */
  readonly horizonNs?: number
  /** Arrivals that are tried at once, an even number: where there are more, the search takes more passes. */
  readonly phantomsMax?: number
}

export const HORIZON_NS = 10_000_000_000

/** A recorded run as stories need it. */
export interface RecordedRun {
  /** For errors. */
  readonly path: string
  market(instrument: number): Promise<RecordedMarket>
  /** The journal from its start. */
  entries(): Iterable<JournalEntry>
}

/** The order of a fill of the run in `folder`, by the seq of its entry. Throws `InputError` where there is none. */
export function orderOfRecordedFill(folder: string, seq: number): number {
  const { reader, path, close } = readJournal(folder)
  try {
    return orderOfFill(reader, seq, path)
  } finally {
    close()
  }
}

/**
 * Stories of orders of the run in `folder`, whose scenario's paths are relative to `from`. Throws `InputError` for
 * orders that are not there, and where the venue does not answer as it is recorded.
 */
export async function tellWhy(
  folder: string,
  from: string,
  orders: readonly number[],
  options: WhyOptions = {},
): Promise<OrderStory[]> {
  const { manifest, reader, path, close } = readJournal(folder)
  const opened = [close]
  try {
    const records = readOrders(reader, orders, path)
    const markets = new Map<number, Promise<RecordedMarket>>()
    const run: RecordedRun = {
      path,
      market(instrument) {
        const market = markets.get(instrument) ?? openRecordedMarket(manifest as RunManifest, instrument, from)
        markets.set(instrument, market)
        return market
      },
      entries() {
        const again = readJournal(folder)
        opened.push(again.close)
        return again.reader
      },
    }
    const stories: OrderStory[] = []
    for (const record of records) stories.push(await storyOf(run, record, options))
    return stories
  } finally {
    for (const done of opened) done()
  }
}

export async function storyOf(
  run: RecordedRun,
  record: OrderRecord,
  { all = false, horizonNs = HORIZON_NS, phantomsMax = PHANTOMS_MAX }: WhyOptions = {},
): Promise<OrderStory> {
  const market = await run.market(record.instrument)
  const { instrument } = market
  const life = lifeOf(record)
  const knownTs = knownUpTo(record, life)
  const questions = questionsOf(life, life.endTs ?? knownTs, horizonNs)
  const rows = record.commands.map(({ entry }) => entry.row)
  const trader = new TraderBook(instrument, rows, market.feedIsModelled)
  const options = { all, horizonNs, knownTs, phantomsMax }
  const told = new ReExecution(market, record, life, { ...options, questions })
  const dataEnded = await passOver(market.source(), told.venue, told, trader)
  told.check(run.path)
  const latency = await latencyMargins(market, record, life, told, { ...options, questions })
  const events = told.log.events()
  const stay = told.stay && { ...told.stay, dataEnded: dataEnded && told.stay.longerNs === undefined }
  const { side, type, timeInForce, postOnly, priceTicks, lots } = record.submit
  return {
    order: record.order,
    instrument: specOf(instrument),
    asked: { side: side > 0 ? 1 : -1, type, timeInForce, postOnly: postOnly === 1, priceTicks, lots },
    outcome: life.outcome,
    filledLots: life.filledLots,
    leavesLots: life.leavesLots,
    commands: record.commands.map((command, i) => commandStory(command, i, record, run, market, trader)),
    events,
    queue: told.log.digest(),
    endTs: life.endTs,
    runEnd: record.runEnd,
    // What the venue did after the last that was heard is no outcome of the run.
    whatIf: told.unheard
      ? { latency: [] }
      : {
          latency,
          ...(stay && { stay }),
          ...missingOf(told, life, instrument),
          ...spareOf(events, life, market.models().fill, instrument),
          ...lateness(record, life),
        },
  }
}

/** The answers to the questions of a pass, with more passes where they need them. */
async function latencyMargins(
  market: RecordedMarket,
  record: OrderRecord,
  life: Life,
  told: ReExecution,
  options: ReExecutionOptions,
): Promise<LatencyMargin[]> {
  const margins: LatencyMargin[] = []
  for (const [i, question] of options.questions.entries()) {
    let { found, gap } = told.searches[i]!.result()
    while (gap !== undefined) {
      const questions = [{ ...question, span: gap }]
      const again = new ReExecution(market, record, life, { ...options, questions })
      await passOver(market.source(), again.venue, again)
      const next = again.searches[0]!.result()
      found = next.found ?? found
      gap = next.gap
    }
    margins.push(marginOf(question, found, life.placement!, options.horizonNs))
  }
  return margins
}

/**
 * Up to when the venue is known to have had no other command of the order than those that were answered: where the run
 * ended before all were, one may have been on its way.
 */
function knownUpTo(record: OrderRecord, { endTs, arrived }: Life): number {
  const lastTs = Math.max(endTs ?? 0, ...arrived.map(({ arrivalTs }) => arrivalTs), ...heardAt(record))
  if (endTs !== undefined || record.runEnd === undefined) return lastTs
  const underWay = record.commands.find(({ refused, answer }) => refused === undefined && answer === undefined)
  return Math.max(lastTs, Math.min(record.runEnd.ts, underWay?.entry.ts ?? Number.POSITIVE_INFINITY))
}

function heardAt({ answers }: OrderRecord): number[] {
  return answers.filter((entry) => !isLost(entry)).map(({ exchTs }) => exchTs)
}

function commandStory(
  { entry, cause, refused, answer }: RecordedCommand,
  i: number,
  record: OrderRecord,
  run: RecordedRun,
  market: RecordedMarket,
  trader: TraderBook,
): CommandStory {
  const lost = answer !== undefined && isLost(answer)
  const reason = answer !== undefined && 'reason' in answer ? { reason: answer.reason } : {}
  const asked = entry.kind === 'ModifyOrder' ? { priceTicks: entry.priceTicks, lots: entry.lots } : {}
  return {
    kind: entry.kind,
    seq: entry.seq,
    sentTs: entry.ts,
    ...asked,
    cause,
    saw: trader.saw(i),
    gate: gateOf({ entry, cause, refused, answer }, record, run, market),
    arrivalTs: answer === undefined || lost ? undefined : answer.exchTs,
    answer: answer && { kind: answer.kind, ts: answer.ts, ...reason },
    lost,
  }
}

function gateOf(
  { entry, refused }: RecordedCommand,
  record: OrderRecord,
  run: RecordedRun,
  { risk, alias, instrument }: RecordedMarket,
): GateVerdict {
  if (entry.kind === 'CancelOrder') return { verdict: 'unasked' }
  const sizes = {
    'order-size': limitLots(risk.maxOrderSize, alias, instrument),
    position: limitLots(risk.maxPosition, alias, instrument),
    'order-rate': risk.maxOrdersPerSecond,
    'price-band': risk.priceBand,
  }
  const limits = Object.values(sizes).filter((limit) => limit !== undefined).length
  if (refused === undefined) return { verdict: 'passed', limits }
  const limit = refused in sizes ? (sizes[refused as keyof typeof sizes] ?? 0) : 0
  const picture = gatePictureAt(run.entries(), entry, record.submit.side)
  const { priceTicks, lots } = entry
  return { verdict: 'refused', reason: refused, numbers: { ...picture, lots, priceTicks, limit } }
}

function missingOf({ log, nearest }: ReExecution, life: Life, instrument: Instrument): Pick<WhatIf, 'missing'> {
  if (life.outcome !== 'canceled' && life.outcome !== 'open') return {}
  if (log.nearest !== undefined) {
    // Half a lot past the order rounds up to one.
    const qty = log.nearest.aheadQty + toFloat(1, instrument.lot) / 2
    const missing: Missing = { by: 'queue', qty, lots: qty / toFloat(1, instrument.lot), exchTs: log.nearest.exchTs }
    return { missing }
  }
  return nearest === undefined || life.filledSince.lots > 0 ? {} : { missing: nearest }
}

function spareOf(
  events: readonly VenueEvent[],
  life: Life,
  fill: FillModel,
  instrument: Instrument,
): Pick<WhatIf, 'spare'> {
  if (life.outcome !== 'filled') return {}
  const last = events.findLast((event) => event.kind === 'answer' && event.answer.kind === 'Fill')
  if (last?.kind !== 'answer' || last.answer.kind !== 'Fill' || last.evidence === undefined) return {}
  const { exchTs, evidence, answer } = last
  if (evidence.rule === 'on-arrival') return {}
  if (evidence.rule !== 'queue') return { spare: { by: 'price', ticks: evidence.throughTicks, exchTs } }
  let passedLots = 1
  while (passedLots < answer.lots && fill.restingLots(passedLots, answer.lots) < answer.lots) passedLots++
  const lots = evidence.availableLots - (passedLots - 0.5)
  const spare: Spare = { by: 'queue', qty: lots * toFloat(1, instrument.lot), lots, exchTs }
  return { spare }
}

function lateness({ commands }: OrderRecord, { endTs }: Life): Pick<WhatIf, 'lateByNs'> {
  if (endTs === undefined) return {}
  const late = commands.find(({ answer }) => {
    const refused = answer?.kind === 'CancelRejected' || answer?.kind === 'ModifyRejected'
    return refused && !isLost(answer) && answer.exchTs >= endTs
  })
  return late === undefined ? {} : { lateByNs: { command: late.entry.kind, ns: late.answer!.exchTs - endTs } }
}
