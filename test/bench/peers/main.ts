/**
 * `npm run bench:peers`: the same rows, the same grid, the same models through hftbacktest (compiled and warm,
 * HashMap and ROIVector depth) and hftsim, in turn, in one run. Needs a Python with hftbacktest (HFTSIM_HFTBACKTEST)
 * and its rows (HFTSIM_SHARED), and says so where they are missing.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { GENERATED_INSTRUMENT } from '../../../src/data/generate.ts'
import { importNpz } from '../../../src/data/npz-import.ts'
import { instrumentFrom, specOf } from '../../../src/market/instrument.ts'
import { sharedPath } from '../../fakes/shared-data.ts'
import { prepared } from '../fixtures.ts'
import { inMemory, journalOff, journalOn, type Outcome } from '../loop.ts'
import { alternate, median, spread } from '../measure.ts'
import { Reference } from './reference.ts'
import { writeScenario } from './scenario.ts'

const ROUNDS = 9
const DATA = sharedPath('parity', 'data', 'usdm-btc-20240808.npz')
const PYTHON = process.env['HFTSIM_HFTBACKTEST']
// The recording's instrument is the one that the generator has by default: BTCUSDT, tick 0.1, lot 0.001.
const INSTRUMENT = specOf(instrumentFrom(GENERATED_INSTRUMENT, 0))

if (DATA === undefined || PYTHON === undefined) {
  console.log(
    'SKIPPED: set HFTSIM_HFTBACKTEST to a Python that has hftbacktest 2.4.4, and HFTSIM_SHARED to the recordings.',
  )
} else {
  const folder = mkdtempSync(join(tmpdir(), 'hftsim-peers-'))
  try {
    await compare(DATA, PYTHON, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compare(data: string, python: string, folder: string): Promise<void> {
  const market = join(folder, 'market.arrow')
  const { rows } = await importNpz([data], { instrument: INSTRUMENT, out: market, overwrite: false })
  const peer = await Reference.start(python, data)
  console.log(`${rows.toLocaleString('en-US')} rows, hftbacktest ${peer.version}, node ${process.version}`)
  for (const intervalNs of [100_000_000, 10_000_000]) {
    const run = await prepared(writeScenario(folder, market, intervalNs))
    const memory = await inMemory(run)
    const done = new Map<string, Outcome>()
    const note = (name: string, outcome: Outcome): number => {
      done.set(name, outcome)
      return outcome.seconds * 1000
    }
    const results = await alternate(
      {
        HashMap: async () => note('HashMap', await peer.run('hashmap', intervalNs)),
        ROIVector: async () => note('ROIVector', await peer.run('roi', intervalNs)),
        hftsim: async () => note('hftsim', await journalOn(memory, join(folder, 'run'))),
        'hftsim, no journal': async () => note('hftsim, no journal', await journalOff(memory)),
      },
      ROUNDS,
    )
    console.log(`\ngrid every ${intervalNs / 1e6} ms`)
    const rate = (ms: number): number => rows / ms / 1000
    const ours = results[2]!.ms
    for (const { name, ms } of results) {
      const ratios = ms.map((peerMs, i) => peerMs / ours[i]!)
      const ratio = name.startsWith('hftsim') ? '' : `    hftsim is ${median(ratios).toFixed(2)} times as fast`
      console.log(`  ${name.padEnd(19)} ${spread(ms, rate).padEnd(12)} M rows/s${ratio}`)
    }
    const said = [...done.values()].map(({ orders, fills, positionLots }) => `${orders} ${fills} ${positionLots}`)
    const same = new Set(said).size === 1 ? 'yes' : `NO: ${said.join(' | ')}`
    console.log(`  orders, fills and position equal: ${same} (${done.get('hftsim')!.fills} fills)`)
  }
  peer.stop()
  wholeProcess(python, data, writeScenario(folder, market, 100_000_000), folder)
}

/** From the start of a process to its end, with everything it does on the way. */
function wholeProcess(python: string, data: string, scenario: string, folder: string): void {
  console.log('\nwhole process, start-up included')
  for (const depth of ['hashmap', 'roi']) {
    const startedMs = performance.now()
    const { stdout } = spawnSync(python, Reference.args(data), { input: `${depth} 100000000\n`, encoding: 'utf8' })
    const seconds = (performance.now() - startedMs) / 1000
    const { peakMb } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { peakMb: number }
    console.log(`  hftbacktest ${depth.padEnd(8)} ${seconds.toFixed(2)} s, peak ${peakMb} MB`)
  }
  const command = resolve(import.meta.dirname, '../../../bin/hftsim.js')
  const startedMs = performance.now()
  spawnSync(process.execPath, [command, 'backtest', scenario, '--quiet', '--force', '--out', join(folder, 'whole')])
  const seconds = (performance.now() - startedMs) / 1000
  const child = spawnSync(process.execPath, [resolve(import.meta.dirname, '../peak-memory.ts'), scenario, folder], {
    encoding: 'utf8',
  })
  const peakMb = /peak (\d+) MB/.exec(child.stdout)?.[1]
  console.log(`  hftsim               ${seconds.toFixed(2)} s, peak ${peakMb} MB`)
}
