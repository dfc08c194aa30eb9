import { expect, test } from 'vitest'
import { didYouMean, nearestName } from '../../src/core/nearest-name.ts'

const MODELS = ['RiskAverse', 'PowerProb', 'PowerProb2', 'LogProb']

test('a slip finds the name that was meant', () => {
  expect(nearestName('PowerProp', MODELS)).toBe('PowerProb')
  expect(nearestName('riskaverse', MODELS)).toBe('RiskAverse')
  expect(nearestName('LgoProb', MODELS)).toBe('LogProb')
})

test('a beginning finds the name', () => {
  expect(nearestName('power', MODELS)).toBe('PowerProb')
  expect(nearestName('po', MODELS)).toBeUndefined()
})

test('another word finds nothing', () => {
  expect(nearestName('fifo', MODELS)).toBeUndefined()
  expect(didYouMean('fifo', MODELS)).toBe('')
})

test('of two names equally near the first is taken', () => {
  expect(nearestName('aX', ['ab', 'ac'])).toBe('ab')
})
