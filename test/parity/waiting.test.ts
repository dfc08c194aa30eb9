/**
 * What a strategy has heard when the reference's calls would have returned: the rows of its known small markets that
 * are about waiting. (Those about fills are in `test/venue/sim/`.)
 */
import { describe, expect, test } from 'vitest'
import { strategy } from '../../src/trading/strategy.ts'
import { marketRows, unitInstrument } from '../fakes/market-text.ts'
import { simulate } from '../fakes/simulation.ts'

describe('waiting for market data', () => {
  test('31: each message is heard; the last one ends the run and is in the book (hftbacktest: equal)', () => {
    const heard: string[] = []
    const given = ['bid(1000,1010) 100x5 99x7', 'ask(1000,1010) 101x4', 'bid(2000,2010) 100x3']
    const { trader, kernel } = simulate(
      [{ instrument: unitInstrument(), rows: marketRows(given) }],
      strategy({ start: ({ clock }) => ({ onMessage: () => heard.push(String(clock.nowTs)) }) }),
    )
    expect(heard).toEqual(['1010'])
    expect(trader.viewOf(0).book.bidLotsAt(100)).toBe(3)
    // There the clock stays at 1010; here it is that of the last row.
    expect(kernel.nowTs).toBe(2010)
  })

  test('33: two instruments in one instant: both books are new when either is heard (hftbacktest: equal)', () => {
    const heard: string[] = []
    const markets = [0, 1].map((id) => ({
      instrument: unitInstrument({}, id),
      rows: marketRows(['bid(1000,1100) 100x1', 'idle(2000)']),
    }))
    const listening = strategy({
      start: ({ clock, instruments }) => ({
        onMessage: (id) => {
          heard.push(`${clock.nowTs} #${id} ${instruments.map(({ book }) => book.bidLotsAt(100))}`)
        },
      }),
    })
    simulate(markets, listening)
    expect(heard.slice(0, 2)).toEqual(['1100 #0 1,1', '1100 #1 1,1'])
  })
})
