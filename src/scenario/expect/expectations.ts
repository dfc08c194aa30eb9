/** What a scenario expects of its run, as its `expect:` section says it. */
import type { RunEnd } from '../../market/orders.ts'
import type { Band } from './bounds.ts'
import type { Sequence } from './sequence.ts'

export interface Expectations {
  /** By the names that the scenario uses, an alias in front where one instrument is meant. */
  readonly figures: Readonly<Record<string, Band>>
  readonly end?: RunEnd
  readonly sequence?: readonly Sequence[]
  /** The first digits of it, or all 64. */
  readonly rootHash?: string
}
