/** A small sweep in a test: a strategy whose runs are quick, can fail on purpose, and count themselves. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SweepResults } from '../../src/report/sweep/sweep-results.ts'
import { type RunSweepOptions, runSweep } from '../../src/scenario/sweep/run-sweep.ts'
import { openSweepFolder } from '../../src/scenario/sweep/sweep-folder.ts'
import { planSweep, type SweepRequest } from '../../src/scenario/sweep/sweep-plan.ts'
import { SAMPLE } from './command-line.ts'

/**
 * `at` is where it quotes; 13 throws. Every run that starts leaves a file in `counted`; from 5 on it waits for as long
 * as there is a file `gate`.
 */
const strategyText = (counted: string, gate: string): string => `
import { existsSync, writeFileSync } from 'node:fs'
import { param, strategy } from 'hftsim'
export default strategy({
  params: {
    at: param.integer({ default: 1, min: 0, max: 20 }),
    every: param.duration({ default: '1s', min: '1ms' }),
    side: param.choice({ choices: ['both', 'bid'], default: 'both' }),
  },
  start({ params: { at, every: everyNs, side }, book, every, quotes }) {
    writeFileSync(\`${counted}/\${process.pid}-\${Math.random()}\`, String(at))
    while (at >= 5 && existsSync('${gate}')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    if (at === 13) throw new RangeError('13 is no place')
    every(everyNs, () => {
      if (!book.hasBid || !book.hasAsk) return
      quotes.begin()
      quotes.bid(book.bestBidTicks - at, 1)
      if (side === 'both') quotes.ask(book.bestAskTicks + at, 1)
      quotes.end()
    })
  },
})
`

export interface SweepCase {
  readonly file: string
  /** While a file of this name is there, runs at 5 and above do not go on. */
  readonly gate: string
  /** How many runs have started so far. */
  started(): number
}

/** Writes scenario and strategy into a folder that has a folder `counted` in it. */
export function sweepCase(folder: string): SweepCase {
  const counted = join(folder, 'counted')
  const gate = join(folder, 'gate')
  writeFileSync(join(folder, 'maker.ts'), strategyText(counted, gate))
  const venues = 'venues: { binance-usdm: { latency: { constant: { entry: 1ms, response: 1ms } } } }'
  writeFileSync(
    join(folder, 'maker.yaml'),
    `name: maker\ndata: { btc: ${SAMPLE} }\n${venues}\nstrategy: { use: ./maker.ts }\n`,
  )
  return { file: join(folder, 'maker.yaml'), gate, started: () => readdirSync(counted).length }
}

export function sweepRequest(file: string, change: Partial<SweepRequest> = {}): SweepRequest {
  return {
    file,
    overrides: [],
    params: ['at=0..3', 'side=both,bid'],
    search: { kind: 'grid' },
    metric: 'pnl.net',
    minimise: false,
    ...change,
  }
}

/** Runs a sweep to its end in a folder of its own. */
export async function swept(
  request: SweepRequest,
  path: string,
  options: Partial<RunSweepOptions & { readonly resume: boolean }> = {},
): Promise<SweepResults> {
  const plan = await planSweep(request)
  const folder = openSweepFolder(path, plan, { resume: options.resume ?? false })
  try {
    return await runSweep(plan, folder, { threads: 1, ...options })
  } finally {
    folder.close()
  }
}
