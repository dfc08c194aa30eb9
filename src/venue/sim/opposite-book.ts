/** The other side of the book in whole lots, as an arriving order meets it. */
import type { BookSide } from '../../market/book-side.ts'
import type { OppositeSide } from './fill/fill-model.ts'

export class OppositeBook implements OppositeSide {
  readonly #side: BookSide
  readonly #stepsPerLot: number

  constructor(side: BookSide, stepsPerLot: number) {
    this.#side = side
    this.#stepsPerLot = stepsPerLot
  }

  get bestTicks(): number | undefined {
    return this.#present(this.#side.best)
  }

  lotsAt(priceTicks: number): number {
    return Math.floor(this.#side.stepsAt(priceTicks) / this.#stepsPerLot)
  }

  nextTicks(priceTicks: number): number | undefined {
    return this.#present(this.#side.nextWorse(priceTicks))
  }

  #present(tick: number): number | undefined {
    return tick === this.#side.none ? undefined : tick
  }
}
