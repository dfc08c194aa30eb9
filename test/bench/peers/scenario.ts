/** The scenarios of `bench:peers`, with the models of `reference.py`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What runs on a recording: a strategy and how often it acts, where it acts on a clock. */
export interface Pace {
  readonly name: string
  readonly strategy: 'grid' | 'touch'
  readonly intervalNs: number
}

export const PACES: readonly [Pace, ...Pace[]] = [
  { name: 'grid 100 ms', strategy: 'grid', intervalNs: 100_000_000 },
  { name: 'grid 10 ms', strategy: 'grid', intervalNs: 10_000_000 },
  { name: 'each feed event', strategy: 'touch', intervalNs: 0 },
]

export function writeScenario(folder: string, market: string, { strategy, intervalNs }: Pace): string {
  const file = join(folder, `peers-${strategy}-${intervalNs}.yaml`)
  const params = strategy === 'grid' ? `, params: { every: ${intervalNs}ns }` : ''
  const text = `name: peers
data: { market: ${market} }
venues:
  binance-usdm:
    latency: { constant: { entry: 5ms, response: 5ms } }
    queue: { model: PowerProb3, n: 3 }
    fees: { maker: -0.5bp, taker: 7bp }
strategy: { use: ${join(import.meta.dirname, `${strategy}.ts`)}${params} }
`
  writeFileSync(file, text)
  return file
}
