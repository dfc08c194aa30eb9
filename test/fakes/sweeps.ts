/** A small sweep in a test: a strategy whose runs are quick, can fail on purpose, and count themselves. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SweepResults } from '../../src/report/sweep/sweep-results.ts'
import { type RunSweepOptions, runSweep } from '../../src/scenario/sweep/run-sweep.ts'
import { openSweepFolder } from '../../src/scenario/sweep/sweep-folder.ts'
import { planSweep, type SweepRequest } from '../../src/scenario/sweep/sweep-plan.ts'
import { SAMPLE } from './command-line.ts'

/** `at` is where it quotes; 13 throws. Every run that starts leaves a file in `counted`. */
const strategyText = (counted: string): string => `
import { writeFileSync } from 'node:fs'
import { param, strategy } from 'hftsim'
let runs = 0
export default strategy({
  params: {
    at: param.integer({ default: 1, min: 0, max: 20 }),
    every: param.duration({ default: '1s', min: '1ms' }),
    side: param.choice({ choices: ['both', 'bid'], default: 'both' }),
    work: param.integer({ default: 0 }),
  },
  start({ params: { at, every: everyNs, side, work }, book, every, quotes, rng }) {
    writeFileSync(\`${counted}/\${process.pid}-\${Math.random()}\`, String(at))
    if (at === 13) throw new RangeError('13 is no place')
    every(everyNs, () => {
      for (let i = 0; i < work; i++) rng.uint32()
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
  /** How many runs have started so far. */
  started(): number
}

/** Writes scenario and strategy into a folder that has a folder `counted` in it. */
export function sweepCase(folder: string): SweepCase {
  const counted = join(folder, 'counted')
  writeFileSync(join(folder, 'maker.ts'), strategyText(counted))
  const venues = 'venues: { binance-usdm: { latency: { constant: { entry: 1ms, response: 1ms } } } }'
  writeFileSync(
    join(folder, 'maker.yaml'),
    `name: maker\ndata: { btc: ${SAMPLE} }\n${venues}\nstrategy: { use: ./maker.ts }\n`,
  )
  return { file: join(folder, 'maker.yaml'), started: () => readdirSync(counted).length }
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
