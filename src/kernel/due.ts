/** When something is due next, in a place that the kernel's agenda looks at. */
import { NEVER } from '../core/units.ts'

/** Where numbers are kept: the memory of a market, which may come to have other arrays. */
interface Cells {
  readonly f64: Float64Array
}

export class Due {
  #cells: Cells = { f64: new Float64Array([NEVER]) }
  #place = 0

  /** `NEVER` where nothing is to come. */
  get ts(): number {
    return this.#cells.f64[this.#place]!
  }

  set ts(ts: number) {
    this.#cells.f64[this.#place] = ts
  }

  /** From now on the instant is kept there. */
  keepIn(cells: Cells, place: number): void {
    cells.f64[place] = this.ts
    this.#cells = cells
    this.#place = place
  }
}
