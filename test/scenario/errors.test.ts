import { describe, expect, test } from 'vitest'
import { completeVenues, strategyParams } from '../../src/scenario/complete.ts'
import { parseScenario } from '../../src/scenario/load.ts'
import { ScenarioError } from '../../src/scenario/problems.ts'
import { param } from '../../src/trading/params.ts'

const errorOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    if (error instanceof ScenarioError) return error.message
    throw error
  }
  return 'no error'
}

const problemsIn = (text: string, overrides: string[] = []): string =>
  errorOf(() => parseScenario(text, 'grid.yaml', overrides))

const base = `name: grid
data:
  btc: a.arrow
strategy:
  use: ./grid.ts
`

describe('an error is an answer', () => {
  test('a wrong name: place, path, value, what is accepted, what was meant', () => {
    expect(problemsIn(`${base}venues:\n  binance-usdm:\n    queue: { model: PowerProp }\n`)).toMatchInlineSnapshot(`
      "grid.yaml:8:21  venues.binance-usdm.queue.model: "PowerProp" is not a queue model.
        One of: RiskAverse, PowerProb, PowerProb2, PowerProb3, LogProb, LogProb2, CancelsAhead, or a path to a module of yours. Did you mean "PowerProb"?"
    `)
  })

  test('everything at once, in the order of the file', () => {
    const text = `name: my grid
seed: 1.5
dat:
  btc: a.arrow
venues:
  binance-usdm:
    latency: { constant: { entry: 5, response: 5 sec } }
    feed: dat
    queue: { model: LogProb, n: 2 }
    fees: { per: quantity, maker: 0.1, taker: 0.2 USDT, byer: 1bp }
  okx:
    latency: { famly: cloud, profile: best }
    feed: [1]
strategy: grid.ts
risk:
  maxPosition: 0.5
  maxOrderSize: { btc: 1 }
  maxOrdersPerSecond: 0
  priceBand: 0bp
metrics:
  sampleEvery: 0s
`
    expect(problemsIn(text)).toMatchInlineSnapshot(`
      "grid.yaml:1:1  data: Missing. Market data: for each instrument an alias of your choice and its file. Tick, lot and venue are in the file.
      grid.yaml:1:7  name: "my grid" is not a name: start with a letter, go on with letters, digits, ".", "_", "-".
      grid.yaml:2:7  seed: 1.5 is not a whole number.
      grid.yaml:3:1  dat: "dat" is not a field.
        One of: name, seed, data, span, venues, strategy, risk, metrics, matrix, expect. Did you mean "data"?
      grid.yaml:7:35  venues.binance-usdm.latency.constant.entry: 5 has no unit: write "250us", "100ms" or "10s". Units: ns, us, ms, s, m, h.
      grid.yaml:7:48  venues.binance-usdm.latency.constant.response: "sec" in "5 sec" is not a unit of a duration.
        One of: ns, us, ms, s, m, h.
      grid.yaml:8:11  venues.binance-usdm.feed: "dat" is not accepted.
        One of: data, modelled, or a duration such as "5ms".
      grid.yaml:9:33  venues.binance-usdm.queue.n: Only PowerProb, PowerProb2, PowerProb3 have an exponent: leave it out with LogProb.
      grid.yaml:10:35  venues.binance-usdm.fees.maker: 0.1 has no unit: write a number and what it counts. Such as "0.0004 USDT".
      grid.yaml:10:57  venues.binance-usdm.fees.byer: "byer" is not a field.
        One of: per, maker, taker, buyer, seller, use, params. Did you mean "buyer"?
      grid.yaml:12:16  venues.okx.latency.famly: "famly" is not a field.
        One of: family, profile, constant, file, use, params. Did you mean "family"?
      grid.yaml:12:39  venues.okx.latency.profile: "best" is not accepted.
        One of: realistic, optimistic, pessimistic.
      grid.yaml:13:11  venues.okx.feed: [1] is not accepted.
        One of: data, modelled, or a duration such as "5ms".
      grid.yaml:14:11  strategy: "grid.ts" is not a map of fields (use, params).
      grid.yaml:16:16  risk.maxPosition: 0.5 has no unit: write a number and what it counts. Such as "0.5 BTC", "10 contracts" or "20 lots".
      grid.yaml:17:24  risk.maxOrderSize.btc: 1 has no unit: write a number and what it counts. Such as "0.5 BTC", "10 contracts" or "20 lots".
      grid.yaml:18:23  risk.maxOrdersPerSecond: 0 is too small: at least 1.
      grid.yaml:19:14  risk.priceBand: Must be more than 0bp.
      grid.yaml:21:16  metrics.sampleEvery: Must be longer than 0ns."
    `)
  })

  test('what is missing is shown where it belongs', () => {
    expect(problemsIn('name: grid\ndata: { btc: a.arrow }\nstrategy:\n  params: {}\n')).toMatchInlineSnapshot(
      `"grid.yaml:3:1  strategy.use: Missing. Path to a module of yours, relative to this file."`,
    )
    expect(problemsIn('')).toMatchInlineSnapshot(
      `"grid.yaml:1:1: Empty, where a map of fields (name, seed, data, span, venues, strategy, risk, metrics, matrix, expect) is due: fill it in or leave it out."`,
    )
    expect(problemsIn(`${base}risk:\nvenues: ~\n`)).toMatchInlineSnapshot(`
      "grid.yaml:6:1  risk: Empty, where a map of fields (maxOrderSize, maxPosition, maxOrdersPerSecond, priceBand) is due: fill it in or leave it out.
      grid.yaml:7:9  venues: Empty, where a map of fields is due: fill it in or leave it out."
    `)
  })

  test('two ways of saying the same exclude each other', () => {
    const text = `${base}venues:\n  v:\n    latency: { profile: optimistic, file: x.npz }\n`
    expect(problemsIn(text)).toMatchInlineSnapshot(
      `"grid.yaml:8:37  venues.v.latency.file: "file" does not go with the fields beside it: they are different ways to say the same."`,
    )
  })

  test('a slip of the pen within one of them is told as such', () => {
    const text = `${base}venues:\n  v:\n    latency: { constant: { entry: 5ms, reponse: 5ms } }\n`
    expect(problemsIn(text)).toMatchInlineSnapshot(`
      "grid.yaml:8:16  venues.v.latency.constant.response: Missing. From the venue back to the trader. Such as "250us".
      grid.yaml:8:40  venues.v.latency.constant.reponse: "reponse" is not a field.
        One of: entry, response. Did you mean "response"?"
    `)
  })

  test('constant latency has no feed to model', () => {
    const text = `${base}venues:\n  v:\n    latency: { constant: { entry: 5ms, response: 5ms } }\n    feed: modelled\n`
    expect(problemsIn(text)).toMatchInlineSnapshot(`
      "grid.yaml:9:11  venues.v.feed: Constant times and files have no delay for market data.
        One of: data, or a duration such as "5ms"."
    `)
  })

  test('limits of instruments that are not there', () => {
    expect(problemsIn(`${base}risk:\n  maxPosition: { btd: 1 BTC }\n`)).toMatchInlineSnapshot(`
      "grid.yaml:7:23  risk.maxPosition.btd: "btd" is not an instrument of this scenario.
        One of: btc. Did you mean "btc"?"
    `)
  })

  test('empty collections and names that are none', () => {
    expect(problemsIn('name: x\ndata: {}\nstrategy: { use: ./a.ts }')).toMatchInlineSnapshot(
      `"grid.yaml:2:7  data: Has no instrument: give at least one "alias: path"."`,
    )
    expect(problemsIn('name: x\ndata: { a: [], 1b: c, d: 5 }\nstrategy: { use: ./a.ts }')).toMatchInlineSnapshot(`
      "grid.yaml:2:12  data.a: The list of files is empty.
      grid.yaml:2:16  data.1b: "1b" is not a name: start with a letter, go on with letters, digits, ".", "_", "-".
      grid.yaml:2:26  data.d: 5 is not text."
    `)
  })
})

describe('YAML that is none', () => {
  test('a name given twice is reported beside other problems', () => {
    expect(problemsIn(`${base}seed: 1\nseed: x\n`)).toMatchInlineSnapshot(`
      "grid.yaml:7:1: "seed" is given twice: keep one of them.
      grid.yaml:7:7  seed: "x" is not a number."
    `)
  })

  test('tabs', () => {
    expect(problemsIn('name: x\ndata:\n\tbtc: a.arrow\n')).toMatchInlineSnapshot(
      `"grid.yaml:3:1: A tab indents this line: YAML wants spaces."`,
    )
  })

  test('brackets left open, unknown aliases, unknown tags, several documents', () => {
    expect(problemsIn('name: [x\n')).toMatchInlineSnapshot(
      `"grid.yaml:2:1: Not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]."`,
    )
    expect(problemsIn('name: *x\n')).toMatchInlineSnapshot(
      `"grid.yaml:1:1: Cannot be read: Unresolved alias (the anchor must be set before the alias): x."`,
    )
    expect(problemsIn('name: !thing x\n')).toMatchInlineSnapshot(
      `"grid.yaml:1:7: Not valid YAML: Unresolved tag: !thing."`,
    )
    expect(problemsIn('name: x\n---\nname: y\n')).toMatchInlineSnapshot(
      `"grid.yaml:2:1: A second document starts here: a scenario is one."`,
    )
  })

  test('aliases that multiply are refused', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    for (const [i, name] of [...'bcdefgh'].entries()) {
      const last = 'abcdefgh'[i]!
      bomb.push(`${name}: &${name} [${`*${last}, `.repeat(8)}*${last}]`)
    }
    expect(problemsIn(bomb.join('\n'))).toContain('grid.yaml:1:1: Cannot be read')
  })
})

describe('later checks point into the file', () => {
  const text = `${base}  params:\n    levls: 3\n    every: 100\nvenues:\n  binance-usd: {}\n`

  test('parameters that the strategy does not take', () => {
    const loaded = parseScenario(text, 'grid.yaml')
    const specs = { levels: param.integer({ default: 1 }), every: param.duration({ default: '1s' }) }
    expect(errorOf(() => strategyParams(loaded, specs))).toMatchInlineSnapshot(`
      "grid.yaml:7:5  strategy.params.levls: The strategy has no parameter "levls".
        One of: levels, every. Did you mean "levels"?
      grid.yaml:8:12  strategy.params.every: 100 has no unit: write "250us", "100ms" or "10s". Units: ns, us, ms, s, m, h."
    `)
  })

  test('venues that no data names', () => {
    const loaded = parseScenario(text, 'grid.yaml')
    expect(errorOf(() => completeVenues(loaded, ['binance-usdm', 'okx']))).toMatchInlineSnapshot(`
      "grid.yaml:10:3  venues.binance-usd: No data names the venue "binance-usd".
        One of: binance-usdm, okx. Did you mean "binance-usdm"?"
    `)
  })

  test('a parameter that came from the command line', () => {
    const loaded = parseScenario(base, 'grid.yaml', ['strategy.params.levels=many'])
    expect(errorOf(() => strategyParams(loaded, { levels: param.integer({ default: 1 }) }))).toMatchInlineSnapshot(
      `"--set strategy.params.levels=many  strategy.params.levels: "many" is not a whole number."`,
    )
  })
})

describe('--set', () => {
  const venues = `${base}venues:\n  binance-usdm:\n    queue: { model: LogProb }\n  okx: {}\n`
  const full = (...overrides: string[]) => parseScenario(venues, 'grid.yaml', overrides).full

  test('by name, by number, into maps that are not there yet', () => {
    const {
      venues: set,
      seed,
      risk,
    } = full(
      'venues.0.latency.profile=optimistic',
      'venues.okx.queue.model=PowerProb',
      'venues.1.queue.n=2',
      'seed=9',
      'risk.maxOrdersPerSecond=5',
    )
    expect(set['binance-usdm']!.latency).toEqual({ family: 'cloud', profile: 'optimistic' })
    expect(set['okx']!.queue).toEqual({ model: 'PowerProb', n: 2 })
    expect([seed, risk.maxOrdersPerSecond]).toEqual([9, 5])
  })

  test('a value may be a whole map, and = may stand in it', () => {
    expect(full('venues.0={ latency: { constant: { entry: 1ms, response: 2ms } } }').venues['binance-usdm']!.feed).toBe(
      'data',
    )
    expect(full('strategy.params={ expression: a=b }').strategy.params).toEqual({ expression: 'a=b' })
  })

  test('a list by number', () => {
    const text = 'name: x\ndata: { btc: [a.arrow, b.arrow] }\nstrategy: { use: ./a.ts }'
    expect(parseScenario(text, 'x.yaml', ['data.btc.1=c.arrow']).full.data['btc']!.files).toEqual([
      'a.arrow',
      'c.arrow',
    ])
    expect(problemsIn(text, ['data.btc.2=c.arrow'])).toMatchInlineSnapshot(
      `"--set data.btc.2=c.arrow: "data.btc" is a list of 2, with no entry "2"."`,
    )
  })

  test('an alias is changed in one place only', () => {
    const text = `${base}venues:\n  a: &a\n    queue: { model: LogProb }\n  b: *a\n`
    const { venues } = parseScenario(text, 'x.yaml', ['venues.b.queue.model=LogProb2']).full
    expect([venues['a']!.queue, venues['b']!.queue]).toEqual([{ model: 'LogProb' }, { model: 'LogProb2' }])
  })

  test('every path and value that is wrong is named by its option', () => {
    expect(
      problemsIn(venues, [
        'venues.7.feed=data',
        'venue.0.feed=data',
        'venues.0.queue.modl=LogProb',
        'venues.okx.latency.profile=best',
        'risk.maxPosition=5',
        'name.first=x',
        'seed',
        'seed=[',
      ]),
    ).toMatchInlineSnapshot(`
      "--set venues.7.feed=data: "venues" has no entry 7.
        One of: 0 (binance-usdm), 1 (okx).
      --set venue.0.feed=data: The scenario has no field "venue".
        One of: name, data, strategy, venues, seed, span, risk, metrics, matrix, expect. Did you mean "venues"?
      --set venues.0.queue.modl=LogProb: "venues.binance-usdm.queue" has no field "modl".
        One of: model, n, params. Did you mean "model"?
      --set name.first=x: "name" is a single value and has no "first" in it.
      --set seed: Not "path=value", such as "venues.0.latency.profile=optimistic".
      --set seed=[: "[" is not a YAML value: Flow sequence must end with a ].
      --set venues.okx.latency.profile=best  venues.okx.latency.profile: "best" is not accepted.
        One of: realistic, optimistic, pessimistic.
      --set risk.maxPosition=5  risk.maxPosition: 5 has no unit: write a number and what it counts. Such as "0.5 BTC", "10 contracts" or "20 lots"."
    `)
  })
})
