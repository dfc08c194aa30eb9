/**
 * Given a market in words, when the trader acts at these instants, then this is what it hears. Actions, by instant:
 *
 *   buy 100x2     sell 101x1 post-only | ioc | fok     buy x3 market     cancel 1     modify 1 99x5     look
 *
 * Order ids count from 1. Every answer is one line, stamped with the trader's clock; `look` writes the trader's best
 * prices.
 */
import { formatDecimal } from '../../src/core/decimal.ts'
import { NO_ASK, NO_BID } from '../../src/core/units.ts'
import type { JournalEntry } from '../../src/journal/entries.ts'
import type { Instrument } from '../../src/market/instrument.ts'
import type { TimeInForce } from '../../src/market/orders.ts'
import { type Orders, type StrategyDefinition, strategy } from '../../src/trading/strategy.ts'
import { marketRows, unitInstrument } from './market-text.ts'
import { type SimulatedMarket, type Simulation, simulate } from './simulation.ts'

export interface Script extends Partial<Omit<SimulatedMarket, 'rows'>> {
  readonly given: readonly string[]
  /** In order of time. */
  readonly when: readonly (readonly [at: number, action: string])[]
}

export interface Played extends Simulation {
  readonly heard: string[]
}

export function play(script: Script): Played {
  const instrument = script.instrument ?? unitInstrument()
  const heard: string[] = []
  const looks: string[] = []
  const market = { ...script, instrument, rows: marketRows(script.given, instrument) }
  const simulation = simulate([market], scripted(script.when, looks))
  for (const entry of simulation.entries) {
    const line = answerLine(entry, instrument)
    if (line !== undefined) heard.push(line)
  }
  return { ...simulation, heard: [...heard, ...looks].sort((a, b) => stampOf(a) - stampOf(b)) }
}

/** A strategy that acts so, and writes down what it looks at. */
export function scripted(when: Script['when'], looks: string[] = []): StrategyDefinition {
  return strategy({
    start({ after, clock, orders, book }) {
      const startTs = clock.nowTs
      for (const [at, action] of when) {
        after(at - startTs, () => {
          if (action !== 'look') return act(orders, action)
          const bid = book.hasBid ? book.bestBidTicks : '-'
          const ask = book.hasAsk ? book.bestAskTicks : '-'
          looks.push(`${at} bid ${bid} ask ${ask}`)
        })
      }
    },
  })
}

function act(orders: Orders, action: string): void {
  const [verb, ...words] = action.split(' ')
  if (verb === 'cancel') {
    orders.cancel(Number(words[0]))
    return
  }
  const [price, qty] = (verb === 'modify' ? words[1] : words[0])!.split('x')
  const priceTicks = Number(price)
  const lots = Number(qty)
  if (verb === 'modify') {
    orders.modify(Number(words[0]), { priceTicks, lots })
    return
  }
  const side = verb === 'buy' ? 1 : verb === 'sell' ? -1 : undefined
  if (side === undefined) throw new Error(`Not an action: ${action}`)
  const how = words[1]
  if (how === 'market') orders.submit({ side, lots, type: 'market' })
  else {
    const timeInForce: TimeInForce = how === 'ioc' || how === 'fok' ? how : 'gtc'
    orders.submit({ side, lots, priceTicks, timeInForce, postOnly: how === 'post-only' })
  }
}

function stampOf(line: string): number {
  return Number(line.slice(0, line.indexOf(' ')))
}

/** One line of what the venue said, or undefined for other entries. */
export function answerLine(entry: JournalEntry, instrument: Instrument): string | undefined {
  switch (entry.kind) {
    case 'OrderAccepted':
      return `${entry.ts} #${entry.order} accepted at ${entry.exchTs}, ${entry.aheadSteps} ahead`
    case 'OrderRejected':
      return `${entry.ts} #${entry.order} rejected at ${entry.exchTs}: ${entry.reason}`
    case 'OrderExpired':
      return `${entry.ts} #${entry.order} expired at ${entry.exchTs}, ${entry.leavesLots} open: ${entry.reason}`
    case 'OrderCanceled':
      return `${entry.ts} #${entry.order} canceled at ${entry.exchTs}, ${entry.leavesLots} open`
    case 'OrderModified':
      return `${entry.ts} #${entry.order} modified at ${entry.exchTs} to ${entry.priceTicks}x${entry.leavesLots}`
    case 'CancelRejected':
      return `${entry.ts} #${entry.order} cancel refused at ${entry.exchTs}: ${entry.reason}`
    case 'ModifyRejected':
      return `${entry.ts} #${entry.order} modify refused at ${entry.exchTs}: ${entry.reason}`
    case 'Fill': {
      const fee = entry.feeAtoms === 0n ? '' : `, fee ${formatDecimal(entry.feeAtoms, instrument.moneyDecimals)}`
      const open = entry.leavesLots === 0 ? '' : `, ${entry.leavesLots} open`
      const what = `${entry.liquidity} ${entry.priceTicks}x${entry.lots}`
      return `${entry.ts} #${entry.order} ${what} at ${entry.exchTs}${open}${fee}`
    }
    default:
      return undefined
  }
}

/** The trader's best prices at the end of a run, undefined for an empty side. */
export function lastMark(entries: readonly JournalEntry[]): { bid: number | undefined; ask: number | undefined } {
  const mark = entries.findLast((entry) => entry.kind === 'MarketMarked')
  if (mark === undefined) throw new Error('No mark in the journal')
  return {
    bid: mark.bidTicks === NO_BID ? undefined : mark.bidTicks,
    ask: mark.askTicks === NO_ASK ? undefined : mark.askTicks,
  }
}
