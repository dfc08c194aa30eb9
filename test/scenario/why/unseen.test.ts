/** What a fill takes beyond what the market showed for it, in the story of its order. */
import { expect, test } from 'vitest'
import { PartialFill } from '../../../src/venue/sim/fill/partial-fill.ts'
import { BOOK, tell } from '../../fakes/told.ts'

async function filled(script: Parameters<typeof tell>[0]): Promise<string[]> {
  const { lines } = await tell(script)
  return lines.flatMap((line) => line.match(/filled \d[^;]*/g) ?? [])
}

test('by the queue: of six that traded five were ahead, so that one of the three filled was seen', async () => {
  const given = [...BOOK, 'sell-trade(2100) 100x6', 'idle(3000)']
  const fills = await filled({ given, when: [[2000, 'buy 100x3']] })
  expect(fills).toEqual(['filled 3 UNIT @ 100 as maker (queue), of which 2 UNIT nobody showed'])
})

test('as much as went past is all seen', async () => {
  const given = [...BOOK, 'sell-trade(2100) 100x8', 'idle(3000)']
  expect(await filled({ given, when: [[2000, 'buy 100x3']] })).toEqual(['filled 3 UNIT @ 100 as maker (queue)'])
})

test('on arrival: what is taken at a level twice is seen once', async () => {
  // Four stand at 101 and nine at 102; two more are executed at the limit, where nothing is left.
  const given = [...BOOK, 'idle(3000)']
  const fills = await filled({ given, when: [[2000, 'buy 102x15']], fill: new PartialFill() })
  expect(fills).toEqual([
    'filled 4 UNIT @ 101 as taker (on-arrival), 11 UNIT open',
    'filled 9 UNIT @ 102 as taker (on-arrival), 2 UNIT open',
    'filled 2 UNIT @ 102 as taker (on-arrival), of which 2 UNIT nobody showed',
  ])
})
