import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Result } from '../../../src/report/summary.ts'
import { FIGURES, figureNamed, GROUPS } from '../../../src/scenario/expect/figures.ts'
import { ROOT } from '../../fakes/runs.ts'

const golden: Result = JSON.parse(readFileSync(join(ROOT, 'scenarios/multi-grid.golden.json'), 'utf8'))

/** Every leaf of an object by its dotted path. */
function leaves(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
}

describe('figures that can be expected', () => {
  test('are all that the summary has of numbers, but for the unit in its names', () => {
    const { totals, instruments, span: _, ...run } = golden
    const { currencies, ...orders } = totals
    const inSummary = [run, orders, currencies[0]!, instruments[0]!].flatMap((part) => leaves(part, ''))
    const ofText = ['scenario', 'rootHash', 'end', 'symbol', 'venue', 'base', 'settle']
    const expected = inSummary.filter((name) => !ofText.includes(name)).map((name) => name.replace(/Ns\b/, ''))
    const names = new Set(FIGURES.keys())
    expect(expected.filter((name) => !names.has(name))).toEqual([])
  })

  test('every one can be read of a result', () => {
    const { totals, instruments } = golden
    for (const figure of FIGURES.values()) {
      const value =
        figure.of === 'run'
          ? figure.read(golden)
          : figure.of === 'orders'
            ? figure.read(totals)
            : figure.of === 'money'
              ? figure.read(totals.currencies[0]!)
              : figure.read(instruments[0]!)
      expect([figure.name, value]).toEqual([figure.name, expect.anything()])
    }
  })

  test('reasons that did not occur are counted as none, and all reasons add up', () => {
    const rejects = FIGURES.get('rejects')!
    const unknown = FIGURES.get('rejects.unknown-order')!
    if (rejects.of !== 'orders' || unknown.of !== 'orders') throw new Error('of orders')
    expect(rejects.read(golden.totals)).toBe(golden.totals.orders.rejected)
    expect(unknown.read(golden.totals)).toBe(0)
  })

  test('a name is of the run, or of an instrument by the alias before it, dots and all', () => {
    const named = (name: string): unknown => {
      const found = figureNamed(name)
      return found && [found.alias, found.figure.name]
    }
    expect(named('fills')).toEqual([undefined, 'fills'])
    expect(named('btcusdt.fills')).toEqual(['btcusdt', 'fills'])
    expect(named('btc.perp.latency.entry.p99')).toEqual(['btc.perp', 'latency.entry.p99'])
    expect(named('refusals.position')).toEqual([undefined, 'refusals.position'])
    expect(named('btc.refusals.position')).toEqual(['btc', 'refusals.position'])
    // The word of a group is no alias.
    expect(named('pnl.fills')).toBeUndefined()
    expect(named('.fills')).toBeUndefined()
    for (const group of GROUPS)
      for (const name of FIGURES.keys()) expect(figureNamed(name)?.figure.name, group).toBe(name)
  })
})
