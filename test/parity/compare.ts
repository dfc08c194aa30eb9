/**
 * Compares two outcomes of a case by the rules of `docs/parity.md`: fills as a multiset of rows, orders by id,
 * checkpoints row by row, totals; integers exactly, sums of money to a billionth of what was traded.
 */
import type { ParityCase } from './case.ts'
import { type Checkpoint, FILL_COLUMNS, ORDER_COLUMNS, type Outcome, type Result } from './outcome.ts'

const EXACT = [
  'data_rows',
  'steps',
  'orders',
  'fills',
  'fill_lots',
  'fill_position_lots',
  'checkpoints',
  'max_live',
] as const
const BOOKED = ['position_lots', 'num_trades'] as const
const MONEY = ['balance', 'fee', 'trading_value'] as const

/** The differences, first things first, a line each; empty for equal outcomes. */
export function differences(parityCase: ParityCase, reference: Outcome, ours: Outcome): string[] {
  const compares = scopeOf(parityCase)
  return [
    ...fillDifferences(reference.fills, ours.fills),
    ...(compares.orders ? orderDifferences(reference.orders, ours.orders) : []),
    ...checkpointDifferences(parityCase, compares, reference.checkpoints, ours.checkpoints),
    ...resultDifferences(parityCase, compares, reference.result, ours.result),
  ]
}

interface Scope {
  readonly orders: boolean
  /** Whether position, balance and fees of the reference are right. */
  readonly booked: boolean
}

function scopeOf({ compare }: ParityCase): Scope {
  return { orders: compare?.includes('orders') ?? true, booked: compare === undefined }
}

const EXCH_TS = 5
const LOCAL_TS = 6

export function fillDifferences(reference: readonly string[], ours: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const row of ours) counts.set(row, (counts.get(row) ?? 0) + 1)
  const missing: string[] = []
  for (const row of reference) {
    const count = counts.get(row) ?? 0
    if (count === 0) missing.push(row)
    else counts.set(row, count - 1)
  }
  const extra = [...counts].flatMap(([row, count]) => Array.from({ length: count }, () => row))
  dropSeenAtTheEnd(missing, extra)
  if (missing.length === 0 && extra.length === 0) return []
  const alone = `${missing.length} of ${reference.length} are the reference's alone`
  const what = `fills: ${alone}, ${extra.length} of ${ours.length} are ours alone`
  const lines = [what, `  columns    ${FILL_COLUMNS}`]
  const [first, firstExtra] = [earliest(missing), earliest(extra)]
  if (first !== undefined) lines.push(`  reference  ${first}`)
  if (firstExtra !== undefined) lines.push(`  hftsim     ${firstExtra}`)
  return lines
}

/**
 * The reference's runner does not know when an answer arrived that it finds when the data has ended, and leaves that
 * column empty: such a fill is one of ours with the same other columns. Takes those pairs out of both lists.
 */
function dropSeenAtTheEnd(missing: string[], extra: string[]): void {
  const other = (row: string): string => row.split(',').toSpliced(LOCAL_TS, 1).join(',')
  for (const row of missing.filter((each) => each.split(',')[LOCAL_TS] === '')) {
    const at = extra.findIndex((each) => other(each) === other(row))
    if (at < 0) continue
    extra.splice(at, 1)
    missing.splice(missing.indexOf(row), 1)
  }
}

function earliest(rows: readonly string[]): string | undefined {
  const ts = (row: string): bigint => BigInt(row.split(',')[EXCH_TS] ?? '0')
  return rows.reduce<string | undefined>(
    (best, row) => (best === undefined || ts(row) < ts(best) ? row : best),
    undefined,
  )
}

function orderDifferences(reference: readonly string[], ours: readonly string[]): string[] {
  const length = Math.max(reference.length, ours.length)
  let count = 0
  let first = -1
  for (let i = 0; i < length; i++) {
    if (reference[i] === ours[i]) continue
    count++
    if (first < 0) first = i
  }
  if (count === 0) return []
  return [
    `orders: ${count} differ, ${reference.length} there and ${ours.length} here; the first by id:`,
    `  columns    ${ORDER_COLUMNS}`,
    `  reference  ${reference[first] ?? '-'}`,
    `  hftsim     ${ours[first] ?? '-'}`,
  ]
}

function checkpointDifferences(
  parityCase: ParityCase,
  { booked }: Scope,
  reference: readonly Checkpoint[],
  ours: readonly Checkpoint[],
): string[] {
  for (let i = 0; i < Math.max(reference.length, ours.length); i++) {
    const [there, here] = [reference[i], ours[i]]
    if (there !== undefined && here !== undefined && sameCheckpoint(parityCase, booked, there, here)) continue
    return [
      `checkpoints: the first that differs is number ${i + 1}:`,
      `  reference  ${shown(there)}`,
      `  hftsim     ${shown(here)}`,
    ]
  }
  return []
}

function sameCheckpoint(parityCase: ParityCase, booked: boolean, there: Checkpoint, here: Checkpoint): boolean {
  const sameBook = there.ts === here.ts && there.bid === here.bid && there.ask === here.ask
  if (!booked) return sameBook
  const slack = slackOf(parityCase, here.traded ?? 0)
  return (
    sameBook &&
    there.positionLots === here.positionLots &&
    there.trades === here.trades &&
    Math.abs(there.balance - here.balance) <= slack &&
    Math.abs(there.fee - here.fee) <= slack
  )
}

function shown(checkpoint: Checkpoint | undefined): string {
  return checkpoint === undefined ? '-' : JSON.stringify(checkpoint)
}

/**
 * A billionth of the value that was traded; on inverse contracts, of one coin, and where thousands were traded a
 * thousandth of that, which is what doubles lose over tens of thousands of fills.
 */
function slackOf({ instrument }: ParityCase, tradedValue: number): number {
  return 1e-9 * Math.max(1, instrument.kind === 'linear' ? tradedValue : tradedValue / 1000)
}

function resultDifferences(parityCase: ParityCase, { booked }: Scope, reference: Result, ours: Result): string[] {
  const lines: string[] = []
  const say = (name: string, there: unknown, here: unknown): void => {
    lines.push(`result: ${name} is ${String(there)} there and ${String(here)} here`)
  }
  if (reference.end !== ours.end) say('end', reference.end, ours.end)
  for (const name of booked ? [...EXACT, ...BOOKED] : EXACT) {
    if (reference[name] !== ours[name]) say(name, reference[name], ours[name])
  }
  const [there, here] = [JSON.stringify(reference.codes), JSON.stringify(ours.codes)]
  if (there !== here) say('codes', there, here)
  if (!booked) return lines
  const slack = slackOf(parityCase, reference.trading_value)
  for (const name of MONEY)
    if (!(Math.abs(reference[name] - ours[name]) <= slack)) say(name, reference[name], ours[name])
  const { trading_volume: volume } = reference
  if (!(Math.abs(volume - ours.trading_volume) <= 1e-9 * Math.max(1, volume)))
    say('trading_volume', volume, ours.trading_volume)
  return lines
}
