/** One sweep in a process of its own, as a command is: its time and the processors that it got, as JSON. */
import { built } from './built.ts'

const load = await built(['run-sweep', 'sweep-folder', 'sweep-plan'].map((name) => `scenario/sweep/${name}`))
const { runSweep } = await load<typeof import('../../src/scenario/sweep/run-sweep.ts')>('scenario/sweep/run-sweep')
const { openSweepFolder } =
  await load<typeof import('../../src/scenario/sweep/sweep-folder.ts')>('scenario/sweep/sweep-folder')
const { planSweep } = await load<typeof import('../../src/scenario/sweep/sweep-plan.ts')>('scenario/sweep/sweep-plan')

const PARAMS = ['levels=1..10', 'spacing=1..10']

const [scenario = '', path = '', threads = '1'] = process.argv.slice(2)
const startedMs = performance.now()
const before = process.cpuUsage()
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
const { user, system } = process.cpuUsage(before)
console.log(JSON.stringify({ ms, cpuMs: (user + system) / 1000, runs: runs.length }))
