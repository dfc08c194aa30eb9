/**
 * How columns of numbers travel in a page: whole numbers of a step in the narrowest type that holds them, or their
 * differences where those are narrower; all columns one after the other, deflated, as base64. The writer is
 * ../column-writer.ts, the reader column-reader.ts.
 */

export const COLUMN_TYPES = ['i8', 'i16', 'i32', 'f64'] as const
export type ColumnType = (typeof COLUMN_TYPES)[number]

export interface ColumnPlace {
  /** First byte, a multiple of 8. */
  readonly at: number
  readonly length: number
  readonly type: ColumnType
  /** Whether each number is the difference from the one before that is there. */
  readonly differences: boolean
  /** The first number that is there; all count from it. One that stands for `n` means `(from + n) * step / per`. */
  readonly from: number
  readonly step: number
  readonly per: number
}

/** Bytes of one number, and the number that stands for NaN: the type's smallest. NaN stands for itself in `f64`. */
export const COLUMN_BYTES: Readonly<Record<ColumnType, number>> = { i8: 1, i16: 2, i32: 4, f64: 8 }
export const COLUMN_MISSING: Readonly<Record<ColumnType, number>> = {
  i8: -128,
  i16: -32_768,
  i32: -2_147_483_648,
  f64: Number.NaN,
}
