/** The scenario of `bench:peers`, with the models of `reference.py`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export function writeScenario(folder: string, market: string, intervalNs: number): string {
  const file = join(folder, `peers-${intervalNs}.yaml`)
  const text = `name: peers
data: { market: ${market} }
venues:
  binance-usdm:
    latency: { constant: { entry: 5ms, response: 5ms } }
    queue: { model: PowerProb3, n: 3 }
    fees: { maker: -0.5bp, taker: 7bp }
strategy: { use: ${join(import.meta.dirname, 'grid.ts')}, params: { every: ${intervalNs}ns } }
`
  writeFileSync(file, text)
  return file
}
