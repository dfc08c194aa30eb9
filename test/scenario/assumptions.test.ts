import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Assumption } from '../../src/report/run-report.ts'
import { assumptionsOf } from '../../src/scenario/assumptions.ts'
import { QUEUE_MODELS } from '../../src/scenario/full-scenario.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { prepareRun } from '../../src/scenario/prepare.ts'
import { ROOT } from '../fakes/runs.ts'

const QUICKSTART = join(ROOT, 'scenarios/quickstart.yaml')

async function assumed(...overrides: string[]): Promise<readonly Assumption[]> {
  return assumptionsOf(await prepareRun(await loadScenario(QUICKSTART, overrides)))
}

async function model(topic: string, ...overrides: string[]): Promise<string> {
  return (await assumed(...overrides)).find((each) => each.topic === topic)!.model
}

describe('assumptions in words', () => {
  test('one for each model of the venue, with where it ends', async () => {
    const all = await assumed()
    expect(all.map(({ topic, model }) => `${topic}: ${model}`)).toEqual([
      'Market: replay of recorded events, level 2',
      'Order latency: cloud, realistic',
      'Feed latency: modelled, by cloud, realistic',
      'Queue: PowerProb, n = 3',
      'Fills: NoPartialFill',
      'Fees: maker 0bp, taker 4bp of the value',
      "Valuation: mid of the trader's book every 10s",
    ])
    for (const { says, limit } of all) expect([says.endsWith('.'), limit.endsWith('.')]).toEqual([true, true])
  })

  test('every model has words of its own', async () => {
    const says = new Set<string>()
    for (const name of QUEUE_MODELS) {
      const all = await assumed(`venues.0.queue={ model: ${name} }`)
      says.add(all.find(({ topic }) => topic === 'Queue')!.says)
    }
    expect(says.size).toBe(QUEUE_MODELS.length)
    expect(await model('Fills', 'venues.0.fill={ model: PartialFill }')).toBe('PartialFill')
    const constant = 'venues.0.latency={ constant: { entry: 5ms, response: 250us } }'
    expect(await model('Order latency', constant)).toBe('constant, 5ms there and 250us back')
    expect(await model('Feed latency', constant)).toBe('as recorded')
    expect(await model('Feed latency', 'venues.0.feed=3ms')).toBe('constant, 3ms')
    const fees = 'venues.0.fees={ per: trade, maker: -0.01 USDT, taker: 0.02 USDT, seller: 10bp }'
    expect(await model('Fees', fees)).toBe('maker -0.01 USDT, taker 0.02 USDT a fill, seller 10bp')
  })

  test('a module of your own is named, and no more is said than is known', async () => {
    const own = `venues.0.queue={ model: ${join(ROOT, 'test/fakes/plugins/queue.ts')} }`
    const queue = (await assumed(own)).find(({ topic }) => topic === 'Queue')!
    expect(queue.model).toMatch(/queue\.ts$/)
    expect(queue.limit).toBe('Nothing is known of it here: read the module.')
  })

  test('venues that differ are told apart', () => {
    const venue = {
      latency: { constant: { entry: 1, response: 1 } },
      feed: 'data',
      queue: { model: 'RiskAverse' },
      fill: { model: 'NoPartialFill' },
      fees: { per: 'value', maker: 0, taker: 0, buyer: 0, seller: 0 },
    } as const
    const scenario = { venues: { a: venue, b: { ...venue, feed: 7 } }, metrics: { sampleEvery: 1e9 } }
    const instruments = ['a', 'b'].map((name) => ({ instrument: { venue: name } }))
    const topics = assumptionsOf({ scenario, instruments } as never).map(({ topic }) => topic)
    expect(topics).toContain('Feed latency at a')
    expect(topics).toContain('Feed latency at b')
    expect(topics.length).toBe(2 + 2 * 5)
  })
})
