/** Fills and the places of orders as columns, for charts. */
import type { Instrument } from '../../market/instrument.ts'
import { atomsFloat } from '../../market/money.ts'
import type { FillRule } from '../../venue/sim/venue-witness.ts'
import {
  FILL_CONFIDENCES,
  FILL_RULES,
  type FillColumns,
  type FillConfidence,
  type OrderColumns,
} from '../run-report.ts'
import type { Thinned } from './thinned.ts'

export interface FillPoint {
  readonly seq: number
  readonly ts: number
  readonly exchTs: number
  readonly order: number
  readonly side: number
  readonly priceTicks: number
  readonly lots: number
  readonly leavesLots: number
  readonly isMaker: boolean
  readonly rule: FillRule
  readonly confidence: FillConfidence
  readonly margin: number
  readonly sentTs: number
  readonly acceptedTs: number
  readonly aheadLots: number
  readonly feeAtoms: bigint
  /** Filled in a second later. */
  markoutTicks: number
}

export function fillColumns(points: Thinned<FillPoint>, instrument: Instrument): FillColumns {
  const items = points.items()
  const column = (value: (point: FillPoint) => number): Float64Array => Float64Array.from(items, value)
  return {
    total: points.total,
    seq: column(({ seq }) => seq),
    ts: column(({ ts }) => ts),
    exchTs: column(({ exchTs }) => exchTs),
    order: column(({ order }) => order),
    side: Int8Array.from(items, ({ side }) => side),
    priceTicks: column(({ priceTicks }) => priceTicks),
    lots: column(({ lots }) => lots),
    leavesLots: column(({ leavesLots }) => leavesLots),
    maker: Uint8Array.from(items, ({ isMaker }) => (isMaker ? 1 : 0)),
    rule: Uint8Array.from(items, ({ rule }) => FILL_RULES.indexOf(rule)),
    confidence: Uint8Array.from(items, ({ confidence }) => FILL_CONFIDENCES.indexOf(confidence)),
    margin: column(({ margin }) => margin),
    sentTs: column(({ sentTs }) => sentTs),
    acceptedTs: column(({ acceptedTs }) => acceptedTs),
    aheadLots: column(({ aheadLots }) => aheadLots),
    fee: column(({ feeAtoms }) => atomsFloat(feeAtoms, instrument)),
    markoutTicks: column(({ markoutTicks }) => markoutTicks),
  }
}

/** An order at a price, by the trader's clock. */
export interface OrderStand {
  readonly fromTs: number
  readonly toTs: number
  readonly side: number
  readonly priceTicks: number
}

export function orderColumns(stands: Thinned<OrderStand>): OrderColumns {
  const items = stands.items()
  return {
    total: stands.total,
    fromTs: Float64Array.from(items, ({ fromTs }) => fromTs),
    toTs: Float64Array.from(items, ({ toTs }) => toTs),
    side: Int8Array.from(items, ({ side }) => side),
    priceTicks: Float64Array.from(items, ({ priceTicks }) => priceTicks),
  }
}
