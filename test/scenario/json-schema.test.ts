import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { scenarioJsonSchema, schemasAt } from '../../src/scenario/json-schema.ts'
import { scenarioSchema } from '../../src/scenario/schema.ts'
import { fits } from './json-schema-check.ts'

const SCENARIOS = join(import.meta.dirname, '../../scenarios')

// After a change of the schema: npx vitest run test/scenario/json-schema.test.ts --update
test('schema/scenario.json is that of the code', async () => {
  await expect(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`).toMatchFileSnapshot('../../schema/scenario.json')
})

test('every field that a scenario may have says what it means', () => {
  const silent: string[] = []
  const visit = (path: string[]): void => {
    for (const schema of schemasAt(scenarioJsonSchema(), path)) {
      for (const [key, property] of Object.entries(schema.properties ?? {})) {
        if (!property.description) silent.push([...path, key].join('.'))
        visit([...path, key])
      }
      if (typeof schema.additionalProperties === 'object' && !path.includes('params')) visit([...path, 'any'])
    }
  }
  visit([])
  expect(silent).toEqual([])
})

describe('an editor and a run agree', () => {
  const BASE = { name: 'x', data: { btc: 'a.arrow' }, strategy: { use: './a.ts' } }
  const read = (yaml: string): unknown => ({ ...BASE, ...(parse(yaml) as object) })
  const venue = (text: string): string => `venues: { okx: { ${text} } }`
  const risk = (text: string): string => `risk: { ${text} }`
  const expected = (text: string): string => `expect: { ${text} }`

  test.each([
    ...['3 parsecs', '5', 'soon', '-1ms', '1.5.2s', '5 MS'].map((text) =>
      venue(`latency: { constant: { entry: '${text}', response: 1ms } }`),
    ),
    venue('latency: { constant: { entry: 5, response: 1ms } }'),
    venue('latency: { constant: { entry: 1ms } }'),
    venue('latency: { family: cloud, constant: { entry: 1ms, response: 1ms } }'),
    venue('latency: { use: model }'),
    ...['soon', 'model', '5 foo', '5', '{}'].map((text) => venue(`feed: ${text}`)),
    ...['{ model: LogProb, n: 3 }', '{ n: 3 }', '{ model: PowerProb, n: 0 }', '{ model: PowerProp }'].map((text) =>
      venue(`queue: ${text}`),
    ),
    venue('queue: { model: PowerProb, params: { a: 1 } }'),
    venue('queue: { model: ./q.ts, n: 3 }'),
    venue('fill: { params: {} }'),
    venue('fill: { model: Partial }'),
    ...['4', '4 foo', '4bps', 'four bp', '4 bp bp'].map((text) => venue(`fees: { taker: '${text}' }`)),
    ...['0.1', 'USDT', '0.1 US DT', '1e3 USDT'].map((text) =>
      venue(`fees: { per: trade, maker: '${text}', taker: 1 USDT }`),
    ),
    venue('fees: { per: value, maker: 1 USDT }'),
    venue('fees: { per: quantity, maker: 1bp }'),
    ...['5 foo bar', '5', '-5 BTC', '0 BTC', '0.00 lots', 'BTC', '[5 BTC]'].map((text) => risk(`maxPosition: ${text}`)),
    risk('maxOrderSize: { btc: 5 foo bar }'),
    risk('maxOrdersPerSecond: 0'),
    ...['fifty', '50', '0bp', '-1bp', '0.0%'].map((text) => risk(`priceBand: ${text}`)),
    ...['0s', '0.00ms', '10', 'often', '-10s'].map((text) => `metrics: { sampleEvery: ${text} }`),
    'data: { btc: { files: [a.arrow], instrument: { lotSize: a little } } }',
    'data: { btc: { files: [a.arrow], instrument: { lotSize: -1 } } }',
    'data: { btc: [] }',
    'data: { 1st: a.arrow }',
    ...['1.5', '-1', 'many', '{}', '{ min: 1%, max: 2 }', '{ least: 1 }', '{ equals: 1, max: 2 }', '[1]', ''].map(
      (text) => expected(`fills: ${text}`),
    ),
    ...['0.05', '5 percent', '{ min: 5 }'].map((text) => expected(`fillRate: ${text}`)),
    ...['5', '{ max: 0 }', 'USDT'].map((text) => expected(`btc.pnl.net: ${text}`)),
    ...['12', '-1ms', '{ max: 12 }'].map((text) => expected(`latency.entry.p99: ${text}`)),
    ...['fils: 1', 'pnl.fills: 1', 'btc.pnl.nett: 1 USDT', 'btc: 4', 'rejects.none: 0'].map(expected),
    ...['end: over', 'end: failed', 'rootHash: 5d7b', 'rootHash: 5D7B31B1', 'rootHash: 12345678'].map(expected),
    ...['[]', 'Fill', '[Fil]', '[Fill makr]', '{ order: some, entries: [Fill] }', '{ order: 1 }', '[[Fill]]'].map(
      (text) => expected(`sequence: ${text}`),
    ),
    'strategy: { use: grid }',
    'seed: -1',
    'sed: 1',
  ])('both refuse %s', (yaml) => {
    expect(fits(scenarioJsonSchema(), read(yaml))).toBe(false)
    expect(scenarioSchema.safeParse(read(yaml)).success).toBe(false)
  })

  test.each([
    'seed: 7',
    ...['0ns', '250us', '250 µs', '250μs', '1.5ms', '+1s', '10m', '1h'].map((text) =>
      venue(`latency: { constant: { entry: ${text}, response: 1ms } }`),
    ),
    venue('latency: { family: colo, profile: optimistic }'),
    venue('latency: {}'),
    venue('latency: { file: rows.csv }'),
    venue('latency: { use: ./l.ts, params: { a: [1] } }'),
    ...['data', 'modelled', '5ms', '0ns'].map((text) => venue(`feed: ${text}`)),
    ...['{}', '{ model: LogProb2 }', '{ model: PowerProb3, n: 2.5 }', '{ model: ./q.ts, params: { a: 1 } }'].map(
      (text) => venue(`queue: ${text}`),
    ),
    venue('fill: { model: ./f.js, params: {} }'),
    ...['4bp', '-0.5 bp', '0.02%', '50ppm', '7ppb', '0bp'].map((text) => venue(`fees: { maker: ${text} }`)),
    ...['0 USDT', '-0.1 USDT', '+2USDT', '5 1INCH'].map((text) =>
      venue(`fees: { per: quantity, maker: ${text}, taker: 1 USDT, buyer: 1bp }`),
    ),
    venue('fees: { use: ./fees.ts }'),
    ...['0.5 BTC', '20 lots', '10contracts', '5 1000PEPE', '{ btc: 5 BTC }'].map((text) =>
      risk(`maxPosition: ${text}`),
    ),
    risk('priceBand: 50bp, maxOrdersPerSecond: 1'),
    'metrics: { sampleEvery: 0.5s }',
    ...['212', '0', '{ equals: 5 }', '{ min: 1 }', '{ max: 2 }', '{ min: 1, max: 2 }'].map((text) =>
      expected(`fills: ${text}, btc.fills: ${text}, refusals.price-band: ${text}`),
    ),
    expected('fillRate: { min: 5% }, makerShare: 100%, sharpe: { min: -1.5 }, btc.sortino: 2'),
    expected('pnl.net: { min: -2 USDT, max: 5 USDT }, turnover: 0 USDT, position: { max: -0.5 BTC }, volume: 20 lots'),
    expected('latency.entry.p99: { max: 12ms }, btc.queue.wait.max: 1m, queue.aheadOnArrival.p50: 1 BTC'),
    expected('end: strategy-stopped, rootHash: "5d7b31b1", rows: 41787, duration: { min: 10m }'),
    ...['[SubmitOrder, Fill maker]', '{ order: 3, entries: [Fill] }', '[{ order: any, entries: [Fill] }]'].map((text) =>
      expected(`sequence: ${text}`),
    ),
    'expect: {}',
    'data: { btc: [a.arrow, b.arrow], eth: { files: [c.arrow], instrument: { lotSize: 0.01, contractSize: "10" } } }',
  ])('both accept %s', (yaml) => {
    expect(fits(scenarioJsonSchema(), read(yaml))).toBe(true)
    expect(scenarioSchema.safeParse(read(yaml)).error).toBeUndefined()
  })

  test.each(readdirSync(SCENARIOS).filter((file) => file.endsWith('.yaml')))('both accept scenarios/%s', (file) => {
    const scenario: unknown = parse(readFileSync(join(SCENARIOS, file), 'utf8'))
    expect(fits(scenarioJsonSchema(), scenario)).toBe(true)
    expect(scenarioSchema.safeParse(scenario).error).toBeUndefined()
  })
})
