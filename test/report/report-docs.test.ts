import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunReport } from '../../src/report/run-report.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { madeReport } from '../fakes/made-report.ts'
import { ROOT } from '../fakes/runs.ts'

/** Paths of all members: list elements as `[]`. What is defined elsewhere is not gone into. */
function pathsOf(value: unknown, path = ''): Set<string> {
  const paths = new Set<string>(path === '' ? [] : [path])
  if (path === 'result' || path === 'manifest') return paths
  if (Array.isArray(value)) {
    for (const item of value) for (const inner of pathsOf(item, `${path}[]`)) paths.add(inner)
    paths.delete(`${path}[]`)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      for (const deeper of pathsOf(member, path === '' ? name : `${path}.${name}`)) paths.add(deeper)
    }
  }
  return paths
}

/** Keys of the tables, each under the places that the line before its table names. */
function definedKeys(): Set<string> {
  const text = readFileSync(join(ROOT, 'docs/metrics.md'), 'utf8')
  const defined = new Set<string>()
  for (const part of text.split(/^In the report, under /m).slice(1)) {
    const [list = '', ...lines] = part.split('\n')
    const places = [...list.matchAll(/`([^`]+)`/g)].map(([, place]) => place!)
    for (const line of lines) {
      if (line.startsWith('#')) break
      const key = /^\| `([^`]+)` \|/.exec(line)?.[1]
      if (key === undefined) continue
      for (const place of places) defined.add(place === 'the report' ? key : `${place}.${key}`)
    }
  }
  return defined
}

test('every key of report.json is defined in docs/metrics.md, and nothing is defined that is not there', async () => {
  const file = join(ROOT, 'scenarios/quickstart.yaml')
  const { report } = await madeReport(await loadScenario(file, ['risk.maxPosition=0.004 BTC']))
  const end = { net: '1', fills: 2, fillRate: 0.5, maxDrawdown: '0', changed: [] }
  const instruments = report.instruments.map((instrument) => ({
    ...instrument,
    health: { ...instrument.health!, findings: [{ kind: 'notice' as const, count: 1, what: 'something' }] },
  }))
  const full: RunReport = {
    ...report,
    instruments,
    band: [{ settle: 'USDT', pessimistic: end, base: end, optimistic: end }],
  }
  expect(full.risk.total).toBeGreaterThan(0)
  const [paths, defined] = [pathsOf(full), definedKeys()]
  expect([...paths].filter((path) => !defined.has(path))).toEqual([])
  expect([...defined].filter((path) => !paths.has(path))).toEqual([])
})
