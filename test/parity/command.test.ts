/** What the command says of cases that are none. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decimalStep } from '../../src/core/decimal.ts'
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
  expect(parity('--help')).toMatchObject({ status: 1, err: expect.stringContaining('Usage: npm run parity') })
})

test('quantities are whole numbers of a step but for the noise of floating point', () => {
  const step = decimalStep('0.001')
  for (const qty of [0, 1.65, 1.6500000000000001, 0.1 + 0.2, 33 * 0.001, 1e9]) expect(isWhole(qty, step)).toBe(true)
  for (const qty of [1.6505, 0.0001, 1.65000001]) expect(isWhole(qty, step)).toBe(false)
})
