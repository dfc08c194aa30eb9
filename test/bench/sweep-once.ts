/** One sweep in a process of its own, as a command is: its time and the processors that it got, as JSON. */

// What users run: a thread is up sooner with compiled code than with sources.
const built = (file: string): string => new URL(`../../dist/scenario/sweep/${file}`, import.meta.url).href
const { runSweep } = (await import(built('run-sweep.js'))) as typeof import('../../src/scenario/sweep/run-sweep.ts')
const { openSweepFolder } = (await import(
  built('sweep-folder.js')
)) as typeof import('../../src/scenario/sweep/sweep-folder.ts')
const { planSweep } = (await import(built('sweep-plan.js'))) as typeof import('../../src/scenario/sweep/sweep-plan.ts')

const PARAMS = ['levels=1..10', 'spacing=1..10']

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
