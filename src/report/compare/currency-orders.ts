/** What came of the orders of all instruments that settle in one currency. */
import type { InstrumentSummary, Result } from '../summary.ts'

export interface CurrencyOrders {
  readonly fills: number
  /** Share of the orders sent that were filled at least in part; null where none was sent. */
  readonly fillRate: number | null
}

export function ordersIn({ instruments }: Result, settle: string): CurrencyOrders {
  const members = instruments.filter((instrument) => instrument.settle === settle)
  const sum = (countOf: (member: InstrumentSummary) => number): number =>
    members.reduce((total, member) => total + countOf(member), 0)
  const sent = sum(({ orders }) => orders.sent)
  return {
    fills: sum(({ fills }) => fills),
    fillRate: sent === 0 ? null : sum(({ orders }) => orders.touched) / sent,
  }
}
