import { expect, test } from 'vitest'
import { instrumentFrom } from '../../src/market/instrument.ts'
import { formatAmount, limitLots, lotsOf, moneyOf, parseAmount } from '../../src/scenario/quantities.ts'

const btc = instrumentFrom(
  {
    symbol: 'BTCUSDT',
    venue: 'binance-usdm',
    tickSize: '0.1',
    lotSize: '0.001',
    contract: 'linear',
    base: 'BTC',
    settle: 'USDT',
  },
  0,
)

const amount = (text: string) => {
  const parsed = parseAmount(text)
  if ('problem' in parsed) throw new Error(parsed.problem)
  return parsed.value
}

test('an amount is a decimal and what it counts', () => {
  expect(amount('0.50 BTC')).toEqual({ amount: '0.5', unit: 'BTC' })
  expect(amount('20lots')).toEqual({ amount: '20', unit: 'lots' })
  expect(amount('5 1000PEPE')).toEqual({ amount: '5', unit: '1000PEPE' })
  expect(formatAmount(amount('+0.10 USDT'))).toBe('0.1 USDT')
  expect(parseAmount(0.5)).toEqual({ problem: '0.5 has no unit: write a number and what it counts.' })
  expect(parseAmount('half a BTC')).toEqual({
    problem: '"half a BTC" is not an amount: write a number and what it counts.',
  })
})

test('a size becomes whole lots of its instrument', () => {
  expect(lotsOf(amount('0.5 BTC'), btc)).toEqual({ value: 500 })
  expect(lotsOf(amount('20 lots'), btc)).toEqual({ value: 20 })
  expect(lotsOf(amount('0.0005 BTC'), btc)).toEqual({
    problem: '"0.0005 BTC" is not a whole number of lots of 0.001 BTC of BTCUSDT.',
  })
  expect(lotsOf(amount('1.5 lots'), btc)).toEqual({ problem: '"1.5 lots" is not a whole number of lots of BTCUSDT.' })
  expect(lotsOf(amount('1 ETH'), btc)).toEqual({
    problem: '"1 ETH" is not a size of BTCUSDT: state it in BTC or in lots.',
  })
})

test('money becomes atoms of the currency that the instrument settles in', () => {
  expect(moneyOf(amount('-0.0004 USDT'), btc)).toEqual({ value: -40_000n })
  expect(moneyOf(amount('1 BTC'), btc)).toEqual({ problem: '"1 BTC" is not in USDT, which BTCUSDT settles in.' })
  expect(moneyOf(amount('0.000000001 USDT'), btc)).toEqual({ problem: '"0.000000001 USDT" has more than 8 decimals.' })
})

test('a limit is one size for all instruments, or one for each by alias', () => {
  expect(limitLots(amount('0.5 BTC'), 'btc', btc)).toBe(500)
  expect(limitLots({ btc: amount('20 lots'), eth: amount('3 ETH') }, 'btc', btc)).toBe(20)
  expect(limitLots({ eth: amount('3 ETH') }, 'btc', btc)).toBeUndefined()
  expect(limitLots(undefined, 'btc', btc)).toBeUndefined()
})
