/** What the profit of an instrument rests on: its fills by how sure they are. */
import { formatDecimal, trimDecimal } from '../../core/decimal.ts'
import { Histogram } from '../../core/histogram.ts'
import { formatLots, type Instrument } from '../../market/instrument.ts'
import type { FillRule } from '../../venue/sim/venue-witness.ts'
import { type Confidence, FILL_CONFIDENCES, type FillConfidence } from '../run-report.ts'
import { quantiles } from '../summary.ts'
import { ClassAccounts } from './class-accounts.ts'
import type { Judgement } from './fill-confidence.ts'

/** Margins are fractions of a lot and histograms hold whole numbers. */
const PARTS_A_LOT = 1000

export class ConfidenceFold {
  readonly accounts: ClassAccounts<FillConfidence>
  readonly #instrument: Instrument
  readonly #byRule: Record<FillRule, number> = { 'best-crossed': 0, 'traded-through': 0, queue: 0, 'on-arrival': 0 }
  readonly #queueMargin = new Histogram()
  readonly #beyondShownLots: Record<FillConfidence, number> = {
    certain: 0,
    'queue-dependent': 0,
    'size-dependent': 0,
  }

  constructor(instrument: Instrument) {
    this.#instrument = instrument
    this.accounts = new ClassAccounts(instrument, FILL_CONFIDENCES)
  }

  /** `availableLots`: what the market showed for it. */
  fill(rule: FillRule, { confidence, margin }: Judgement, lots: number, availableLots: number): void {
    this.#byRule[rule]++
    this.#beyondShownLots[confidence] += Math.max(0, lots - availableLots)
    if (confidence === 'queue-dependent') this.#queueMargin.record(Math.round(margin * PARTS_A_LOT))
  }

  /** Share of our volume that the market did not show; null without a fill. */
  get beyondShownShare(): number | null {
    const all = [...this.accounts.classes.values()].reduce((sum, { lots }) => sum + lots, 0)
    return all === 0 ? null : this.#beyondAllLots / all
  }

  get #beyondAllLots(): number {
    return FILL_CONFIDENCES.reduce((sum, confidence) => sum + this.#beyondShownLots[confidence], 0)
  }

  view(): Confidence {
    const { moneyDecimals } = this.#instrument
    const money = (atoms: bigint | undefined): string | null =>
      atoms === undefined ? null : trimDecimal(formatDecimal(atoms, moneyDecimals))
    const nets = this.accounts.netByClass()
    const total = this.accounts.netAtoms
    const queue = nets.get('queue-dependent')
    const isProfit = total !== undefined && total > 0n
    return {
      classes: [...this.accounts.classes].map(([confidence, { fills, lots }]) => ({
        confidence,
        fills,
        volume: formatLots(lots, this.#instrument),
        beyondShown: this.#volume(this.#beyondShownLots[confidence]),
        net: money(nets.get(confidence)),
      })),
      beyondShown: { volume: this.#volume(this.#beyondAllLots), share: this.beyondShownShare },
      queueShareOfProfit: isProfit && queue !== undefined ? Number(queue) / Number(total) : null,
      netWithoutQueueDependent: total === undefined || queue === undefined ? null : money(total - queue),
      byRule: { ...this.#byRule },
      queueMarginLots: quantiles(this.#queueMargin, (parts) => parts / PARTS_A_LOT),
    }
  }

  /** Of lots with a fraction, to a thousandth. */
  #volume(lots: number): string {
    const { lot } = this.#instrument
    const parts = BigInt(Math.round(lots * PARTS_A_LOT)) * BigInt(lot.numerator)
    return trimDecimal(formatDecimal(parts, lot.decimals + 3))
  }
}
