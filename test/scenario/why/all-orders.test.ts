/** Whole recorded runs: orders that are executed again at the venue are answered as they were. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { JournalEntry } from '../../../src/journal/entries.ts'
import { MarketMemory } from '../../../src/market/market-memory.ts'
import type { Answer } from '../../../src/market/orders.ts'
import { formatStory } from '../../../src/report/story/story-text.ts'
import type { RunManifest } from '../../../src/scenario/prepare.ts'
import { gatePictures } from '../../../src/scenario/why/gate-picture.ts'
import { lifeOf } from '../../../src/scenario/why/life.ts'
import { passOver } from '../../../src/scenario/why/market-pass.ts'
import { isLost, type OrderRecord, readOrders } from '../../../src/scenario/why/order-record.ts'
import { openRecordedMarket, type RecordedMarket } from '../../../src/scenario/why/recorded-market.ts'
import { type RecordedRun, refusedCommands, storyOf } from '../../../src/scenario/why/why.ts'
import { readJournal } from '../../../src/stores/journal-file.ts'
import { SimulatedVenue } from '../../../src/venue/sim/simulated-venue.ts'
import { hftsim, ROOT } from '../../fakes/command-line.ts'
import { recordedEntries, sampledPrices } from '../../fakes/told.ts'

interface Recorded {
  readonly entries: readonly JournalEntry[]
  readonly run: RecordedRun
  readonly markets: readonly RecordedMarket[]
  readonly records: readonly OrderRecord[]
}

async function recorded(name: string): Promise<Recorded> {
  const folder = mkdtempSync(join(tmpdir(), 'hftsim-all-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const scenario = join(ROOT, 'scenarios', `${name}.yaml`)
  const { code, err } = await hftsim('backtest', scenario, '--out', folder, '--force', '--quiet')
  expect([code, err]).toEqual([0, ''])
  const { manifest, reader, path, close } = readJournal(folder)
  onTestFinished(close)
  const entries: JournalEntry[] = [...reader]
  const { instruments } = manifest as RunManifest
  const markets = await Promise.all(
    instruments.map((_, id) => openRecordedMarket(manifest as RunManifest, id, dirname(scenario))),
  )
  const ids = entries.flatMap((entry) => (entry.kind === 'SubmitOrder' ? [entry.order] : []))
  const records = readOrders(recordedEntries(entries), ids, path)
  const pictures = gatePictures(entries, records.flatMap(refusedCommands))
  const run = { path, pictures, market: async (id: number) => markets[id]! }
  return { entries, run, markets, records }
}

test.each(['quickstart', 'multi-grid', 'queue-maker'])('%s: every order is answered as it was', async (name) => {
  const { markets, records } = await recorded(name)
  let compared = 0
  for (const [id, market] of markets.entries()) {
    const own = records.filter(({ instrument }) => instrument === id)
    const answers = new Map<number, Answer[]>(own.map(({ order }) => [order, []]))
    const memory = new MarketMemory()
    const receive = (answer: Answer): unknown => answers.get(answer.order)!.push(answer)
    const venue = new SimulatedVenue(market.instrument, market.models(), receive, undefined, memory)
    const due = own.flatMap((record) => [...lifeOf(record).arrived]).sort((a, b) => a.arrivalTs - b.arrivalTs)
    let at = 0
    const before = (nextTs: number): void => {
      for (; at < due.length && due[at]!.arrivalTs < nextTs; at++) venue.receive(due[at]!.command, due[at]!.arrivalTs)
    }
    const whole = { watchFromTs: Number.NEGATIVE_INFINITY, endTs: Number.MAX_SAFE_INTEGER }
    await passOver(market.source(), memory, venue, { ...whole, before, after: () => {} })
    for (const record of own) {
      const heard = record.answers.filter((entry) => !isLost(entry))
      const told = answers.get(record.order)!
      if (record.runEnd === undefined) expect(told).toHaveLength(heard.length)
      for (const [i, entry] of heard.entries()) expect(entry).toMatchObject(told[i]!)
      compared += heard.length
    }
  }
  expect(compared).toBeGreaterThan(records.length / 2)
})

test.each(['quickstart', 'multi-grid'])('%s: what the trader saw is found again', async (name) => {
  const { entries, markets } = await recorded(name)
  for (const market of markets) {
    const { sampled, found } = await sampledPrices(market, entries)
    expect(sampled.length).toBeGreaterThan(20)
    expect(found).toEqual(sampled)
  }
})

test('stories of every kind read right: each twentieth order', { timeout: 60_000 }, async () => {
  const { run, records } = await recorded('quickstart')
  const outcomes = new Set<string>()
  for (const record of records) {
    if (record.order % 20 !== 0 && record.runEnd === undefined) continue
    const story = await storyOf(run, record)
    expect(formatStory(story, { color: false })).not.toMatch(/undefined|NaN|null|Infinity| -\d/)
    expect(story.filledLots + story.leavesLots).toBeGreaterThan(0)
    outcomes.add(story.outcome)
  }
  expect([...outcomes].sort()).toEqual(['canceled', 'filled', 'open', 'rejected'])
})
