/**
 * Runs parity cases and says for each whether hftsim did what the reference did:
 *
 *   npm run parity -- [--skip-l3] [--own-rules] CASE.json …
 *
 * Ends with 1 if any case differs or cannot be run. `docs/parity.md` says what is compared.
 */
import { existsSync, globSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { InputError } from '../../src/core/bug.ts'
import { isByOrder, readCase } from './case.ts'
import { differences } from './compare.ts'
import { readGolden } from './golden.ts'
import { type RunCaseOptions, runCase } from './run-case.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'skip-l3': { type: 'boolean', default: false }, 'own-rules': { type: 'boolean', default: false } },
})
const files = positionals.flatMap((pattern) => (existsSync(pattern) ? [pattern] : globSync(pattern).sort()))
if (files.length === 0) {
  console.error('Usage: npm run parity -- [--skip-l3] [--own-rules] CASE.json …   (no case was found)')
  process.exitCode = 1
}
const options: RunCaseOptions = values['own-rules'] ? { withoutNumber: 'keeps-its-place' } : {}
const tally = { equal: 0, different: 0, skipped: 0 }
for (const file of files) {
  const verdict = await judge(file)
  tally[verdict]++
}
if (files.length > 1) console.log(`${tally.equal} equal, ${tally.different} different, ${tally.skipped} skipped`)
if (tally.different > 0) process.exitCode = 1

async function judge(file: string): Promise<keyof typeof tally> {
  try {
    const parityCase = readCase(file)
    if (isByOrder(parityCase)) {
      console.log(`${parityCase.name}: order-by-order (L3) data is not supported`)
      return values['skip-l3'] ? 'skipped' : 'different'
    }
    const golden = readGolden(parityCase.golden)
    const startedMs = performance.now()
    const ours = await runCase(parityCase, options)
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(2)
    const found = differences(parityCase, golden, ours)
    const { fills, orders, checkpoints } = golden
    const counts = `${fills.length} fills, ${orders.length} orders, ${checkpoints.length} checkpoints`
    console.log(`${parityCase.name}: ${found.length === 0 ? 'equal' : 'DIFFERENT'} (${counts}; ${seconds} s)`)
    for (const line of found) console.log(`  ${line}`)
    return found.length === 0 ? 'equal' : 'different'
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    console.error(error.message)
    return 'different'
  }
}
