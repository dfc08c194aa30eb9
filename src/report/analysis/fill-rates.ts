/**
 * Which orders were filled: by how far from the touch they were sent, and by how much stood ahead of them as they came
 * to rest. An order counts once, at its end, as filled if any of it was.
 */
import { formatSteps, trimDecimal } from '../../core/decimal.ts'
import type { Instrument } from '../../market/instrument.ts'
import type { RateBucket } from '../run-report.ts'

interface Counted {
  orders: number
  filled: number
}

/** Ticks behind the best price of the order's own side, as the trader saw it. */
const DISTANCES: readonly { readonly label: string; readonly most: number }[] = [
  { label: 'better than the touch', most: -1 },
  { label: 'touch', most: 0 },
  { label: '1', most: 1 },
  { label: '2 to 3', most: 3 },
  { label: '4 to 10', most: 10 },
  { label: 'more than 10', most: Number.POSITIVE_INFINITY },
]

const CROSSES = 'crosses'
const NO_TOUCH = 'no touch'

/** The bucket of an order. `ownBestTicks` and `oppositeBestTicks` are undefined for an empty side. */
export function distanceOf(
  order: { readonly side: number; readonly type: string; readonly priceTicks: number },
  ownBestTicks: number | undefined,
  oppositeBestTicks: number | undefined,
): string {
  const { side, type, priceTicks } = order
  if (type === 'market') return CROSSES
  if (oppositeBestTicks !== undefined && side * (priceTicks - oppositeBestTicks) >= 0) return CROSSES
  if (ownBestTicks === undefined) return NO_TOUCH
  const behind = side * (ownBestTicks - priceTicks)
  return DISTANCES.find(({ most }) => behind <= most)!.label
}

export class FillRateFold {
  readonly #instrument: Instrument
  readonly #byDistance = new Map<string, Counted>(
    [CROSSES, ...DISTANCES.map(({ label }) => label), NO_TOUCH].map((label) => [label, { orders: 0, filled: 0 }]),
  )
  /** By power of ten: 0 for nothing ahead, k for up to 10^(k-1) steps. */
  readonly #byQueue: Counted[] = []

  constructor(instrument: Instrument) {
    this.#instrument = instrument
  }

  /** An order that had been sent has ended. `aheadSteps` is undefined where it never rested. */
  ended(distance: string, aheadSteps: number | undefined, filled: boolean): void {
    count(this.#byDistance.get(distance)!, filled)
    if (aheadSteps === undefined) return
    const power = powerOf(aheadSteps)
    while (this.#byQueue.length <= power) this.#byQueue.push({ orders: 0, filled: 0 })
    count(this.#byQueue[power]!, filled)
  }

  view(): { readonly byDistance: RateBucket[]; readonly byQueue: RateBucket[] } {
    const first = this.#byQueue.findIndex(({ orders }, power) => power > 0 && orders > 0)
    const queue = [...this.#byQueue.entries()].filter(([power, { orders }]) =>
      power === 0 ? orders > 0 : first >= 0 && power >= first,
    )
    return {
      byDistance: [...this.#byDistance].map(([label, counted]) => bucket(label, counted)),
      byQueue: queue.map(([power, counted]) => bucket(this.#queueLabel(power, power === first), counted)),
    }
  }

  #queueLabel(power: number, isFirst: boolean): string {
    if (power === 0) return 'nothing ahead'
    const { base, qtyStep } = this.#instrument
    const edge = (k: number): string => trimDecimal(formatSteps(10 ** k, qtyStep))
    return isFirst ? `up to ${edge(power - 1)} ${base}` : `${edge(power - 2)} to ${edge(power - 1)} ${base}`
  }
}

function powerOf(steps: number): number {
  if (steps <= 0) return 0
  let power = 1
  for (let edge = 1; edge < steps; edge *= 10) power++
  return power
}

function count(counted: Counted, filled: boolean): void {
  counted.orders++
  if (filled) counted.filled++
}

function bucket(label: string, { orders, filled }: Counted): RateBucket {
  return { label, orders, filled, rate: orders === 0 ? null : filled / orders }
}
