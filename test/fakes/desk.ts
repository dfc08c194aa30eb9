/** An executor on its own: what it sends and writes is kept, what the venue answers is said by hand. */

import type { JournalEntry } from '../../src/journal/entries.ts'
import { L2Book } from '../../src/market/l2-book.ts'
import { MarketMemory } from '../../src/market/market-memory.ts'
import type { Answer, Command } from '../../src/market/orders.ts'
import { type Desk, Executor } from '../../src/trading/executor.ts'
import type { OrderView } from '../../src/trading/order.ts'
import type { RiskRule } from '../../src/trading/risk/risk-rule.ts'
import { SendRate } from '../../src/trading/risk/send-rate.ts'
import { unitInstrument } from './market-text.ts'
import { journalArray } from './simulation.ts'

/** An answer without its instrument, order and instant. */
export type Saying = Answer extends infer A
  ? A extends Answer
    ? Omit<A, 'instrument' | 'order' | 'exchTs'>
    : never
  : never

export interface DeskRig {
  readonly executor: Executor
  readonly desk: Desk
  readonly book: L2Book
  readonly position: { lots: number }
  readonly entries: JournalEntry[]
  readonly sent: Command[]
  readonly refused: OrderView[]
  answer(order: number, saying: Saying): OrderView
}

export const ACCEPTED: Saying = { kind: 'OrderAccepted', aheadSteps: 0 }

export function fillOf(lots: number, leavesLots: number, priceTicks = 100): Saying {
  return { kind: 'Fill', priceTicks, lots, leavesLots, liquidity: 'maker', feeAtoms: 0n }
}

export function deskRig(rules: readonly RiskRule[] = []): DeskRig {
  const entries: JournalEntry[] = []
  const sent: Command[] = []
  const refused: OrderView[] = []
  const book = new L2Book(1, new MarketMemory())
  const position = { lots: 0 }
  const desk: Desk = {
    journal: journalArray(entries),
    nowTs: 0,
    cause: -1,
    nextOrderId: 1,
    rate: new SendRate(),
    send: (_instrument, command) => sent.push(command),
    refused: (order) => refused.push(order),
  }
  const executor = new Executor(desk, { instrument: unitInstrument(), book, position, rowsSeen: 0 }, rules)
  const answer = (order: number, saying: Saying): OrderView =>
    executor.receive({ ...saying, instrument: 0, order, exchTs: desk.nowTs } as Answer)
  return { executor, desk, book, position, entries, sent, refused, answer }
}
