/** `hftsim compare` as a user calls it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Comparison } from '../../src/report/compare/comparison.ts'
import { hftsim, ROOT, SAMPLE } from '../fakes/command-line.ts'
import { temporaryFolder } from '../fakes/market-rows.ts'

const QUICKSTART = join(ROOT, 'scenarios/quickstart.yaml')

async function recorded(folder: string, ...set: readonly string[]): Promise<string> {
  const options = set.flatMap((change) => ['--set', change])
  const { code, err } = await hftsim('backtest', QUICKSTART, '--out', folder, '--quiet', ...options)
  if (code !== 0) throw new Error(err)
  return folder
}

test('recorded runs: figures, differences, which settings differ and where they part', async () => {
  const folder = temporaryFolder()
  const every = 'metrics.sampleEvery=1s'
  const a = await recorded(join(folder, 'a'), every)
  const b = await recorded(join(folder, 'b'), every, 'venues.0.queue.n=2')
  const { code, out } = await hftsim('compare', a, b, '--json')
  expect(code).toBe(0)
  const comparison = JSON.parse(out) as Comparison
  const [first, second] = comparison.runs
  expect(comparison).toMatchObject({ format: 'hftsim-compare', version: 1, of: 'runs', baseline: 'a' })
  expect(first).toMatchObject({ label: 'a', folder: a, differences: null, slippage: null })
  const { wallSeconds: _, rowsPerSecond: __, ...summary } = JSON.parse(readFileSync(join(a, 'summary.json'), 'utf8'))
  expect(first!.result).toEqual(summary)
  const [net, other] = [first, second].map((run) => Number(run!.result!.totals.currencies[0]!.pnl.net))
  const { differences, interval, net: difference } = second!.differences![0]!
  expect(Number(difference)).toBeCloseTo(other! - net!, 10)
  expect(differences).toBe(598)
  expect(interval!.low).toBeLessThan(Number(difference))
  expect(interval!.high).toBeGreaterThan(Number(difference))
  const [parting] = comparison.partings
  expect(parting!.settings).toEqual([{ path: 'scenario.venues.binance-usdm.queue.n', first: '3', second: '2' }])
  expect(parting!.entry!.words).toMatch(/^The [\d,]+ entries before are the same\. Then a has a fill of order \d+ at /)
  const shown = await hftsim('journal', 'show', a, '--json')
  const lines = shown.out.trim().split('\n')
  expect(JSON.parse(lines[parting!.entry!.seq]!).kind).toBe('Fill')
  const again = await hftsim('compare', a, b)
  expect(again.out).toContain('scenario.venues.binance-usdm.queue.n: 3 against 2')
  expect((await hftsim('compare', a, a)).out).toContain('Their journals are the same, entry by entry.')
})

test('slippage is that of the report of a run', async () => {
  const folder = temporaryFolder()
  const a = await recorded(join(folder, 'a'))
  const b = await recorded(join(folder, 'b'), 'seed=9')
  expect((await hftsim('report', b, '--no-band', '--quiet')).code).toBe(0)
  const { runs } = JSON.parse((await hftsim('compare', a, b, '--json')).out) as Comparison
  const { instruments } = JSON.parse(readFileSync(join(b, 'report.json'), 'utf8'))
  expect(runs[0]!.slippage).toBeNull()
  expect(runs[1]!.slippage![0]!.maker).toBe(instruments[0].execution[0].slippageTicks)
  // A report of another run is passed over.
  writeFileSync(join(a, 'report.json'), readFileSync(join(b, 'report.json')))
  const other = JSON.parse((await hftsim('compare', a, b, '--json')).out) as Comparison
  expect(other.runs[0]!.slippage).toBeNull()
})

const MATRIX = `name: matrix
data: { btcusdt: ${SAMPLE} }
venues: { binance-usdm: {} }
strategy: { use: ${join(ROOT, 'strategies/grid.ts')} }
matrix:
  venues.binance-usdm.latency.profile: [realistic, pessimistic]
  strategy.params.spacing: [1, 2]
`

test('a matrix: every combination, as JSON, CSV and a page, the same from any number of threads', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'm.yaml')
  writeFileSync(file, MATRIX)
  const [csv, page] = [join(folder, 'out/figures.csv'), join(folder, 'out/page.html')]
  const two = await hftsim('compare', file, '--json', '--threads', '2', '--csv', csv, '--html', page)
  expect(two.code).toBe(0)
  const one = await hftsim('compare', file, '--json', '--threads', '1')
  expect(JSON.parse(one.out)).toEqual(JSON.parse(two.out))
  const { runs, baseline, partings } = JSON.parse(one.out) as Comparison
  expect(runs.map(({ label }) => label)).toEqual([
    'profile=realistic spacing=1',
    'profile=realistic spacing=2',
    'profile=pessimistic spacing=1',
    'profile=pessimistic spacing=2',
  ])
  expect(baseline).toBe('profile=realistic spacing=1')
  expect(partings).toEqual([])
  expect(runs[2]!.slippage![0]!.maker).not.toBeNull()
  const alone = await hftsim(
    'backtest',
    file,
    '--set',
    'strategy.params.spacing=2',
    '--out',
    join(folder, 'r'),
    '--json',
  )
  expect(runs[1]!.result!.rootHash).toBe(JSON.parse(alone.out).rootHash)
  expect(readFileSync(csv, 'utf8').split('\r\n')).toHaveLength(10)
  expect(readFileSync(page, 'utf8')).toContain('profile=pessimistic spacing=2')
})

test('what cannot be compared is told, with what to do', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'm.yaml')
  writeFileSync(file, MATRIX.replace('spacing: [1, 2]', 'spacing: [1, wide]\n  strategy.params.spcing: [1]'))
  const bad = await hftsim('compare', file)
  expect(bad.code).toBe(1)
  expect(bad.err).toContain('m.yaml:7:32  matrix.strategy.params.spacing.1: "wide" is not')
  expect(bad.err).toContain('matrix.strategy.params.spcing.0: ')
  const none = await hftsim('compare', QUICKSTART)
  expect(none.err).toContain('has no matrix, so there is one run and nothing to compare.')
  expect((await hftsim('compare', file, QUICKSTART)).code).toBe(2)
  expect((await hftsim('compare', folder)).err).toContain('is one run alone')
  expect((await hftsim('compare', folder, folder)).err).toContain('is no run folder')
  expect((await hftsim('compare', folder, folder, '--set', 'seed=1')).err).toContain('recorded runs are what they are')
})

test('an output that cannot be is told before the first run', async () => {
  const folder = temporaryFolder()
  const [file, started] = [join(folder, 'm.yaml'), join(folder, 'started')]
  writeFileSync(
    join(folder, 'tells.ts'),
    `import { writeFileSync } from 'node:fs'
import { strategy } from 'hftsim'
export default strategy({ start() { writeFileSync(${JSON.stringify(started)}, '') } })
`,
  )
  const venues = 'venues: { binance-usdm: {} }'
  const matrix = 'matrix: { seed: [1, 2] }'
  writeFileSync(file, `name: m\ndata: { a: ${SAMPLE} }\n${venues}\nstrategy: { use: ./tells.ts }\n${matrix}\n`)
  for (const option of ['--csv', '--html']) {
    const { code, err } = await hftsim('compare', file, '--quiet', option, join(file, 'figures'))
    expect(code).toBe(1)
    expect(err).toContain(`${join(file, 'figures')}: its folder ${file} cannot be made`)
    expect((await hftsim('compare', file, '--quiet', option, folder)).err).toContain('is a folder')
  }
  expect(existsSync(started)).toBe(false)
  expect((await hftsim('compare', file, '--quiet', '--threads', '1')).code).toBe(0)
  expect(existsSync(started)).toBe(true)
})

test('runs on different spans of the same data have a difference, and no interval from what they share', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'm.yaml')
  const spans = '  span:\n    all: { from: "00:00:00" }\n    part: { to: "00:03:00" }\n'
  const text = `${MATRIX.split('\nmatrix:')[0]}\nmetrics: { sampleEvery: 1s }\nmatrix:\n${spans}`
  writeFileSync(file, text)
  const { runs } = JSON.parse((await hftsim('compare', file, '--json')).out) as Comparison
  const [difference] = runs[1]!.differences!
  expect(difference).toMatchObject({ differences: 178, interval: null })
  expect(difference!.reason).toMatch(/^it and the baseline do not cover the same time: they share samples of \d/)
  expect((await hftsim('compare', file, '--quiet')).out).toContain('No interval for span=part: it and the baseline')
})

test('from the files beside a journal comes what it does not hold, and nothing else', async () => {
  const folder = temporaryFolder()
  const a = await recorded(join(folder, 'a'))
  const b = await recorded(join(folder, 'b'), 'seed=9')
  const summary = JSON.parse(readFileSync(join(a, 'summary.json'), 'utf8'))
  const compared = async (kept: unknown, report: unknown = kept): Promise<Comparison['runs'][number]> => {
    writeFileSync(join(a, 'summary.json'), JSON.stringify(kept))
    writeFileSync(join(a, 'report.json'), JSON.stringify(report))
    const { code, out, err } = await hftsim('compare', a, b, '--json')
    expect([code, err]).toEqual([0, ''])
    return (JSON.parse(out) as Comparison).runs[0]!
  }
  const { wallSeconds: _, rowsPerSecond: __, ...result } = summary
  const edited = structuredClone(summary)
  edited.totals.currencies[0].pnl.net = '999'
  edited.fills = 999
  expect((await compared(edited)).result).toEqual(result)
  const { rootHash } = result
  const odd = [{ rootHash }, null, [], { ...summary, instruments: [] }, { ...summary, rows: 'many' }]
  for (const kept of odd) {
    const run = await compared(kept, { result: { rootHash }, instruments: [{ execution: [{ liquidity: 'maker' }] }] })
    expect(run.result).toMatchObject({ rootHash, rows: null, totals: result.totals })
    expect(run.result!.instruments[0]!.latency.feedNs).toBeNull()
    expect(run.slippage).toBeNull()
  }
  expect((await compared(summary, { result: { rootHash } })).slippage).toBeNull()
})

test('a damaged journal: where, and what tells more', async () => {
  const run = await recorded(join(temporaryFolder(), 'a'))
  const journal = readFileSync(join(run, 'journal.bin'))
  journal[20_000]! ^= 1
  writeFileSync(join(run, 'journal.bin'), journal)
  const { code, err } = await hftsim('compare', run, run)
  const damaged = /journal\.bin: is damaged at entry \d+, byte \d+: .*\. See hftsim journal verify\.\n$/
  expect([code, err]).toEqual([1, expect.stringMatching(damaged)])
})
