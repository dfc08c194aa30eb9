/**
 * `npm run bench:peers`: the same rows, the same strategies, the same models through hftbacktest (compiled and warm,
 * HashMap and ROIVector depth) and hftsim, in turn, in one run. Needs a Python with hftbacktest (HFTSIM_HFTBACKTEST)
 * and its rows (HFTSIM_SHARED), and ends with 1 where they are missing.
 *
 * `--only=20240808|20230404|eleven` takes one of the recordings, `--rounds=N` sets how often each pair counts,
 * `--quick` is the first recording with few rounds. Ends with 1 where they did not do the same.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepared } from '../fixtures.ts'
import { inMemory, journalOff, journalOn, type Outcome } from '../loop.ts'
import { alternate } from '../measure.ts'
import { benchOptions } from '../options.ts'
import { fillsHash } from './fills.ts'
import { makeMarket, NAMES, type Recording, recordings } from './recordings.ts'
import { type Depth, Reference } from './reference.ts'
import { PACES, type Pace, writeScenario } from './scenario.ts'
import { type LoopLine, loopTable, type WholeLine, wholeTable } from './table.ts'
import { wholeProcesses } from './whole.ts'

const { only, quick, rounds } = benchOptions(NAMES, { rounds: 9, quickRounds: 3 })
const wholeRounds = Math.min(rounds, quick ? 1 : 3)
const PYTHON = process.env['HFTSIM_HFTBACKTEST']
const ALL = recordings()

if (ALL === undefined || PYTHON === undefined) {
  if (PYTHON === undefined) console.error('HFTSIM_HFTBACKTEST is not set: a Python that has hftbacktest 2.4.4.')
  if (ALL === undefined) console.error('The recordings are not here: HFTSIM_SHARED is the folder that has parity/data.')
  process.exitCode = 1
} else {
  await compareAll(PYTHON, chosen(ALL)).catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}

function chosen(all: readonly Recording[]): readonly Recording[] {
  if (only === undefined && !quick) return all
  return all.filter(({ name }) => name === (only ?? NAMES[0]))
}

async function compareAll(python: string, all: readonly Recording[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hftsim-peers-'))
  const loops: LoopLine[] = []
  const wholes: WholeLine[] = []
  try {
    for (const recording of all) {
      const market = await makeMarket(recording, folder)
      const peer = await Reference.start(python, recording)
      const { version, rows, roi } = peer.hello
      const { name: data } = recording
      console.error(`${data}: hftbacktest ${version}, ROIVector from ${roi[0]} to ${roi[1]}, node ${process.version}`)
      try {
        for (const pace of PACES) loops.push(await loop({ data, rows, pace: pace.name }, peer, pace, folder, market))
      } finally {
        peer.stop()
      }
      const scenario = writeScenario(folder, market, PACES[0])
      wholes.push({ data, rows, whole: wholeProcesses(python, recording, roi, PACES[0], scenario, wholeRounds) })
      rmSync(market)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  console.log(`\n${loopTable(loops, rounds)}\n\n${wholeTable(wholes, wholeRounds)}\n\n! misses its goal`)
  if (loops.some(({ equal }) => equal !== 'yes')) process.exitCode = 1
}

async function loop(
  of: Pick<LoopLine, 'data' | 'rows' | 'pace'>,
  peer: Reference,
  pace: Pace,
  folder: string,
  market: string,
): Promise<LoopLine> {
  console.error(`  ${of.pace}`)
  const run = await prepared(writeScenario(folder, market, pace))
  if (run.totalRows !== of.rows) throw new Error(`${run.totalRows} rows here, ${of.rows} there`)
  const memory = await inMemory(run)
  const journal = join(folder, 'run')
  const totals = new Map<string, string>()
  const hashes = new Map<string, string>()
  let fills = 0
  const note = (name: string, outcome: Outcome): number => {
    totals.set(name, `${outcome.orders} orders, ${outcome.fills} fills, ${outcome.positionLots} lots`)
    fills = outcome.fills
    return outcome.seconds * 1000
  }
  const theirs = async (name: string, depth: Depth): Promise<number> => {
    const outcome = await peer.run(depth, pace)
    hashes.set(name, outcome.fillsHash)
    return note(name, outcome)
  }
  const measured = await alternate(
    {
      HashMap: () => theirs('HashMap', 'hashmap'),
      ROIVector: () => theirs('ROIVector', 'roi'),
      hftsim: async () => note('hftsim', await journalOn(memory, journal)),
      'no journal': async () => note('no journal', await journalOff(memory)),
    },
    rounds,
  )
  hashes.set('hftsim', fillsHash(journal, BigInt(run.manifest.epochNs)))
  const areSame = [totals, hashes].every((said) => new Set(said.values()).size === 1)
  const equal = areSame ? 'yes' : `NO (${[...totals, ...hashes].join(' | ')})`
  return { ...of, measured, equal, fills }
}
