/** Net equity at the regular samples as columns of plain numbers: for statistics over a run. */
import type { OnEquitySample } from './equity.ts'

/** Of one currency. */
export interface EquitySamples {
  readonly settle: string
  /** Nanoseconds since the run epoch. */
  readonly ts: Float64Array
  /** In the currency; NaN where it is not known. */
  readonly net: Float64Array
}

export class EquitySampleColumns {
  readonly #columns = new Map<string, { readonly ts: number[]; readonly net: number[] }>()

  readonly take: OnEquitySample = (ts, currency, netAtoms, moneyDecimals) => {
    const columns = this.#columns.get(currency) ?? { ts: [], net: [] }
    this.#columns.set(currency, columns)
    columns.ts.push(ts)
    columns.net.push(netAtoms === undefined ? Number.NaN : Number(netAtoms) / Number(10n ** BigInt(moneyDecimals)))
  }

  /** By currency, in the order of its first sample. */
  columns(): EquitySamples[] {
    return [...this.#columns].map(([settle, { ts, net }]) => ({
      settle,
      ts: Float64Array.from(ts),
      net: Float64Array.from(net),
    }))
  }
}
