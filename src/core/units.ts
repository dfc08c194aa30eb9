/**
 * The five units of the project as branded integers, with constructors that assert and brand. Arithmetic drops the
 * brand, so a mid or an average is honestly a plain number. Brands cost nothing at run time.
 */
import { assertInteger } from './bug.ts'

declare const unit: unique symbol
type Unit<Base, Name> = Base & { readonly [unit]: Name }

/** An instant in integer nanoseconds since the run epoch (UTC midnight of the run's first day). Exact for 104 days. */
export type Nanos = Unit<number, 'Nanos'>
/** A price as an integer count of the instrument's tick size, within int32. */
export type Ticks = Unit<number, 'Ticks'>
/** A quantity of an order as an integer count of the instrument's lot size. */
export type Lots = Unit<number, 'Lots'>
/** Money as an integer count of the smallest unit of its currency. */
export type Atoms = Unit<bigint, 'Atoms'>
/** A position in the journal, from 0; the only authority on order. */
export type Seq = Unit<number, 'Seq'>

/** Side of an order, or of the aggressor in a trade: +1 buy, -1 sell. */
export type Side = 1 | -1
export const Side: { readonly Buy: 1; readonly Sell: -1 } = { Buy: 1, Sell: -1 }

/** The int32 extremes stand for "no price" inside books and columns and are never a valid price. */
export const NO_BID = -2147483648
export const NO_ASK = 2147483647

/** Later than every instant of a run. */
export const NEVER: number = Number.POSITIVE_INFINITY

export const NANOS_PER_DAY = 86_400_000_000_000

export function nanos(value: number): Nanos {
  assertInteger(value, 'nanoseconds')
  return value as Nanos
}

export function ticks(value: number): Ticks {
  assertInteger(value, 'ticks')
  return value as Ticks
}

export function lots(value: number): Lots {
  assertInteger(value, 'lots')
  return value as Lots
}

export function atoms(value: bigint): Atoms {
  return value as Atoms
}
