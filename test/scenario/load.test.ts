import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { InputError } from '../../src/core/bug.ts'
import { completeVenues } from '../../src/scenario/complete.ts'
import { loadScenario, parseScenario } from '../../src/scenario/load.ts'
import { ScenarioError } from '../../src/scenario/problems.ts'
import { limitOf } from '../../src/scenario/quantities.ts'
import { fromWrittenForm, showScenario, writtenForm } from '../../src/scenario/show.ts'

const SHORT = 'name: grid\ndata: { btc: a.arrow }\nstrategy: { use: ./grid.ts }\n'

const LONG = `name: everything
seed: 7
data:
  btc: ../data/btc.arrow
  eth: [../data/eth-1.arrow, ../data/eth-2.arrow]
  coin:
    files: [../data/coin.arrow]
    instrument: { lotSize: 1, contract: inverse, base: contracts }
venues:
  binance-usdm:
    latency: { family: colo, profile: pessimistic }
    feed: 5ms
    queue: { model: PowerProb3, n: 2.5 }
    fill: { model: PartialFill }
    fees: { maker: -0.5bp, taker: 4bp, seller: 0.1% }
  okx:
    latency: { constant: { entry: 0.5ms, response: 250us } }
    fees: { per: quantity, maker: 0.10 USDT, taker: 2 USDT }
  coinm:
    latency: { file: ./latency.csv }
    queue: { model: ./queue.ts, params: { depth: 3 } }
    fill: { model: ./fill.ts }
    fees: { use: ./fees.ts, params: { tier: 2 } }
  spot:
    latency: { use: ./latency.ts }
    feed: data
    fees: { per: trade, maker: -1 USDT, taker: 2 USDT }
strategy:
  use: ./grid.ts
  params: { levels: 10, every: 100ms }
risk:
  maxOrderSize: 1 BTC
  maxPosition: { btc: 0.5 BTC, coin: 20 lots }
  maxOrdersPerSecond: 300
  priceBand: 50bp
metrics: { sampleEvery: 1m }
`

const read = (text: string) => parseScenario(text, 'x.yaml').full

describe('the full form', () => {
  test('holds every default', () => {
    expect(read(SHORT)).toEqual({
      name: 'grid',
      seed: 1,
      data: { btc: { files: ['a.arrow'] } },
      venues: {},
      strategy: { use: './grid.ts', params: {} },
      risk: {},
      metrics: { sampleEvery: 10_000_000_000 },
    })
  })

  test('holds integers where the file holds units', () => {
    const { venues, risk, metrics } = read(LONG)
    expect(venues).toMatchObject({
      'binance-usdm': {
        feed: 5_000_000,
        queue: { n: 2.5 },
        fees: { maker: -50_000, taker: 400_000, seller: 1_000_000 },
      },
      okx: {
        latency: { constant: { entry: 500_000, response: 250_000 } },
        feed: 'data',
        queue: { model: 'RiskAverse' },
      },
      coinm: {
        feed: 'data',
        queue: { use: './queue.ts', params: { depth: 3 } },
        fill: { use: './fill.ts', params: {} },
      },
    })
    expect(risk.priceBand).toBe(5_000_000)
    expect(metrics.sampleEvery).toBe(60_000_000_000)
    expect(limitOf(risk.maxPosition, 'coin')).toEqual({ amount: '20', unit: 'lots' })
    expect(limitOf(risk.maxPosition, 'eth')).toBeUndefined()
    expect(limitOf(risk.maxOrderSize, 'eth')).toEqual({ amount: '1', unit: 'BTC' })
  })

  test('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(read(LONG)))).toEqual(read(LONG))
  })

  test('the ways to write one thing lead to one form', () => {
    const other = SHORT.replace('a.arrow', '[a.arrow]').replace(
      'name: grid',
      'seed: 1\nmetrics: { sampleEvery: 10000ms }\nname: grid',
    )
    expect(JSON.stringify(read(other))).toBe(JSON.stringify(read(SHORT)))
  })

  test('the feed is modelled with a profile and as recorded without', () => {
    const feedWith = (latency: string) => read(`${SHORT}venues: { v: { latency: ${latency} } }`).venues['v']!.feed
    expect(feedWith('{}')).toBe('modelled')
    expect(feedWith('{ use: ./l.ts }')).toBe('modelled')
    expect(feedWith('{ constant: { entry: 0ns, response: 0ns } }')).toBe('data')
    expect(feedWith('{ file: l.npz }')).toBe('data')
  })
})

describe('showScenario', () => {
  test('writes all defaults, in units', () => {
    expect(showScenario(completeVenues(parseScenario(SHORT, 'x.yaml'), ['binance-usdm']))).toMatchInlineSnapshot(`
      "name: grid
      seed: 1
      data:
        btc: a.arrow
      venues:
        binance-usdm:
          latency:
            family: cloud
            profile: realistic
          feed: modelled
          queue:
            model: RiskAverse
          fill:
            model: NoPartialFill
          fees:
            per: value
            maker: 0bp
            taker: 0bp
            buyer: 0bp
            seller: 0bp
      strategy:
        use: ./grid.ts
        params: {}
      risk: {}
      metrics:
        sampleEvery: 10s
      "
    `)
  })

  test.each([SHORT, LONG])('what is shown is read as the same scenario', (text) => {
    const full = read(text)
    expect(read(showScenario(full))).toEqual(full)
    expect(showScenario(read(showScenario(full)))).toBe(showScenario(full))
    expect(fromWrittenForm(JSON.parse(JSON.stringify(writtenForm(full))), 'manifest')).toEqual(full)
  })

  test('a written form that is none names its source', () => {
    expect(() => fromWrittenForm({ ...writtenForm(read(SHORT)), sede: 1 }, 'manifest')).toThrow(
      'manifest  sede: "sede" is not a field.',
    )
  })
})

test('venues are completed in the order of the data', () => {
  const loaded = parseScenario(`${SHORT}venues: { b: { feed: data } }`, 'x.yaml')
  const { venues } = completeVenues(loaded, ['a', 'b'])
  expect(Object.keys(venues)).toEqual(['a', 'b'])
  expect([venues['a']!.feed, venues['b']!.feed]).toEqual(['modelled', 'data'])
})

describe('loadScenario', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hftsim-scenario-'))
    await mkdir(join(folder, 'data'))
    await writeFile(join(folder, 'data', 'btc.arrow'), '')
    await writeFile(join(folder, 'grid.ts'), '')
  })
  afterAll(() => rm(folder, { recursive: true }))

  const load = async (text: string) => {
    await writeFile(join(folder, 'scenario.yaml'), text)
    return loadScenario(join(folder, 'scenario.yaml'))
  }

  test('paths are relative to the file', async () => {
    const loaded = await load('name: x\ndata: { btc: data/btc.arrow }\nstrategy: { use: ./grid.ts }')
    expect(loaded.resolve(loaded.full.strategy.use)).toBe(join(folder, 'grid.ts'))
  })

  test('all files that are missing are named where they are written, with the file that was meant', async () => {
    const error = await load(`name: x
data:
  a: data/bct.arrow
  b: [data/btc.arrow, elsewhere/btc.arrow]
  c: { files: [data] }
strategy: { use: ./gird.ts }
venues: { v: { queue: { model: ./queue.ts } } }
`).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(ScenarioError)
    expect((error as ScenarioError).message.replaceAll(folder, '…')).toMatchInlineSnapshot(`
      "…/scenario.yaml:3:6  data.a: There is no file "…/data/bct.arrow". Did you mean "btc.arrow"?
      …/scenario.yaml:4:23  data.b.1: There is no file "…/elsewhere/btc.arrow", nor the folder "…/elsewhere".
      …/scenario.yaml:5:16  data.c.files.0: "…/data" is a folder, not a file.
      …/scenario.yaml:6:18  strategy.use: There is no file "…/gird.ts". Did you mean "grid.ts"?
      …/scenario.yaml:7:32  venues.v.queue.model: There is no file "…/queue.ts"."
    `)
  })

  test('missing files are named together with what is wrong in the text', async () => {
    const text = 'name: x y\ndata: { a: data/bct.arrow, b: 5 }\nstrategy: { use: ./gird.ts }\nseeed: 1\n'
    const error = await load(text).catch((error: unknown) => error)
    expect((error as ScenarioError).message.replaceAll(folder, '…')).toMatchInlineSnapshot(`
      "…/scenario.yaml:1:7  name: "x y" is not a name: start with a letter, go on with letters, digits, ".", "_", "-".
      …/scenario.yaml:2:12  data.a: There is no file "…/data/bct.arrow". Did you mean "btc.arrow"?
      …/scenario.yaml:2:31  data.b: 5 is not text.
      …/scenario.yaml:3:18  strategy.use: There is no file "…/gird.ts". Did you mean "grid.ts"?
      …/scenario.yaml:4:1  seeed: "seeed" is not a field.
        One of: name, seed, data, span, venues, strategy, risk, metrics, matrix, expect. Did you mean "seed"?"
    `)
  })

  test('a scenario that is missing', async () => {
    await load(SHORT).catch(() => {})
    await expect(loadScenario(join(folder, 'scenaro.yaml'))).rejects.toThrow('Did you mean "scenario.yaml"?')
    await expect(loadScenario(folder)).rejects.toThrow('is a folder, not a file')
  })
})

describe('any text gives a scenario or a ScenarioError', () => {
  const check = (text: string): void => {
    try {
      parseScenario(text, 'fuzz.yaml')
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      expect(error).toBeInstanceOf(InputError)
      for (const { line, column, message } of error.problems) {
        expect(line).toBeGreaterThan(0)
        expect(column).toBeGreaterThan(0)
        expect(message).not.toBe('')
      }
    }
  }

  test('cut off anywhere', () => {
    for (let end = 0; end < LONG.length; end++) check(LONG.slice(0, end))
  })

  test('with characters changed', () => {
    const character = fc.oneof(
      fc.constantFrom(...':{}[]&*!|>-#%@`"\'\t\n ,?~'),
      fc.string({ minLength: 1, maxLength: 3 }),
    )
    const edit = fc.record({ at: fc.nat(LONG.length), drop: fc.nat(5), put: character })
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        check(edits.reduce((text, { at, drop, put }) => text.slice(0, at) + put + text.slice(at + drop), LONG))
      }),
      { numRuns: 500 },
    )
  })

  test('with any value in the place of any field', () => {
    const paths: (string | number)[][] = []
    const collect = (value: unknown, path: (string | number)[]): void => {
      if (path.length > 0) paths.push(path)
      if (typeof value === 'object' && value !== null) {
        for (const [key, inner] of Object.entries(value)) collect(inner, [...path, key])
      }
    }
    collect(parse(LONG), [])
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const changed = parse(LONG)
        const last = path.at(-1)!
        path.slice(0, -1).reduce((here, key) => here[key], changed)[last] = value
        check(JSON.stringify(changed))
      }),
      { numRuns: 500 },
    )
  })
})
