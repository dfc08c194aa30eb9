import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shellWord } from '../../src/core/shell-word.ts'

test('plain paths stay as they are; all else is quoted', () => {
  expect(shellWord('runs/btcusdt-grid-5b1ec07a')).toBe('runs/btcusdt-grid-5b1ec07a')
  expect(shellWord('my runs/$HOME')).toBe("'my runs/$HOME'")
  expect(shellWord("it's")).toBe("'it'\\''s'")
  expect(shellWord('')).toBe("''")
})

test.skipIf(process.platform === 'win32')('a shell reads back the very word', () => {
  const words = fc.sample(fc.string({ unit: fc.constantFrom(...'ab \'"$`\\;&|<>*?~!#(){}[]\n='), minLength: 1 }), 40)
  const out = execFileSync('sh', ['-c', `printf '%s\\0' ${words.map(shellWord).join(' ')}`]).toString()
  expect(out.split('\0').slice(0, -1)).toEqual(words)
})
