import { describe, expect, test } from 'vitest'
import { InputError } from '../../../src/core/bug.ts'
import type { BinanceVenue } from '../../../src/data/import/binance-instruments.ts'
import { parseLine } from '../../../src/data/import/binance-message.ts'

const parse = (text: string, venue: BinanceVenue = 'binance-usdm') => parseLine(text, venue, { file: 'f', line: 7 })
const STAMP = '1723161255030314667'

const refusal = (text: string, venue: BinanceVenue = 'binance-usdm'): string => {
  try {
    parse(text, venue)
  } catch (error) {
    expect(error).toBeInstanceOf(InputError)
    return (error as InputError).message
  }
  return 'accepted'
}

describe('a line of a recording', () => {
  test('stamps of 19 and of 16 digits', () => {
    const body = '{"lastUpdateId":1,"bids":[],"asks":[]}'
    expect(parse(`${STAMP} ${body}`)).toMatchObject({ seconds: 1_723_161_255, nanos: 30_314_667 })
    expect(parse(`1680652700423575 ${body}`)).toMatchObject({ seconds: 1_680_652_700, nanos: 423_575_000 })
  })

  test('a trade: the aggressor sold where the buyer was the maker', () => {
    const body = '{"stream":"btcusdt@trade","data":{"E":2,"T":1,"t":5,"p":"1.0","q":"2","X":"MARKET","m":true}}'
    expect(parse(`${STAMP} ${body}`).message).toEqual({
      kind: 'trade',
      symbol: 'BTCUSDT',
      exchMs: 1,
      id: 5,
      price: '1.0',
      qty: '2',
      isSellAggressor: true,
      origin: 'MARKET',
    })
  })

  test('depth takes the matching time on futures and the event time on spot', () => {
    const body = (more: string): string =>
      `${STAMP} {"stream":"btcusdt@depth@0ms","data":{"E":9,"U":1,"u":2,"b":[["1","2"]],"a":[]${more}}}`
    expect(parse(body(',"T":8,"pu":0')).message).toMatchObject({ exchMs: 8, previousId: 0, bids: [['1', '2']] })
    expect(parse(body(''), 'binance-spot').message).toMatchObject({ exchMs: 9, previousId: undefined })
  })

  test('other channels are known by the name of their stream', () => {
    expect(parse(`${STAMP} {"stream":"btcusdt@markPrice@1s","data":{}}`).message).toMatchObject({
      channel: 'markPrice',
    })
    expect(parse(`${STAMP} {"stream":"btcusdt@depth20@100ms","data":{}}`).message).toMatchObject({ channel: 'depth20' })
    expect(parse(`${STAMP} {"code":-1003,"msg":"slow down"}`).message).toMatchObject({
      kind: 'ignored',
      channel: 'errors',
    })
  })

  test.each([
    ['12345 {}', 'f:7: "12345" is no receipt stamp of 19 digits (ns) or 16 digits (us).'],
    ['', 'f:7: "" is no receipt stamp of 19 digits (ns) or 16 digits (us).'],
    [`${STAMP} {"stream":`, 'f:7: "{"stream":" is no JSON.'],
    [`${STAMP} [1]`, 'f:7: [1] is no JSON object.'],
    [`${STAMP} {"stream":5}`, 'f:7  stream: 5 is not text.'],
    [`${STAMP} {"stream":"btcusdt"}`, 'f:7  stream: "btcusdt" is no stream name such as "btcusdt@trade".'],
    [`${STAMP} {"stream":"a@trade","data":null}`, 'f:7  data: null is no JSON object.'],
    [`${STAMP} {"stream":"a@trade","data":{"m":1}}`, 'f:7  data.m: 1 is not true or false.'],
    [`${STAMP} {"stream":"a@trade","data":{"m":true}}`, 'f:7  data.T: missing; it must be a whole number.'],
    [`${STAMP} {"stream":"a@depth","data":{"T":1,"U":1,"u":1.5}}`, 'f:7  data.u: 1.5 is not a whole number.'],
    [`${STAMP} {"lastUpdateId":1,"bids":{},"asks":[]}`, 'f:7  bids: {} is not a list of [price, quantity].'],
    [
      `${STAMP} {"lastUpdateId":1,"bids":[["1","2"],["1",2]],"asks":[]}`,
      'f:7  bids[1]: ["1",2] is no level such as ["27168.50","0.014"].',
    ],
  ])('%s', (text, message) => {
    expect(refusal(text)).toBe(message)
  })

  test('a recording of spot is no recording of futures, nor the other way round', () => {
    const spot = `${STAMP} {"stream":"btcusdt@depth@100ms","data":{"E":9,"U":1,"u":2,"b":[],"a":[]}}`
    expect(refusal(spot)).toBe(
      'f:7  data.pu: missing, as is data.T; it looks like a recording of spot: import it as binance-spot.',
    )
    expect(refusal(spot, 'binance-spot')).toBe('accepted')
    expect(refusal(spot.replace('"b"', '"pu":0,"b"'), 'binance-spot')).toBe(
      'f:7  data.pu: is no field of spot; it looks like a recording of futures: import it as binance-usdm or ' +
        'binance-coinm.',
    )
  })
})
