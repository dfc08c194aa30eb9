/**
 * The story of an order of a recorded run: its entries in the journal, the venue's part by re-execution, and by how
 * much it missed or made its outcome.
 */

import { toFloat } from '../../core/decimal.ts'
import { type Instrument, specOf } from '../../market/instrument.ts'
import type { Reason } from '../../market/orders.ts'
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
import { type RecordedJournal, readJournal } from '../../stores/journal-file.ts'
import type { FillModel } from '../../venue/sim/fill/fill-model.ts'
import type { RunManifest } from '../prepare.ts'
import { limitLots } from '../quantities.ts'
import { type GatePicture, gatePictures, type RefusedCommand } from './gate-picture.ts'
import { type Life, lifeOf } from './life.ts'
import { passOver, TraderBook } from './market-pass.ts'
import {
  type CommandEntry,
  isLost,
  type OrderRecord,
  orderOfFill,
  type RecordedCommand,
  readOrders,
} from './order-record.ts'
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
  /** Of the refused commands that are told, by their seqs. */
  readonly pictures: ReadonlyMap<number, GatePicture>
}

/** The order of a fill of the run in `folder`, by the seq of its entry. Throws `InputError` where there is none. */
export function orderOfRecordedFill(folder: string, seq: number): number {
  return fromJournal(folder, ({ reader, path }) => orderOfFill(reader, seq, path))
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
  const { manifest, path, records } = fromJournal(folder, ({ manifest, reader, path }) => {
    return { manifest: manifest as RunManifest, path, records: readOrders(reader, orders, path) }
  })
  const refused = records.flatMap(refusedCommands)
  const pictures = refused.length === 0 ? NONE : fromJournal(folder, ({ reader }) => gatePictures(reader, refused))
  const markets = new Map<number, Promise<RecordedMarket>>()
  const run: RecordedRun = {
    path,
    pictures,
    market(instrument) {
      const market = markets.get(instrument) ?? openRecordedMarket(manifest, instrument, from)
      markets.set(instrument, market)
      return market
    },
  }
  const stories: OrderStory[] = []
  for (const record of records) stories.push(await storyOf(run, record, options))
  return stories
}

const NONE: ReadonlyMap<number, GatePicture> = new Map()

/** Reads in the journal of a run, from its start, and closes it. */
function fromJournal<T>(folder: string, read: (journal: RecordedJournal) => T): T {
  const journal = readJournal(folder)
  try {
    return read(journal)
  } finally {
    journal.close()
  }
}

/** The commands of an order that the risk gate refused. */
export function refusedCommands({ commands, submit: { side } }: OrderRecord): RefusedCommand[] {
  return commands.flatMap(({ entry, refused }) => {
    return refused === undefined || entry.kind === 'CancelOrder' ? [] : [{ entry, side }]
  })
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
  const options = { all, horizonNs, knownTs, phantomsMax }
  const told = new ReExecution(market, record, life, { ...options, questions })
  const trader = new TraderBook(instrument, rows, market.feedIsModelled, told.memory)
  const dataEnded = await passOver(market.source(), told.memory, told.venue, told, trader)
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
    commands: record.commands.map((command, i) => commandStory(command, i, run, market, trader)),
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
      await passOver(market.source(), again.memory, again.venue, again)
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
  let lastTs = endTs ?? 0
  for (const { arrivalTs } of arrived) lastTs = Math.max(lastTs, arrivalTs)
  for (const entry of record.answers) if (!isLost(entry)) lastTs = Math.max(lastTs, entry.exchTs)
  if (endTs !== undefined || record.runEnd === undefined) return lastTs
  const underWay = record.commands.find(({ refused, answer }) => refused === undefined && answer === undefined)
  return Math.max(lastTs, Math.min(record.runEnd.ts, underWay?.entry.ts ?? Number.POSITIVE_INFINITY))
}

function commandStory(
  { entry, cause, refused, answer }: RecordedCommand,
  i: number,
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
    gate: gateOf(entry, refused, run, market),
    arrivalTs: answer === undefined || lost ? undefined : answer.exchTs,
    answer: answer && { kind: answer.kind, ts: answer.ts, ...reason },
    lost,
  }
}

function gateOf(
  entry: CommandEntry,
  refused: Reason | undefined,
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
  const picture = run.pictures.get(entry.seq)!
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
