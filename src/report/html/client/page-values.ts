/** What a report's page tells its script: where the columns of each instrument are, and how their numbers are read. */
import type { ColumnPlace } from './column-layout.ts'

/** Id of the element that holds the values. */
export const VALUES_ID = 'report-values'

export interface PageValues {
  /** Instant 0: nanoseconds since 1970 UTC, as text. */
  readonly epochNs: string
  /** First and last instant of the run, nanoseconds since the epoch. */
  readonly startTs: number
  readonly endTs: number
  /** The run as a command names it, fit for a shell. */
  readonly run: string
  readonly instruments: readonly InstrumentValues[]
  /** All columns, packed. */
  readonly columns: string
}

export interface InstrumentValues {
  readonly base: string
  readonly settle: string
  readonly tick: number
  readonly priceDecimals: number
  readonly lot: number
  readonly lotDecimals: number
  readonly moneyDecimals: number
  readonly market: Places<'ts' | 'bid' | 'ask'>
  readonly equity: Places<'ts' | 'net'>
  readonly position: Places<'ts' | 'lots'>
  readonly orders: Places<'fromTs' | 'lastedNs' | 'side' | 'priceTicks'>
  readonly fills: Places<FillColumn>
  /** Of how many the fills are a sample. */
  readonly fillsTotal: number
  readonly ordersTotal: number
}

/** Instants but `ts` are told by the time that lies between, which is smaller. */
export type FillColumn =
  | 'seq'
  | 'ts'
  | 'responseNs'
  | 'order'
  | 'side'
  | 'priceTicks'
  | 'lots'
  | 'leavesLots'
  | 'maker'
  | 'rule'
  | 'confidence'
  | 'margin'
  | 'sentAgoNs'
  | 'acceptedAgoNs'
  | 'aheadLots'
  | 'fee'
  | 'markoutTicks'

export type Places<Name extends string> = Readonly<Record<Name, ColumnPlace>>
export type Columns<Name extends string> = Readonly<Record<Name, Float64Array<ArrayBuffer>>>
