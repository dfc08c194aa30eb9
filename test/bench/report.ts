/**
 * The report of a run with many fills: what it costs beside the run itself, and its peak memory, which must not grow
 * with the rows. The same number of fills on few rows and on ten times as many.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openMarketFile } from '../../src/data/market-file-reader.ts'
import type { RunReport } from '../../src/report/run-report.ts'
import { generated } from './fixtures.ts'

interface Spent {
  readonly seconds: number
  /** Of all threads, the collector's among them: on a busy machine it tells more than the time that passed. */
  readonly processorSeconds: number
  readonly peakMb: number
}

export async function reportBench(folder: string, sizes: readonly number[], fills: number): Promise<void> {
  for (const rows of sizes) {
    const market = await generated(folder, rows)
    const scenario = await manyFills(folder, market, fills)
    const run = join(folder, 'reported')
    const command = (...args: string[]): Spent => spend([...args, '--quiet'])
    const plain = command('backtest', scenario, '--out', run, '--force')
    const again = command('report', run, '--no-band')
    const during = command('backtest', scenario, '--out', run, '--force', '--report', '--no-band')
    const { result } = JSON.parse(readFileSync(join(run, 'report.json'), 'utf8')) as RunReport
    const page = statSync(join(run, 'report.html')).size / 1e6
    console.log(
      `report     ${(result.rows! / 1e6).toFixed(1)} M rows, ${(result.fills / 1e6).toFixed(2)} M fills: ` +
        `backtest ${told(plain)}, with --report ${told(during)}, report of the recorded run ${told(again)}, ` +
        `page ${page.toFixed(2)} MB`,
    )
    rmSync(market)
    rmSync(run, { recursive: true })
  }
}

/** There and back an order takes less than a beat: one that is always under way would keep the run from its end. */
async function manyFills(folder: string, market: string, fills: number): Promise<string> {
  const { instrument, span } = (await openMarketFile(market)).manifest
  const durationNs = Number(BigInt(span!.lastExchTs) - BigInt(span!.firstExchTs))
  const scenario = join(folder, 'many-fills.yaml')
  writeFileSync(
    scenario,
    `name: many-fills
data: { market: ${market} }
venues: { ${instrument.venue}: { latency: { constant: { entry: 1ms, response: 1ms } }, fees: { taker: 4bp } } }
strategy:
  use: ${resolve(import.meta.dirname, 'many-fills.ts')}
  params: { every: ${Math.floor(durationNs / fills)}ns }
`,
  )
  return scenario
}

function spend(args: readonly string[]): Spent {
  const script = join(import.meta.dirname, 'one-command.ts')
  const child = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })
  if (child.status !== 0) throw new Error(child.stderr)
  return JSON.parse(child.stdout) as Spent
}

function told({ seconds, processorSeconds, peakMb }: Spent): string {
  return `${seconds.toFixed(1)} s (processor ${processorSeconds.toFixed(1)} s), ${peakMb} MB`
}
