/** One sweep in a process of its own, as a command is: its time and the processors that it got, as JSON. */
import { runSweep } from '../../src/scenario/sweep/run-sweep.ts'
import { openSweepFolder } from '../../src/scenario/sweep/sweep-folder.ts'
import { planSweep } from '../../src/scenario/sweep/sweep-plan.ts'

const PARAMS = ['levels=1..8', 'spacing=1..5']

const [scenario = '', path = '', threads = '1'] = process.argv.slice(2)
const startedMs = performance.now()
const plan = await planSweep({
  file: scenario,
  overrides: [],
  params: PARAMS,
  search: { kind: 'grid' },
  metric: 'pnl.net',
  minimise: false,
})
const folder = openSweepFolder(path, plan, { resume: false })
const { runs } = await runSweep(plan, folder, { threads: Number(threads) }).finally(() => folder.close())
const failed = runs.find(({ error }) => error !== null)
if (failed) throw new Error(failed.error ?? '')
const ms = performance.now() - startedMs
const { user, system } = process.cpuUsage()
console.log(JSON.stringify({ ms, cpuMs: (user + system) / 1000, runs: runs.length }))
