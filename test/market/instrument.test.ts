import { describe, expect, test } from 'vitest'
import { formatLots, formatPrice, instrumentFrom, priceFloat, specOf } from '../../src/market/instrument.ts'
import { UNIT, unitInstrument } from '../fakes/market-text.ts'

describe('an instrument', () => {
  test('has defaults: the lot is the finest quantity, a contract is one unit', () => {
    const instrument = unitInstrument({ tickSize: '0.10', lotSize: '0.001' })
    expect(specOf(instrument)).toEqual({
      ...UNIT,
      tickSize: '0.1',
      lotSize: '0.001',
      qtyStep: '0.001',
      contractSize: '1',
    })
    expect([instrument.stepsPerLot, instrument.moneyDecimals]).toEqual([1, 8])
    expect(instrumentFrom(specOf(instrument), 0)).toEqual(instrument)
  })

  test('may show finer quantities than may be ordered', () => {
    expect(unitInstrument({ lotSize: '0.01', qtyStep: '0.00001' }).stepsPerLot).toBe(1000)
    expect(unitInstrument({ lotSize: '0.5', qtyStep: '0.25' }).stepsPerLot).toBe(2)
    expect(unitInstrument({ contract: 'inverse' }).moneyDecimals).toBe(12)
  })

  test.each([
    ['tickSize', { tickSize: '0' }, '"0" is not a positive decimal'],
    ['lotSize', { lotSize: 'one' }, '"one" is not a positive decimal'],
    ['contractSize', { contractSize: '-1' }, '"-1" is not a positive decimal'],
    ['qtyStep', { lotSize: '1', qtyStep: '0.3' }, '"0.3" does not divide the lot size "1"'],
    ['qtyStep', { lotSize: '1', qtyStep: '10' }, '"10" does not divide the lot size "1"'],
  ] as const)('says which of its steps is wrong: %s', (path, change, message) => {
    expect(() => unitInstrument(change)).toThrow(`${path}: ${message}`)
  })

  test('writes prices with the decimals of the tick, quantities without trailing zeros', () => {
    const instrument = unitInstrument({ tickSize: '0.50', lotSize: '0.001' })
    expect([formatPrice(3, instrument), formatPrice(-4, instrument), priceFloat(3, instrument)]).toEqual([
      '1.5',
      '-2.0',
      1.5,
    ])
    expect([formatLots(1500, instrument), formatLots(2000, instrument)]).toEqual(['1.5', '2'])
  })
})
