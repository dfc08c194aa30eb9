/**
 * Runs parity cases and says for each whether hftsim did what the reference did:
 *
 *   npm run parity -- [--skip-l3] [--own-rules] CASE.json …
 *
 * Ends with 1 if any case differs or cannot be run. `docs/parity.md` says what is compared.
 */
import { existsSync, globSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { isByOrder, readCase } from './case.ts'
import { differences } from './compare.ts'
import { readGolden } from './golden.ts'
import { type RunCaseOptions, runCase } from './run-case.ts'

const USAGE = 'Usage: npm run parity -- [--skip-l3] [--own-rules] CASE.json …'
const { values, positionals } = parsed()
const options: RunCaseOptions = values['own-rules'] ? { withoutNumber: 'keeps-its-place' } : {}
const tally = { equal: 0, different: 0, skipped: 0, 'not run': 0 }
if (positionals.length === 0) {
  console.error(USAGE)
  process.exitCode = 1
}
for (const pattern of positionals) {
  const files = existsSync(pattern) ? [pattern] : globSync(pattern).sort()
  if (files.length === 0) {
    console.error(`${pattern}: there is no such case`)
    tally['not run']++
  }
  for (const file of files) tally[await judge(file)]++
}
if (Object.values(tally).reduce((sum, count) => sum + count, 0) > 1) {
  console.log(
    Object.entries(tally)
      .map(([verdict, count]) => `${count} ${verdict}`)
      .join(', '),
  )
}
if (tally.different + tally['not run'] > 0) process.exitCode = 1

function parsed() {
  const flag = { type: 'boolean', default: false } as const
  try {
    const options = { 'skip-l3': flag, 'own-rules': flag, help: flag }
    const given = parseArgs({ allowPositionals: true, options })
    if (!given.values.help) return given
    console.log(USAGE)
    process.exit(0)
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`)
    process.exit(1)
  }
}

async function judge(file: string): Promise<keyof typeof tally> {
  try {
    const parityCase = readCase(file)
    if (isByOrder(parityCase)) {
      console.log(`${parityCase.name}: order-by-order (L3) data is not supported`)
      return values['skip-l3'] ? 'skipped' : 'not run'
    }
    const golden = readGolden(parityCase.golden)
    const startedMs = performance.now()
    const ours = await runCase(parityCase, options)
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(2)
    const found = differences(parityCase, golden, ours)
    const { fills, orders, checkpoints } = golden
    const counts = `${fills.length} fills, ${orders.length} orders, ${checkpoints.length} checkpoints`
    // Cases may share a name; their files tell them apart.
    const where = basename(file, '.json') === parityCase.name ? '' : ` ${file}`
    console.log(`${parityCase.name}: ${found.length === 0 ? 'equal' : 'DIFFERENT'} (${counts}; ${seconds} s)${where}`)
    for (const line of found) console.log(`  ${line}`)
    return found.length === 0 ? 'equal' : 'different'
  } catch (error) {
    // A case is what somebody wrote: whatever it lacks, it is told by its name, and the others are run.
    console.error(`${file}: cannot be run: ${error instanceof Error ? error.message : String(error)}`)
    return 'not run'
  }
}
