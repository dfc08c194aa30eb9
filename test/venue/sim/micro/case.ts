/** The files of the micro markets, as the parity material writes them: its README says what is in them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Micro {
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
  readonly actions: readonly MicroAction[]
  readonly observed: { readonly fills: readonly MicroFill[]; readonly steps: readonly MicroStep[] }
}

export interface MicroAction {
  /** Time moves there first, unless it is there. */
  readonly at?: number
  readonly do: 'observe' | 'submit' | 'cancel' | 'modify' | 'clear_inactive' | 'elapse' | 'wait_next_feed'
  readonly id: number
  readonly side: string
  readonly px: number
  readonly qty: number
  readonly tif: string
  readonly type: string
  /** How long `elapse` takes, and `wait_next_feed` at most. */
  readonly ns?: number
  readonly timeout?: number
}

export interface MicroFill {
  readonly order_id: number
  readonly exec_price_tick: number
  readonly exec_qty: number
  readonly exch_ts: number
  readonly maker: boolean
}

/** What the reference showed after an action; the first is from before them all. */
export interface MicroStep {
  readonly ret: number
  readonly ts: number
  readonly best_bid_tick: number | null
  readonly best_ask_tick: number | null
  readonly position: number
  readonly balance: number
  readonly fee: number
  readonly num_trades: number
  readonly orders: readonly MicroOrder[]
  readonly feed_latency: readonly number[] | null
  readonly order_latency: readonly number[] | null
}

export interface MicroOrder extends MicroFill {
  readonly status: string
  readonly req: string
  readonly price_tick: number
  readonly qty: number
  readonly leaves_qty: number
}

/** All but the order-level ones, by name. */
export function readMicros(folder: string): Micro[] {
  return readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Micro)
    .filter((micro) => micro.asset.queue.name !== 'l3_fifo')
}

/** A market without an action that did nothing to the reference, and so without the step that showed it. */
export function withoutStep(micro: Micro, step: number): Micro {
  const { actions, observed } = micro
  return {
    ...micro,
    name: `${micro.name}, without step ${step}`,
    actions: actions.toSpliced(step - 1, 1),
    observed: { ...observed, steps: observed.steps.toSpliced(step, 1) },
  }
}
