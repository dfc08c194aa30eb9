import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printable } from '../../src/core/printable.ts'

test('what is not printable is shown as its code point', () => {
  expect(printable('\u001b]0;title\u0007\u001b[2J')).toBe('\\u{1b}]0;title\\u{7}\\u{1b}[2J')
  expect(printable('a\nb\rc\td\u009be\u007f')).toBe('a\\u{a}b\\u{d}c\\u{9}d\\u{9b}e\\u{7f}')
  expect(printable('\u202eTDSU\u2066\u200b\u2028\ufeff\ud800')).toBe(
    '\\u{202e}TDSU\\u{2066}\\u{200b}\\u{2028}\\u{feff}\\u{d800}',
  )
  expect(printable('\u{e0041}')).toBe('\\u{e0041}')
})

test('all else stays: letters of any script, marks, symbols', () => {
  const text = 'BTCUSDT 1000PEPE €/₿ épée 比特币 👍🏽 <b>"\'`\\u{1b}'
  expect(printable(text)).toBe(text)
})

test('of any text something is left that is printable, and stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = printable(text)
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      expect(printable(shown)).toBe(shown)
    }),
  )
})
