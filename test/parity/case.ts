/**
 * A parity case: data, models, strategy and its parameters, as the reference's own runner takes them. `docs/parity.md`
 * describes the format; a case and its golden folder lie beside each other, `cases/NAME.json` and `golden/NAME/`.
 */
import { readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import * as z from 'zod'
import { InputError } from '../../src/core/bug.ts'
import { formatDecimal, parseDecimal } from '../../src/core/decimal.ts'
import { TIFS } from './strategies/shown-orders.ts'

/** Queues by level (L2). */
export const LEVEL_QUEUES = [
  'risk_averse',
  'power_prob1',
  'power_prob2',
  'power_prob3',
  'log_prob1',
  'log_prob2',
] as const
const QUEUES = [...LEVEL_QUEUES, 'l3_fifo'] as const

const some = z.int().positive()
const flag = z.union([z.literal(0), z.literal(1)])
const interval_ns = some
const tif = z.enum(TIFS)
const seed = z.int().nonnegative()
const quotes = { order_lots: some, max_pos_lots: z.int(), use_position: flag }

/** What each strategy takes: all of it, and nothing else, so that a slip of the pen is no other case. */
const PARAMS = {
  grid: z.strictObject({
    ...quotes,
    interval_ns,
    levels: z.int(),
    half_ticks: z.int(),
    step_ticks: some,
    skew_num: z.int(),
    skew_den: z.int().refine((value) => value !== 0, 'is 0, and divides'),
  }),
  touch: z.strictObject({ ...quotes, interval_ns, tif, back_ticks: z.int() }),
  taker: z.strictObject({
    interval_ns,
    seed,
    max_lots: some,
    max_pos_lots: z.int(),
    below_ticks: z.int(),
    above_ticks: z.int(),
  }),
  churn: z.strictObject({
    interval_ns,
    seed,
    ops: z.int(),
    width_ticks: z.int(),
    max_lots: some,
    max_live: z.int(),
    max_pos_lots: z.int(),
    modify: flag,
  }),
  feedstep: z.strictObject({
    ...quotes,
    seed,
    tif,
    width_ticks: z.int(),
    timeout_ns: some,
    every_feed: z.int(),
    every_resp: z.int(),
  }),
}
export type StrategyName = keyof typeof PARAMS
const STRATEGIES = (Object.keys(PARAMS) as StrategyName[]).map((name) =>
  z.strictObject({ name: z.literal(name), params: PARAMS[name] }),
)

const assetSchema = z.strictObject({
  data: z.array(z.string()).min(1),
  snapshot: z.string().optional(),
  instrument: z.strictObject({
    tick_size: z.number().positive(),
    lot_size: z.number().positive(),
    kind: z.enum(['linear', 'inverse']),
    contract_size: z.number().positive(),
  }),
  depth: z.looseObject({ kind: z.enum(['hashmap', 'roi']) }),
  queue: z
    .strictObject({ name: z.enum(QUEUES), n: z.number().optional() })
    .refine(({ name, n }) => n !== undefined || !name.startsWith('power'), {
      path: ['n'],
      error: 'power_prob needs n',
    }),
  exchange: z.enum(['no_partial_fill', 'partial_fill']),
  latency: z
    .strictObject({ constant: z.tuple([z.int(), z.int()]).optional(), interpolated: z.string().optional() })
    .refine((latency) => Object.keys(latency).length === 1, 'takes either constant or interpolated'),
  fee: z.strictObject({ kind: z.enum(['value', 'qty', 'flat']), maker: z.number(), taker: z.number() }),
})

const caseSchema = assetSchema.extend({
  name: z.string().optional(),
  strategy: z.discriminatedUnion('name', STRATEGIES as [(typeof STRATEGIES)[number], ...typeof STRATEGIES]),
  checkpoint_ns: z.int().positive(),
  stop_after_ns: z.int().nonnegative().optional(),
  also: z.array(assetSchema).optional(),
  compare: z.array(z.string()).optional(),
  // Notes that say why the reference is wrong there, or what a case is about.
  reference_defect: z.unknown().optional(),
  touches: z.unknown().optional(),
})

export type QueueName = (typeof QUEUES)[number]

/** One instrument with its data and models. Numbers are the doubles that the reference was given. */
export interface AssetCase {
  /** npz files, relative to the case file, read one after the other. */
  readonly data: readonly string[]
  /** npz of levels that stand before the first row. */
  readonly snapshot?: string
  readonly instrument: {
    readonly tick_size: number
    readonly lot_size: number
    readonly kind: 'linear' | 'inverse'
    readonly contract_size: number
  }
  readonly depth: { readonly kind: 'hashmap' | 'roi'; readonly lower?: number; readonly upper?: number }
  readonly queue: { readonly name: QueueName; readonly n?: number }
  readonly exchange: 'no_partial_fill' | 'partial_fill'
  readonly latency: { readonly constant: readonly [number, number] } | { readonly interpolated: string }
  readonly fee: { readonly kind: 'value' | 'qty' | 'flat'; readonly maker: number; readonly taker: number }
}

export interface ParityCase extends AssetCase {
  /** By default that of its file, where its golden results are. */
  readonly name: string
  readonly strategy: {
    readonly name: StrategyName
    readonly params: Readonly<Record<string, number | string>>
  }
  readonly checkpoint_ns: number
  /** 0: to the end of data; else the run ends this long after the first event. */
  readonly stop_after_ns: number
  /** More instruments, traded by the same strategy after the first one. */
  readonly also?: readonly AssetCase[]
  /** Only this may be compared: the reference is wrong in the rest. */
  readonly compare?: readonly string[]
}

/** A case with the place where its paths begin and where its golden results should be. */
export interface LocatedCase extends ParityCase {
  readonly folder: string
  readonly golden: string
}

export function readCase(file: string): LocatedCase {
  let parsed: unknown
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const isFolder = error instanceof Error && 'code' in error && error.code === 'EISDIR'
    throw new InputError({}, isFolder ? 'it is a folder' : `it is no case (${(error as Error).message})`)
  }
  const { success, error } = caseSchema.safeParse(parsed)
  if (!success) {
    const [first] = error.issues
    throw new InputError({ path: first!.path.join('.') }, first!.message)
  }
  const folder = dirname(resolve(file))
  const name = basename(file, '.json')
  const parityCase = { name, stop_after_ns: 0, ...(parsed as Omit<ParityCase, 'name' | 'stop_after_ns'>) }
  return { ...parityCase, folder, golden: join(folder, '..', 'golden', name) }
}

export function assetsOf(parityCase: ParityCase): readonly AssetCase[] {
  return [parityCase, ...(parityCase.also ?? [])]
}

/** Order-by-order (L3) cases need a book that is not there yet. */
export function isByOrder(parityCase: ParityCase): boolean {
  return assetsOf(parityCase).some(({ queue }) => queue.name === 'l3_fifo')
}

/** The decimal text of a double as a person would have written it: "0.1", "0.00001". */
export function decimalText(value: number): string {
  const [digits = '', exponent = '0'] = String(value).split('e')
  const { mantissa, decimals } = parseDecimal(digits)!
  const shift = decimals - Number(exponent)
  return shift >= 0 ? formatDecimal(mantissa, shift) : String(mantissa * 10n ** BigInt(-shift))
}
