import { expect, test } from 'vitest'
import { roundHalfAway } from '../../src/core/round-half-away.ts'

test('rounds ties away from zero, and never to -0', () => {
  const at = [0.5, -0.5, 2.5, -2.5, 0.49999999999999994, -0.2, 2 ** 52 + 1, Number.NaN]
  expect(at.map(roundHalfAway)).toEqual([1, -1, 3, -3, 0, 0, 2 ** 52 + 1, Number.NaN])
})
