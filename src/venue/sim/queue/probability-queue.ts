/**
 * Queue models that share a level's shrinking between the orders ahead of us and those behind: a fraction p of each
 * cancelled unit is taken from behind. Trades at our price come off the front, and are subtracted from the next depth
 * change, which shows them once more. Source of the family: Rigtorp, "Estimating order queue position" (2013), and the
 * probability functions of hftbacktest (`PowerProbQueueFunc` 1 to 3, `LogProbQueueFunc` 1 and 2), whose arithmetic is
 * kept to the last operation so that queue positions agree up to the last bit of a logarithm or power.
 *
 * With a = quantity ahead, b = quantity behind:
 *
 *   PowerProb   b^n / (b^n + a^n)        PowerProb2  b^n / (b + a)^n        PowerProb3  1 - (a / (a + b))^n
 *   LogProb     ln(1+b) / (ln(1+b) + ln(1+a))        LogProb2  ln(1+b) / ln(1 + (b + a))
 *
 * Where the formula gives no number (a negative base, 0/0: trades have passed us already), the order keeps its place,
 * bounded by the level. hftbacktest throws it to the back of the queue there; `withoutNumber: 'to-the-back'` does the
 * same, for comparisons with it and for nothing else.
 */
import { log, pow } from '../../../core/math.ts'
import type { QueueModel } from './queue-model.ts'

/** Share of a cancelled unit that is taken from behind, for `front` ahead and `back` behind. May be NaN or infinite. */
export type BackProbability = (front: number, back: number) => number

export function powerProb(n: number): BackProbability {
  return (front, back) => pow(back, n) / (pow(back, n) + pow(front, n))
}

export function powerProb2(n: number): BackProbability {
  return (front, back) => pow(back, n) / pow(back + front, n)
}

export function powerProb3(n: number): BackProbability {
  return (front, back) => 1 - pow(front / (front + back), n)
}

export function logProb(): BackProbability {
  return (front, back) => log(1 + back) / (log(1 + back) + log(1 + front))
}

export function logProb2(): BackProbability {
  return (front, back) => log(1 + back) / log(1 + (back + front))
}

/** What becomes of an order whose probability is no number. */
export type WithoutNumber = 'keeps-its-place' | 'to-the-back'

export class ProbabilityQueue implements QueueModel {
  readonly #probability: BackProbability
  readonly #toTheBack: boolean
  readonly #front: number[] = []
  /** Traded at our price since the level's last depth row, which will show it as shrinking. */
  readonly #traded: number[] = []

  constructor(probability: BackProbability, withoutNumber: WithoutNumber = 'keeps-its-place') {
    this.#probability = probability
    this.#toTheBack = withoutNumber === 'to-the-back'
  }

  rest(slot: number, levelQty: number): void {
    this.#front[slot] = levelQty
    this.#traded[slot] = 0
  }

  trade(slot: number, tradedQty: number): void {
    this.#front[slot]! -= tradedQty
    this.#traded[slot]! += tradedQty
  }

  depth(slot: number, previousQty: number, levelQty: number): void {
    const change = previousQty - levelQty - this.#traded[slot]!
    this.#traded[slot] = 0
    const front = this.#front[slot]!
    if (change < 0) {
      // The level grew: who joins, joins behind.
      if (levelQty < front) this.#front[slot] = levelQty
      return
    }
    const back = previousQty - front
    let p = this.#probability(front, back)
    if (p === Number.POSITIVE_INFINITY || p === Number.NEGATIVE_INFINITY) p = 1
    const estimate = front - (1 - p) * change + Math.min(back - p * change, 0)
    const kept = Number.isNaN(estimate) ? (this.#toTheBack ? levelQty : front) : estimate
    this.#front[slot] = Math.min(kept, levelQty)
  }

  reachFront(slot: number): void {
    this.#front[slot] = 0
  }

  leave(slot: number): void {
    this.#front[slot] = 0
    this.#traded[slot] = 0
  }

  ahead(slot: number): number {
    return this.#front[slot]!
  }
}
