/**
 * The hand-made markets of the parity material, all but the order-level ones: our fills against those that hftbacktest
 * showed, or, where we differ on purpose, against what is right.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseDecimal } from '../../../src/core/decimal.ts'
import type { FaultModel } from '../../../src/kernel/fault/fault-model.ts'
import { createInterpolatedRefusals } from '../../../src/kernel/fault/interpolated-refusals.ts'
import { createConstantLatency } from '../../../src/kernel/latency/constant.ts'
import { createInterpolatedLatency } from '../../../src/kernel/latency/interpolated.ts'
import { BUY, NO_PRICE, RowKind, SELL, TRADER_SEES, VENUE_SEES } from '../../../src/market/columns.ts'
import { atomsFloat } from '../../../src/market/money.ts'
import type { TimeInForce } from '../../../src/market/orders.ts'
import { type Orders, strategy } from '../../../src/trading/strategy.ts'
import type { FeeModel } from '../../../src/venue/sim/fee/fee-model.ts'
import { flatFee, quantityFee, valueFee } from '../../../src/venue/sim/fee/fees.ts'
import { PartialFill } from '../../../src/venue/sim/fill/partial-fill.ts'
import {
  logProb,
  logProb2,
  ProbabilityQueue,
  powerProb,
  powerProb2,
  powerProb3,
} from '../../../src/venue/sim/queue/probability-queue.ts'
import type { QueueModel } from '../../../src/venue/sim/queue/queue-model.ts'
import { RiskAverseQueue } from '../../../src/venue/sim/queue/risk-averse.ts'
import { columnsOf, unitInstrument } from '../../fakes/market-text.ts'
import { describeWithShared } from '../../fakes/shared-data.ts'
import { type SimulatedMarket, type Simulation, simulate } from '../../fakes/simulation.ts'

interface Micro {
  readonly name: string
  readonly about: string
  readonly reference_defect?: string
  readonly asset: {
    readonly instrument: { tick_size: number; lot_size: number; kind: 'linear' | 'inverse'; contract_size: number }
    readonly depth: { kind: string }
    readonly queue: { name: string; n?: number }
    readonly exchange: string
    readonly latency: { constant?: [number, number]; rows?: [number, number, number][] }
    readonly fee: { kind: 'value' | 'qty' | 'flat'; maker: number; taker: number }
  }
  readonly events: readonly {
    kind: 'depth' | 'trade' | 'clear' | 'snapshot' | 'bbo'
    side: 'buy' | 'sell' | 'none'
    exch: boolean
    local: boolean
    exch_ts: number
    local_ts: number
    px: number | null
    qty: number
  }[]
  readonly actions: readonly {
    at?: number
    do: string
    id: number
    side: string
    px: number
    qty: number
    tif: string
    type: string
  }[]
  readonly observed: {
    readonly fills: readonly MicroFill[]
    readonly position: number
    readonly fee: number
    readonly steps: readonly { ts: number; do: string; best_bid_tick: number | null; best_ask_tick: number | null }[]
  }
}

interface MicroFill {
  readonly order_id: number
  readonly exec_price_tick: number
  readonly exec_qty: number
  readonly exch_ts: number
  readonly maker: boolean
}

interface Difference {
  readonly why: string
  /** Our fills: [order, ticks, lots, exchTs, maker]. Default: those of the reference. */
  readonly fills?: readonly (readonly [number, number, number, number, boolean])[]
  /** The trader's best prices by instant of looking. Default: those of the reference. */
  readonly books?: Readonly<Record<number, readonly [number | null, number | null]>>
}

/** Where we differ from the reference on purpose; all other markets are equal. */
const DIFFERENT: Readonly<Record<string, Difference>> = {
  'cancel-filled-books-again': { why: 'a fill is booked once', fills: [[1, 101, 2, 1150, false]] },
  'clear-upto': {
    why: 'the level behind the price of a clear is the best',
    books: { 1150: [98, 101], 1250: [98, 103] },
  },
  'end-of-data': { why: 'the clock follows the last event' },
  'market-empty-book': { why: 'there is no price to take: the order expires', fills: [] },
  'modify-quantity-and-price': { why: 'the new quantity counts', fills: [[1, 99, 5, 1900, true]] },
  'partial-exact-leaves': { why: 'an order leaves with its last lot', fills: [[1, 100, 2, 1500, true]] },
  'partial-maker': {
    why: 'each part is booked',
    fills: [
      [1, 100, 3, 1500, true],
      [1, 100, 2, 1600, true],
    ],
  },
  'partial-taker-sweep': {
    why: 'each level is a fill, and is booked',
    fills: [
      [1, 101, 4, 1150, false],
      [1, 102, 3, 1150, false],
      [1, 102, 3, 1150, false],
      [2, 100, 5, 1250, false],
      [2, 99, 7, 1250, false],
      [2, 99, 8, 1250, false],
      [3, 101, 4, 1350, false],
      [3, 102, 3, 1350, false],
    ],
  },
  'queue-probability-nan': { why: 'who has no probability keeps its place', fills: [[1, 100, 1, 1600, true]] },
  'roi-clear-upto': {
    why: 'a clear removes up to its price in the one book that there is',
    books: { 1250: [100, 103], 1350: [100, 101], 1450: [100, 103] },
  },
  'roi-outside-range': {
    why: 'a book has no bounds: what stands at 89 is seen',
    books: { 1580: [89, 101], 1650: [89, 101], 1750: [89, 101] },
  },
  'stale-level-comes-back': { why: 'crossed levels are gone', books: { 1750: [null, 105] } },
}

describeWithShared('micro markets', (root) => {
  const folder = join(root, 'parity', 'micro')
  const markets = readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Micro)
    .filter((micro) => micro.asset.queue.name !== 'l3_fifo')

  test('are all there', () => expect(markets.length).toBeGreaterThanOrEqual(63))

  test('differences are where the reference is known to be wrong, or where its book has bounds', () => {
    const wrong = markets.filter(({ reference_defect, asset }) => reference_defect ?? asset.depth.kind === 'roi')
    expect(wrong.map(({ name }) => name).sort()).toEqual(Object.keys(DIFFERENT).sort())
  })

  test.each(markets.map((micro) => [micro.name, DIFFERENT[micro.name]?.why ?? 'equal', micro] as const))(
    '%s (hftbacktest: %s)',
    (name, _, micro) => {
      const market = marketOf(micro)
      const looks: string[] = []
      const run = simulate([market], scripted(micro, looks))
      const different = DIFFERENT[name]
      expect(fillsOf(run)).toEqual(different?.fills ?? micro.observed.fills.map(expectedFill(micro)))
      expect(looks).toEqual(expectedLooks(micro))
      if (different?.fills !== undefined) return
      const fee = run.entries.reduce((sum, entry) => (entry.kind === 'Fill' ? sum + entry.feeAtoms : sum), 0n)
      expect(atomsFloat(fee, market.instrument)).toBeCloseTo(micro.observed.fee, 9)
      expect(run.trader.viewOf(0).position.lots).toBe(
        Math.round(micro.observed.position / micro.asset.instrument.lot_size),
      )
    },
  )
})

function expectedFill({ asset }: Micro): (fill: MicroFill) => unknown[] {
  return ({ order_id, exec_price_tick, exec_qty, exch_ts, maker }) => {
    return [order_id, exec_price_tick, Math.round(exec_qty / asset.instrument.lot_size), exch_ts, maker]
  }
}

function fillsOf({ entries }: Simulation): unknown[] {
  return entries
    .filter((entry) => entry.kind === 'Fill')
    .map(({ order, priceTicks, lots, exchTs, liquidity }) => [order, priceTicks, lots, exchTs, liquidity === 'maker'])
}

/** The trader's best prices when the reference was to be looked at (its clock may have stood still). */
function expectedLooks({ name, actions, observed }: Micro): string[] {
  const steps = observed.steps.filter((step) => step.do === 'observe')
  return actions
    .filter((action) => action.do === 'observe')
    .map(({ at }, i) => {
      const { best_bid_tick, best_ask_tick } = steps[i]!
      const [bid, ask] = DIFFERENT[name]?.books?.[at!] ?? [best_bid_tick, best_ask_tick]
      return `${at} ${bid} ${ask}`
    })
}

function scripted({ actions, events, asset }: Micro, looks: string[]): ReturnType<typeof strategy> {
  return strategy({
    start({ after, clock, orders, book }) {
      const startTs = clock.nowTs
      const lastTs = Math.max(...events.map((event) => event.local_ts))
      /** Theirs to ours; an id that is used twice is refused by the reference, and not tried here. */
      const ids = new Map<number, number>()
      for (const action of actions) {
        if (action.at === undefined || action.at > lastTs) continue
        const { at } = action
        after(at - startTs, () => {
          if (action.do === 'observe') {
            looks.push(`${at} ${book.hasBid ? book.bestBidTicks : null} ${book.hasAsk ? book.bestAskTicks : null}`)
          } else act(action, asset.instrument, orders, ids)
        })
      }
    },
  })
}

function act(
  action: Micro['actions'][number],
  { tick_size, lot_size }: Micro['asset']['instrument'],
  orders: Orders,
  ids: Map<number, number>,
): void {
  const priceTicks = Math.round(action.px / tick_size)
  const lots = Math.round(action.qty / lot_size)
  const id = ids.get(action.id)
  if (action.do === 'cancel') orders.cancel(id ?? 999)
  else if (action.do === 'modify') orders.modify(id ?? 999, { priceTicks, lots })
  else if (action.do === 'submit' && id === undefined) {
    const side = action.side === 'buy' ? 1 : -1
    const timeInForce: TimeInForce = action.tif === 'IOC' ? 'ioc' : action.tif === 'FOK' ? 'fok' : 'gtc'
    const postOnly = action.tif === 'GTX'
    const type = action.type === 'market' ? 'market' : 'limit'
    ids.set(action.id, orders.submit({ side, type, priceTicks, lots, timeInForce, postOnly }))
  }
}

const KINDS = {
  depth: RowKind.Depth,
  trade: RowKind.Trade,
  clear: RowKind.Clear,
  snapshot: RowKind.Snapshot,
  bbo: RowKind.Bbo,
}

function marketOf({ asset, events }: Micro): SimulatedMarket {
  const { tick_size, lot_size, kind, contract_size } = asset.instrument
  const qtyStep = '0.001'
  const instrument = unitInstrument({
    tickSize: String(tick_size),
    lotSize: String(lot_size),
    qtyStep,
    contract: kind,
    contractSize: String(contract_size),
  })
  const rows = columnsOf(
    events.map((event) => ({
      exchTs: event.exch_ts,
      localTs: event.local_ts,
      flags:
        KINDS[event.kind] |
        (event.side === 'buy' ? BUY : event.side === 'sell' ? SELL : 0) |
        (event.exch ? VENUE_SEES : 0) |
        (event.local ? TRADER_SEES : 0),
      // Half away from zero on the quotient, as the reference rounds.
      priceTicks: event.px === null ? NO_PRICE : Math.floor(event.px / tick_size + 0.5),
      qtySteps: Math.round(event.qty * 1000),
    })),
  )
  return {
    instrument,
    rows,
    ...journeyOf(asset.latency),
    queue: queueOf(asset.queue),
    ...(asset.exchange === 'partial_fill' ? { fill: new PartialFill() } : {}),
    fee: feeOf(asset.fee, instrument),
  }
}

function journeyOf({
  constant,
  rows,
}: Micro['asset']['latency']): Pick<SimulatedMarket, 'entry' | 'response' | 'fault'> {
  if (rows !== undefined) {
    const table = {
      length: rows.length,
      requestTs: Float64Array.from(rows, (row) => row[0]),
      exchTs: Float64Array.from(rows, (row) => row[1]),
      responseTs: Float64Array.from(rows, (row) => row[2]),
      refused: Uint8Array.from(rows, (row) => Number(row[1] === 0)),
    }
    const fault = createInterpolatedRefusals(table)
    return { entry: createInterpolatedLatency(table), response: createInterpolatedLatency(table), fault }
  }
  const [entryNs, responseNs] = constant!
  const fault: FaultModel = { verdict: () => 'refuse', refusalDelayNs: () => -entryNs }
  const model = createConstantLatency({ feedNs: 0, entryNs: Math.max(entryNs, 0), responseNs })
  return { entry: model, response: model, ...(entryNs < 0 ? { fault } : {}) }
}

function queueOf({ name, n = 1 }: Micro['asset']['queue']): () => QueueModel {
  switch (name) {
    case 'power_prob1':
      return () => new ProbabilityQueue(powerProb(n))
    case 'power_prob2':
      return () => new ProbabilityQueue(powerProb2(n))
    case 'power_prob3':
      return () => new ProbabilityQueue(powerProb3(n))
    case 'log_prob1':
      return () => new ProbabilityQueue(logProb())
    case 'log_prob2':
      return () => new ProbabilityQueue(logProb2())
    default:
      return () => new RiskAverseQueue()
  }
}

function feeOf({ kind, maker, taker }: Micro['asset']['fee'], instrument: SimulatedMarket['instrument']): FeeModel {
  const noSides = { buyerPpb: 0, sellerPpb: 0 }
  const atoms = (value: number): bigint => BigInt(Math.round(value * 10 ** instrument.moneyDecimals))
  if (kind === 'flat') return flatFee(atoms(maker), atoms(taker), noSides)
  if (kind === 'value') return valueFee(Math.round(maker * 1e9), Math.round(taker * 1e9), noSides)
  return quantityFee(parseDecimal(String(maker))!, parseDecimal(String(taker))!, instrument, noSides)
}
