/** A small market with a known outcome, as a test. */
import { describe, expect, test } from 'vitest'
import { valueFee } from '../../src/venue/sim/fee/fees.ts'
import { play, type Script } from './play.ts'

export interface MarketCase extends Script {
  readonly name: string
  /** Against hftbacktest: `equal`, or the reason of the difference. */
  readonly reference: 'equal' | string
  /** What the trader hears and sees, in order. */
  readonly hears: readonly string[]
}

/** Maker -1 bp, taker 5 bp. */
export const MAKER_AND_TAKER_FEES: ReturnType<typeof valueFee> = valueFee(-100_000, 500_000, {
  buyerPpb: 0,
  sellerPpb: 0,
})

export function describeCases(name: string, cases: readonly MarketCase[]): void {
  describe(name, () => {
    test.each(cases.map((each) => [each.name, each.reference, each] as const))(
      '%s (hftbacktest: %s)',
      (_, __, each) => {
        expect(play(each).heard).toEqual(each.hears)
      },
    )
  })
}
