/**
 * Random markets, models and strategies through both simulators, from a fresh seed each time. Needs a Python with
 * hftbacktest 2.4.4: HFTSIM_HFTBACKTEST is its path. A failure comes again with the HFTSIM_PARITY_SEED that is printed;
 * HFTSIM_PARITY_FOLDER keeps the cases, for `npm run parity`.
 */
import { execFile } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assetsOf, type LocatedCase, readCase } from '../case.ts'
import { differences } from '../compare.ts'
import { readGolden } from '../golden.ts'
import type { Outcome } from '../outcome.ts'
import { runCase } from '../run-case.ts'
import { makeCase } from './make-cases.ts'

const { env } = process
const python = env['HFTSIM_HFTBACKTEST']
const seed = wholeNumber('HFTSIM_PARITY_SEED') ?? randomInt(1, 2 ** 32)
const count = wholeNumber('HFTSIM_PARITY_CASES') ?? 200
const kept = env['HFTSIM_PARITY_FOLDER']
const COVERED_FROM = 200

const name = `random markets against hftbacktest, HFTSIM_PARITY_SEED=${seed}`
if (python !== undefined) describe(name, () => compareAll(python))
else if (env['CI'] === 'true') {
  test(name, () => {
    throw new Error('In CI this may not be skipped: set HFTSIM_HFTBACKTEST to a Python with hftbacktest==2.4.4.')
  })
} else {
  console.log(`SKIPPED ${name}: set HFTSIM_HFTBACKTEST to a Python with hftbacktest==2.4.4 to run them.`)
  describe.skip(name, () => test('needs hftbacktest', () => {}))
}

function compareAll(interpreter: string): void {
  const cases: LocatedCase[] = []
  let folder = ''

  beforeAll(async () => {
    if (kept !== undefined) mkdirSync(kept, { recursive: true })
    folder = kept ?? mkdtempSync(join(tmpdir(), 'hftsim-peer-'))
    for (let i = 0; i < count; i++) cases.push(readCase(await makeCase(seed, i, folder)))
    await promisify(execFile)(interpreter, [join(import.meta.dirname, 'drive.py'), folder])
  }, 600_000)
  afterAll(() => {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true })
  })

  test.each(Array.from({ length: count }, (_, i) => i))('case %i', async (i) => {
    const each = cases[i]!
    expect(differences(each, readGolden(each.golden), await runCase(each))).toEqual([])
  })

  test.runIf(count >= COVERED_FROM)('what stored cases do not show is among them', () => {
    const outcomes = cases.map((each) => [each, readGolden(each.golden)] as const)
    const seen = (shows: (each: LocatedCase, outcome: Outcome) => boolean): number =>
      outcomes.filter(([each, outcome]) => shows(each, outcome)).length
    expect(seen(({ also = [] }) => also.length > 0)).toBeGreaterThan(0)
    expect(seen((each) => assetsOf(each).some(({ snapshot }) => snapshot !== undefined))).toBeGreaterThan(0)
    expect(seen((_, outcome) => anyCaughtUp(outcome))).toBeGreaterThan(0)
    expect(seen((_, outcome) => anyLost(outcome))).toBeGreaterThan(0)
    expect(seen(({ exchange }, { fills }) => exchange === 'partial_fill' && fills.some(isTaken))).toBeGreaterThan(0)
    expect(seen(({ exchange }, { fills }) => exchange === 'partial_fill' && anyTwice(fills))).toBeGreaterThan(0)
    for (const queue of ['risk_averse', 'power_prob1', 'power_prob2', 'power_prob3', 'log_prob1', 'log_prob2']) {
      expect(seen((each) => assetsOf(each).some((asset) => asset.queue.name === queue))).toBeGreaterThan(0)
    }
  })
}

const cell = (row: string, column: number): string => row.split(',')[column] ?? ''

/** Two fills of different instants at the venue that arrived together: the later one caught up with the earlier. */
function anyCaughtUp({ fills }: Outcome): boolean {
  const exchByLocal = new Map<string, string>()
  return fills.some((row) => {
    const before = exchByLocal.get(cell(row, 6))
    exchByLocal.set(cell(row, 6), cell(row, 5))
    return before !== undefined && before !== cell(row, 5)
  })
}

/** An order that expired and never was at the venue. */
function anyLost({ orders }: Outcome): boolean {
  return orders.some((row) => cell(row, 8) === 'expired' && cell(row, 13) === '0')
}

function isTaken(row: string): boolean {
  return cell(row, 7) === '0'
}

function anyTwice(fills: readonly string[]): boolean {
  return new Set(fills.map((row) => cell(row, 0))).size < fills.length
}

function wholeNumber(variable: string): number | undefined {
  const text = env[variable]
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new Error(`${variable}=${text}: a whole number above 0`)
  return Number(text)
}
