/** Plays a micro market with our own kernel, venue and trader, and tells what the trader was shown at each step. */
import { type MarketColumns, TRADER_SEES } from '../../../../src/market/columns.ts'
import { Ledger } from '../../../../src/projections/ledger.ts'
import { type Simulation, simulate } from '../../../fakes/simulation.ts'
import { AnswersTold } from './answers-told.ts'
import type { Micro } from './case.ts'
import { marketOf } from './market.ts'
import { type Look, scripted } from './script.ts'
import { moneyOfOurs, type Shown } from './shown.ts'

export interface PlayedMicro {
  readonly shown: readonly Shown[]
  /** [order, ticks, lots, exchTs, maker] */
  readonly fills: readonly (readonly [number, number, number, number, boolean])[]
}

export function playMicro(micro: Micro): PlayedMicro {
  const market = marketOf(micro)
  const answers = new AnswersTold()
  const ledger = new Ledger([market.instrument])
  const seen = stampsSeen(market.rows)
  const shown: Shown[] = []
  let rowsSeen = (): number => 0
  const look: Look = (ret, { clock, book, position }, desk) => {
    shown.push({
      ret,
      ts: clock.nowTs,
      bid: book.hasBid ? book.bestBidTicks : null,
      ask: book.hasAsk ? book.bestAskTicks : null,
      position: position.lots,
      ...moneyOfOurs(ledger.view()[0]!, market.instrument),
      feed: seen[rowsSeen() - 1] ?? null,
      latency: answers.latency,
      orders: desk.shown(answers.exchTs),
    })
  }
  const { entries } = simulate([market], scripted(micro, look), {
    begin: ({ trader }) => {
      rowsSeen = () => trader.rowsOf(0).pass.rowsSeen
    },
    onEntry: (entry) => {
      answers.apply(entry)
      ledger.apply(entry)
    },
  })
  return { shown, fills: fillsOf(entries) }
}

/** The two stamps of the rows that the trader sees, in its order. */
function stampsSeen({ length, flags, exchTs, localTs }: MarketColumns): [number, number][] {
  return Array.from({ length }, (_, row) => row)
    .filter((row) => (flags[row]! & TRADER_SEES) !== 0)
    .map((row) => [exchTs[row]!, localTs[row]!])
}

function fillsOf(entries: Simulation['entries']): PlayedMicro['fills'] {
  return entries
    .filter((entry) => entry.kind === 'Fill')
    .map(({ order, priceTicks, lots, exchTs, liquidity }) => [order, priceTicks, lots, exchTs, liquidity === 'maker'])
}
