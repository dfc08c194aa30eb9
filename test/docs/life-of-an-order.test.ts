/** The life of one order in docs/architecture.md is one that this code lives. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strategy } from 'hftsim'
import { market } from 'hftsim/testing'
import { expect, test } from 'vitest'

const page = readFileSync(join(import.meta.dirname, '../../docs/architecture.md'), 'utf8')

const joinsTheBid = strategy({
  start({ book, orders }) {
    let sent = false
    return {
      onDepth() {
        if (sent) return
        sent = true
        orders.submit({ side: 1, priceTicks: book.bestBidTicks, lots: 2 })
      },
    }
  },
})

test('docs/architecture.md shows the journal of this order', () => {
  const latency = { feed: '2ms', entry: '3ms', response: '2ms' }
  const m = market({ tick: '0.1', lot: '0.001', latency }).run(joinsTheBid)
  m.advance('8ms').book('bid 100.0: 7', 'ask 100.1: 4')
  m.advance('6ms').trade('sell 9 @ 100.0').advance('5ms')
  const entries = m.journal('SubmitOrder', 'OrderAccepted', 'Fill')
  expect(m.position).toBe(2)
  expect(page).toContain(entries)
})
