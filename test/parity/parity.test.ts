/** Every stored case of level-2 data: what hftbacktest did, fill by fill, order by order, checkpoint by checkpoint. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../fakes/market-rows.ts'
import { ROOT } from '../fakes/runs.ts'
import { describeWithShared } from '../fakes/shared-data.ts'
import { isByOrder, type LocatedCase, readCase } from './case.ts'
import { differences } from './compare.ts'
import { readGolden } from './golden.ts'
import type { Outcome } from './outcome.ts'
import { runCase } from './run-case.ts'

describeWithShared('parity with hftbacktest', (root) => {
  const folder = join(root, 'parity', 'cases')
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  const all = files.map((file) => readCase(join(folder, file)))
  const cases = all.filter((each) => !isByOrder(each)).map((each) => [each.name, each] as const)

  test('the cases are all there', () => expect(cases.length).toBeGreaterThanOrEqual(44))

  test.each(cases)('%s', async (_, parityCase) => {
    const golden = readGolden(parityCase.golden)
    expect(golden.fills.length).toBeGreaterThan(50)
    expect(differences(parityCase, golden, await runCase(parityCase))).toEqual([])
  })

  test('with our own rule for probabilities that are no number, those that say so differ, and no other', async () => {
    const differing: string[] = []
    for (const [name, each] of cases) {
      if (each.queue.name === 'risk_averse') continue
      const ours = await runCase(each, { withoutNumber: 'keeps-its-place' })
      if (differences(each, readGolden(each.golden), ours).length > 0) differing.push(name)
    }
    const named = cases.filter(([, each]) => 'touches' in each).map(([name]) => name)
    expect(differing.sort()).toEqual(named.sort())
  })
})

describeWithShared('a comparison', (root) => {
  const file = join(root, 'parity', 'cases', 'taker-btc24-5ms.json')
  const parityCase = readCase(file)
  const golden = readGolden(parityCase.golden)
  const found = (ours: Outcome, of: LocatedCase = parityCase): string[] => differences(of, golden, ours)
  /** The second cell of a column, changed. */
  const changed = (rows: readonly string[], column: number): string[] =>
    rows.map((row, i) => (i === 1 ? row.split(',').with(column, '7').join(',') : row))

  test('finds nothing in the same outcome, whatever the order of the fills', () => {
    expect(found({ ...golden, fills: golden.fills.toReversed() })).toEqual([])
  })

  test.each([0, 2, 3, 4, 5, 6, 7])('finds a fill that differs in column %s', (column) => {
    expect(found({ ...golden, fills: changed(golden.fills, column) })[0]).toMatch(/^fills: 1 of \d+ .*, 1 of/)
  })

  test('finds a fill too many and one too few', () => {
    expect(found({ ...golden, fills: golden.fills.slice(1) })[0]).toMatch(/^fills: 1 of \d+ .*, 0 of/)
    expect(found({ ...golden, fills: [...golden.fills, golden.fills[0]!] })[0]).toMatch(/^fills: 0 of \d+ .*, 1 of/)
  })

  test.each([2, 8, 9, 10, 12, 13, 14, 15])('finds an order that differs in column %s', (column) => {
    expect(found({ ...golden, orders: changed(golden.orders, column) })[0]).toMatch(/^orders: 1 differ/)
  })

  test('finds a checkpoint that differs beyond a billionth of what was traded', () => {
    const traded = { ...golden, checkpoints: golden.checkpoints.map((each) => ({ ...each, traded: 1e6 })) }
    const off = (by: number): Outcome => ({
      ...traded,
      checkpoints: traded.checkpoints.map((each, i) => (i === 1 ? { ...each, fee: each.fee + by } : each)),
    })
    expect(found(off(0.0009))).toEqual([])
    expect(found(off(0.0011))[0]).toMatch(/number 2:$/)
    expect(found({ ...golden, checkpoints: golden.checkpoints.slice(0, -1) })[0]).toMatch(/^checkpoints/)
  })

  test('finds totals that differ, but leaves out what the reference books wrongly', () => {
    const ours = { ...golden, result: { ...golden.result, position_lots: 12, steps: 1 } }
    expect(found(ours).map((line) => line.split(' is ')[0])).toEqual(['result: steps', 'result: position_lots'])
    expect(found(ours, { ...parityCase, compare: ['fills', 'orders'] })).toHaveLength(1)
  })

  test('npm run parity says equal or where it parts, and ends accordingly', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'cases'))
    const data = parityCase.data.map((each) => resolve(parityCase.folder, each))
    const here = join(folder, 'cases', 'mine.json')
    writeFileSync(here, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), data }))
    cpSync(parityCase.golden, join(folder, 'golden', 'mine'), { recursive: true })
    expect(parity(here)).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^taker-btc24-5ms: equal \(1142 fills.*cases.mine\.json\n$/),
    })
    const fills = gunzipSync(readFileSync(join(parityCase.golden, 'fills.csv.gz'))).toString()
    writeFileSync(join(folder, 'golden', 'mine', 'fills.csv'), fills.replace(',sell,', ',buy,'))
    const different = parity(here)
    expect(different.status).toBe(1)
    expect(different.out).toMatch(/DIFFERENT.*fills: 1 of 1142 .*reference {2}/s)
  })

  test('order-by-order cases are not supported, unless they may be skipped; no case at all is an error', () => {
    const byOrder = join(root, 'parity', 'cases', 'l3-nvda-touch.json')
    expect(parity(byOrder)).toMatchObject({ status: 1, out: expect.stringContaining('not supported') })
    expect(parity('--skip-l3', byOrder).status).toBe(0)
    expect(parity(join(root, 'parity', 'cases', 'none-*.json')).status).toBe(1)
  })
})

function parity(...args: string[]): { status: number | null; out: string } {
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'test/parity/main.ts'), ...args], {
    encoding: 'utf8',
  })
  return { status, out: stdout }
}
