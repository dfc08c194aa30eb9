import { describe, expect, test } from 'vitest'
import { binanceInstrument } from '../../../src/data/import/binance-instruments.ts'

describe('instruments of Binance', () => {
  test('known ones are complete', () => {
    expect(binanceInstrument('binance-coinm', 'ETHUSD_PERP', {})).toEqual({
      symbol: 'ETHUSD_PERP',
      venue: 'binance-coinm',
      tickSize: '0.01',
      lotSize: '1',
      qtyStep: '1',
      contract: 'inverse',
      contractSize: '10',
      base: 'contracts',
      settle: 'ETH',
    })
    expect(binanceInstrument('binance-coinm', 'BTCUSD_PERP', {})).toMatchObject({ contractSize: '100', settle: 'BTC' })
    expect(binanceInstrument('binance-usdm', 'ETHUSDT', {})).toMatchObject({
      base: 'ETH',
      settle: 'USDT',
      qtyStep: '0.001',
    })
    expect(binanceInstrument('binance-spot', 'ETHUSDT', {})).toMatchObject({ lotSize: '0.0001', qtyStep: '0.00000001' })
  })

  test('others need tick and lot, and get the rest from their name', () => {
    expect(binanceInstrument('binance-usdm', 'BTCUSDT_240927', { tickSize: '0.10', lotSize: '0.001' })).toMatchObject({
      tickSize: '0.1',
      base: 'BTC',
      settle: 'USDT',
    })
    expect(() => binanceInstrument('binance-usdm', 'XRPUSDT', { tickSize: '0.0001' })).toThrow(
      'symbol: the steps of XRPUSDT on binance-usdm are not known here (known: BTCUSDT, ETHUSDT). Give --lot, such as',
    )
    expect(() => binanceInstrument('binance-usdm', 'XYZ', { tickSize: '1', lotSize: '1' })).toThrow(/base and quote/)
    expect(() => binanceInstrument('binance-coinm', 'BTCUSDT', { tickSize: '1', lotSize: '1' })).toThrow(
      /no COIN-M symbol/,
    )
    expect(() => binanceInstrument('binance-usdm', 'constructor', {})).toThrow(/are not known here/)
  })

  test('steps that are given win, and a step that is none is refused', () => {
    expect(binanceInstrument('binance-usdm', 'BTCUSDT', { tickSize: '0.01' })).toMatchObject({ tickSize: '0.01' })
    expect(() => binanceInstrument('binance-spot', 'BTCUSDT', { lotSize: 'small' })).toThrow(/lotSize: "small"/)
    expect(binanceInstrument('binance-spot', 'BTCUSDT', { lotSize: '0.000000001' })).toMatchObject({
      qtyStep: '0.000000001',
    })
  })
})
