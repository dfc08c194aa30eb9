/** What the command says of cases that are none, and how it compares. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decimalStep } from '../../src/core/decimal.ts'
import { temporaryFolder } from '../fakes/runs.ts'
import { readCase } from './case.ts'
import { fillDifferences } from './compare.ts'
import { isWhole } from './rows.ts'

function parity(...args: string[]): { status: number | null; err: string } {
  const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    encoding: 'utf8',
  })
  return { status, err: stderr }
}

test('a case that is not there, or is none, is told by its name and ends with 1', () => {
  const { status, err } = parity('nowhere.json', join(import.meta.dirname, '../../package.json'))
  expect(status).toBe(1)
  expect(err).toContain('nowhere.json: there is no such case')
  expect(err).toMatch(/package\.json: cannot be run: /)
  expect(parity('--foo')).toMatchObject({ status: 1, err: expect.stringContaining('Usage: npm run parity') })
  expect(parity('--help')).toMatchObject({ status: 0, err: '' })
  expect(parity(import.meta.dirname).err).toMatch(/parity: cannot be run: .*is a folder/)
})

test('a case with a value that there is none of is told by its place, and is not run', () => {
  const folder = temporaryFolder()
  const asset = {
    data: ['rows.npz'],
    instrument: { tick_size: 0.1, lot_size: 0.001, kind: 'linear', contract_size: 1 },
    depth: { kind: 'hashmap' },
    queue: { name: 'risk_averse' },
    exchange: 'no_partial_fill',
    latency: { constant: [1, 1] },
    fee: { kind: 'value', maker: 0, taker: 0 },
  }
  const quotes = { interval_ns: 1, order_lots: 1, max_pos_lots: 1, use_position: 1, back_ticks: 0, tif: 'GTX' }
  const strategy = { name: 'touch', params: quotes }
  const right = { ...asset, strategy, checkpoint_ns: 1, also: [asset] }
  const write = (change: object): string => {
    const file = join(folder, 'case.json')
    writeFileSync(file, JSON.stringify({ ...right, ...change }))
    return file
  }
  expect(readCase(write({}))).toMatchObject({ name: 'case', stop_after_ns: 0 })
  for (const [change, place] of [
    [{ exchange: 'foo' }, 'exchange'],
    [{ fee: { ...asset.fee, kind: 'foo' } }, 'fee.kind'],
    [{ also: [asset, { ...asset, queue: { name: 'foo' } }] }, 'also.1.queue.name'],
    [{ strategy: { name: 'foo', params: {} } }, 'strategy.name'],
    [{ strategy: { name: 'touch', params: { ...quotes, tif: 'POST' } } }, 'strategy.params.tif'],
    [{ strategy: { name: 'touch', params: { ...quotes, other: 1 } } }, 'strategy.params'],
    [{ strategy: { name: 'taker', params: {} } }, 'strategy.params.interval_ns'],
    [{ queue: { name: 'power_prob2' } }, 'queue.n'],
    [{ latency: {} }, 'latency'],
    [{ checkpoint_ns: 0 }, 'checkpoint_ns'],
  ] as const) {
    expect(() => readCase(write(change))).toThrow(new RegExp(`^${place}: `))
  }
})

test('a fill that the reference saw when its data had ended has no local time there', () => {
  const [early, late] = ['1,buy,10,10,5,1000,1010,1,GTX,limit', '2,sell,11,11,5,2000,2010,1,GTX,limit']
  const unseen = late!.replace(',2010,', ',,')
  expect(fillDifferences([early!, unseen], [late!, early!])).toEqual([])
  expect(fillDifferences([early!, unseen, unseen], [late!, early!])[0]).toContain('1 of 3 are the reference')
  expect(fillDifferences([unseen.replace('11,11', '12,12')], [late!])).toHaveLength(4)
  expect(fillDifferences([late!], [unseen])).toHaveLength(4)
})

test('quantities are whole numbers of a step but for the noise of floating point', () => {
  const step = decimalStep('0.001')
  for (const qty of [0, 1.65, 1.6500000000000001, 0.1 + 0.2, 33 * 0.001, 1e9]) expect(isWhole(qty, step)).toBe(true)
  for (const qty of [1.6505, 0.0001, 1.65000001]) expect(isWhole(qty, step)).toBe(false)
})
