/** The columns of one instrument, as charts need them: instants in seconds since 1970, prices in units. */
import { readColumn } from './column-reader.ts'
import type { Columns, FillColumn, InstrumentValues, Places } from './page-values.ts'

export interface RunColumns {
  readonly market: { readonly x: Float64Array; readonly bid: Float64Array; readonly ask: Float64Array }
  readonly equity: {
    readonly x: Float64Array
    readonly net: Float64Array
    readonly drawdown: Float64Array
  }
  readonly position: { readonly x: Float64Array; readonly held: Float64Array }
  readonly orders: OrderLines
  readonly fills: Fills
}

export interface OrderLines {
  readonly from: Float64Array
  readonly to: Float64Array
  readonly price: Float64Array
  readonly side: Float64Array
}

/** Fills as they were, and where they are drawn. */
export interface Fills extends Columns<FillColumn> {
  readonly count: number
  readonly x: Float64Array
  readonly price: Float64Array
}

export function runColumns(bytes: ArrayBuffer, epochNs: string, values: InstrumentValues): RunColumns {
  const epochMs = Number(BigInt(epochNs) / 1_000_000n)
  const seconds = (ts: Float64Array): Float64Array => ts.map((ns) => epochMs / 1e3 + ns / 1e9)
  const market = read(bytes, values.market)
  const equity = read(bytes, values.equity)
  const position = read(bytes, values.position)
  const orders = read(bytes, values.orders)
  const fills = read(bytes, values.fills)
  const priceOf = (ticks: Float64Array): Float64Array => ticks.map((price) => price * values.tick)
  return {
    market: { x: seconds(market.ts), bid: priceOf(market.bid), ask: priceOf(market.ask) },
    equity: {
      x: seconds(equity.ts),
      net: equity.net,
      drawdown: drawdownOf(equity.net),
    },
    position: { x: seconds(position.ts), held: position.lots.map((lots) => lots * values.lot) },
    orders: {
      from: seconds(orders.fromTs),
      to: seconds(orders.fromTs.map((ts, i) => ts + orders.lastedNs[i]!)),
      price: priceOf(orders.priceTicks),
      side: orders.side,
    },
    fills: { ...fills, count: fills.ts.length, x: seconds(fills.ts), price: priceOf(fills.priceTicks) },
  }
}

/** How far below its highest point so far; equity begins at 0. */
function drawdownOf(net: Float64Array): Float64Array {
  let highest = 0
  return net.map((value) => {
    if (value > highest) highest = value
    return value - highest
  })
}

function read<Name extends string>(bytes: ArrayBuffer, places: Places<Name>): Columns<Name> {
  const entries = Object.entries(places) as [Name, Places<Name>[Name]][]
  return Object.fromEntries(entries.map(([name, place]) => [name, readColumn(bytes, place)])) as Columns<Name>
}
