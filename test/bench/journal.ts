/**
 * What the journal costs: nanoseconds to append an entry, and the speed of verifying. Run: node test/bench/journal.ts
 */
import { JournalWriter } from '../../src/journal/journal-writer.ts'
import { verifyJournal } from '../../src/journal/verify-journal.ts'
import { sha256 } from '../../src/stores/journal-file.ts'

const ORDERS = 250_000
const ENTRIES = 4 * ORDERS
const ROUNDS = 6

function appendOrders(journal: JournalWriter): void {
  const instrument = 0
  for (let order = 0; order < ORDERS; order++) {
    const ts = order * 1000
    const submitted = journal.append('SubmitOrder', ts, -1, {
      instrument,
      order,
      side: 1,
      type: 'limit',
      timeInForce: 'gtc',
      postOnly: 1,
      priceTicks: 616597,
      lots: 3,
      row: order * 7,
    })
    journal.append('OrderAccepted', ts + 1, submitted, { instrument, order, exchTs: ts, aheadSteps: 12.5 })
    journal.append('CancelOrder', ts + 2, submitted, { instrument, order, row: order * 7 })
    journal.append('Fill', ts + 3, submitted, {
      instrument,
      order,
      exchTs: ts,
      priceTicks: 616597,
      lots: 3,
      leavesLots: 0,
      liquidity: 'maker',
      feeAtoms: 123456n,
    })
  }
  journal.seal()
}

function report(what: string, samples: readonly number[], unit: string): void {
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length
  const deviation = Math.sqrt(samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / samples.length)
  console.log(`${what.padEnd(16)}${mean.toFixed(0).padStart(6)} ± ${deviation.toFixed(0)} ${unit}`)
}

const appendNs: number[] = []
const verifyMegabytes: number[] = []
let length = 0
for (let round = 0; round < ROUNDS; round++) {
  const bytes = new Uint8Array(64 * ENTRIES)
  length = 0
  const journal = new JournalWriter({}, sha256, (chunk) => {
    bytes.set(chunk, length)
    length += chunk.length
  })
  const start = performance.now()
  appendOrders(journal)
  const written = performance.now()
  const { entries, sealed } = verifyJournal(bytes.subarray(0, length), sha256)
  const verified = performance.now()
  if (!sealed || entries !== ENTRIES) throw new Error('The journal does not verify')
  // The first round warms up.
  if (round === 0) continue
  appendNs.push(((written - start) * 1e6) / ENTRIES)
  verifyMegabytes.push(length / 1000 / (verified - written))
}
report('journal append', appendNs, `ns an entry of ${(length / ENTRIES).toFixed(1)} bytes`)
report('journal verify', verifyMegabytes, 'MB/s')
