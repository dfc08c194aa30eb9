/** Runs a case with our own kernel, venue and trader, rows in memory. */

import { resolve } from 'node:path'
import { toFloat } from '../../src/core/decimal.ts'
import { Rng } from '../../src/core/rng.ts'
import type { EntryBody, EntryKind, JournalEntry, JournalSink } from '../../src/journal/entries.ts'
import { Kernel } from '../../src/kernel/kernel.ts'
import { Lane } from '../../src/kernel/lane.ts'
import { Timers } from '../../src/kernel/timers.ts'
import { appendRows } from '../../src/market/columns.ts'
import type { Instrument } from '../../src/market/instrument.ts'
import { MarketMemory } from '../../src/market/market-memory.ts'
import { atomsFloat } from '../../src/market/money.ts'
import type { Answer, Command } from '../../src/market/orders.ts'
import { Ledger, type LedgerView } from '../../src/projections/ledger.ts'
import { Trader } from '../../src/trading/trader.ts'
import type { WithoutNumber } from '../../src/venue/sim/queue/probability-queue.ts'
import { SimulatedVenue } from '../../src/venue/sim/simulated-venue.ts'
import { linkOf, modelsOf, type SimulatedMarket } from '../fakes/simulation.ts'
import { type Asset, loadAsset } from './assets.ts'
import { assetsOf, type LocatedCase } from './case.ts'
import { type Checkpoint, fillRow, OrderTrace, type Outcome, orderRow, type Result } from './outcome.ts'
import { epochOf } from './rows.ts'
import { ported } from './strategies/ported.ts'
import type { Notes } from './strategies/shown-orders.ts'

const STEP_ROWS = 4096
const SAMPLE_NS = 10_000_000_000

export interface RunCaseOptions {
  /** Default: the reference's rule, so that only what is not named can differ. */
  readonly withoutNumber?: WithoutNumber
}

export async function runCase(parityCase: LocatedCase, options: RunCaseOptions = {}): Promise<Outcome> {
  const { folder } = parityCase
  const epochNs = await epochOf(assetsOf(parityCase).map(({ data }) => resolve(folder, data[0] ?? '')))
  const assets: Asset[] = []
  for (const [id, asset] of assetsOf(parityCase).entries()) {
    assets.push(await loadAsset(asset, id, folder, epochNs))
  }
  return runAssets(parityCase, assets, epochNs, options.withoutNumber ?? 'to-the-back')
}

function runAssets(
  parityCase: LocatedCase,
  assets: readonly Asset[],
  epochNs: bigint,
  withoutNumber: WithoutNumber,
): Outcome {
  const instruments = assets.map(({ instrument }) => instrument)
  const notes: Notes = { codes: new Map(), tick: 0, steps: 0, liveMax: 0 }
  const trace = new OrderTrace(
    () => notes.tick,
    (instrument) => assets[instrument]!.isPartial,
  )
  const ledger = new Ledger(instruments)
  const stamp = (ts: number): string => String(BigInt(ts) + epochNs)
  const checkpoints: Checkpoint[] = []
  const strategy = ported(parityCase, notes, (ts) => checkpoints.push(checkpointOf(stamp(ts), trader, ledger.view())))
  const timers = new Timers()
  const markets = assets.map((asset) => asset.market(withoutNumber))
  const memory = new MarketMemory()
  const lanes = markets.map((market) => newLane(market, memory))
  const trader: Trader = new Trader({
    instruments,
    strategy,
    params: {},
    rng: new Rng(1, 'strategy'),
    rules: [],
    journal: sinkTo((entry) => {
      trace.apply(entry)
      ledger.apply(entry)
    }),
    timers,
    memory,
    sampleEveryNs: SAMPLE_NS,
    send: (instrument, command, nowTs) => lanes[instrument]!.send(command, nowTs),
  })
  const kernel = new Kernel(lanes, trader, timers)
  kernel.waitsForQuiet = true
  while (kernel.step(STEP_ROWS) === 'more');
  const fills = trace.fills.map((fill) => fillRow(fill, stamp))
  const orders = trace.orders.map((order) => orderRow(order, stamp))
  const rows = assets.reduce((sum, { dataRows }) => sum + dataRows, 0)
  const end = trader.stopped ? 'stopped' : 'end_of_data'
  const result = resultOf(notes, trace, ledger.view(), instruments)
  return { fills, orders, checkpoints, result: { ...result, end, data_rows: rows, checkpoints: checkpoints.length } }
}

function newLane(market: SimulatedMarket, memory: MarketMemory): Lane {
  const response = linkOf<Answer>('response', market)
  const { instrument, rows, fault } = market
  const answer = (what: Answer, ts: number): void => response.send(what, ts)
  const venue = new SimulatedVenue(instrument, modelsOf(market), answer, undefined, memory)
  const lane = new Lane({
    instrument: instrument.id,
    venue,
    entry: linkOf<Command>('entry', market),
    response,
    memory,
    ...(fault && { fault: { model: fault, rng: new Rng(1, 'fault') } }),
  })
  appendRows(lane.columns, rows)
  lane.exhausted = true
  lane.settle()
  return lane
}

function sinkTo(take: (entry: JournalEntry) => void): JournalSink {
  let seq = 0
  return {
    append<K extends EntryKind>(kind: K, ts: number, cause: number, body: EntryBody<K>): number {
      take({ kind, seq, ts, cause, ...body } as unknown as JournalEntry)
      return seq++
    },
  }
}

/** Of the first instrument, as the reference's runner writes it. */
function checkpointOf(ts: string, trader: Trader, ledger: LedgerView): Checkpoint {
  const { book, position, instrument } = trader.viewOf(0)
  return {
    ts,
    bid: book.hasBid ? String(book.bestBidTicks) : '',
    ask: book.hasAsk ? String(book.bestAskTicks) : '',
    positionLots: position.lots,
    ...moneyOf(ledger, instrument),
    traded: atomsFloat(tradedAtoms(ledger[instrument.id]!), instrument),
  }
}

function tradedAtoms({ maker, taker }: LedgerView[number]): bigint {
  return maker.notionalAtoms + taker.notionalAtoms
}

function moneyOf(ledger: LedgerView, instrument: Instrument): { balance: number; fee: number; trades: number } {
  const { cashAtoms, feeAtoms, maker, taker } = ledger[instrument.id]!
  // The reference's balance falls with every buy, on inverse contracts too.
  const balance = (instrument.contract === 'linear' ? 1 : -1) * atomsFloat(cashAtoms, instrument)
  return { balance, fee: atomsFloat(feeAtoms, instrument), trades: maker.fills + taker.fills }
}

function resultOf(
  notes: Notes,
  { orders, fills }: OrderTrace,
  ledger: LedgerView,
  instruments: readonly Instrument[],
): Omit<Result, 'end' | 'data_rows' | 'checkpoints'> {
  const money = instruments.map((instrument) => moneyOf(ledger, instrument))
  const sums = instruments.map((instrument) => {
    const account = ledger[instrument.id]!
    const { positionLots, maker, taker } = account
    return {
      positionLots,
      volume: toFloat(maker.lots + taker.lots, instrument.lot),
      value: atomsFloat(tradedAtoms(account), instrument),
    }
  })
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
  return {
    steps: notes.steps,
    orders: orders.length,
    fills: fills.length,
    fill_lots: total(fills.map(({ lots }) => lots)),
    fill_position_lots: total(fills.map(({ lots, order }) => lots * order.side)),
    max_live: notes.liveMax,
    codes: Object.fromEntries([...notes.codes].sort(([a], [b]) => a - b)),
    position_lots: total(sums.map(({ positionLots }) => positionLots)),
    num_trades: total(money.map(({ trades }) => trades)),
    balance: total(money.map(({ balance }) => balance)),
    fee: total(money.map(({ fee }) => fee)),
    trading_volume: total(sums.map(({ volume }) => volume)),
    trading_value: total(sums.map(({ value }) => value)),
  }
}
