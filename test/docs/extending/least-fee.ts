import type { FeeModel, ModelFactory } from 'hftsim'

/** Takers pay 4 bp of the value, but at least 0.0001 of the currency a fill; makers are paid 1 bp. */
const make: ModelFactory<FeeModel> = (_params, { instrument }) => {
  const least = 10n ** BigInt(instrument.moneyDecimals - 4)
  return {
    feeAtoms({ liquidity, notionalAtoms }) {
      if (liquidity === 'maker') return -notionalAtoms / 10_000n
      const fee = (notionalAtoms * 4n) / 10_000n
      return fee > least ? fee : least
    },
  }
}
export default make
