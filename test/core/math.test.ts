import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exp, log, pow } from '../../src/core/math.ts'
import { exactExp, exactLog, exactPow } from '../../src/core/math-exact.ts'

const rows = readFileSync(new URL('math-vectors.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
/** Rows [x, y, result] of one function. */
function vectors(name: string): number[][] {
  const own = rows.map((row) => row.split(',')).filter(([function_]) => function_ === name)
  return own.map((cells) => cells.slice(1).map(Number))
}

const WORDS = new BigInt64Array(1)
const DOUBLE = new Float64Array(WORDS.buffer)
/** How many doubles apart two results of one sign are. */
function ulps(a: number, b: number): number {
  if (Object.is(a, b)) return 0
  DOUBLE[0] = a
  const bitsOfA = WORDS[0]!
  DOUBLE[0] = b
  const apart = Number(bitsOfA - WORDS[0]!)
  return Math.abs(apart)
}

describe('math: correctly rounded', () => {
  test.each([
    ['log', (x: number) => log(x)],
    ['exp', (x: number) => exp(x)],
    ['pow', pow],
  ])('%s equals the vectors made with 120 digits', (name, f) => {
    const cases = vectors(name)
    expect(cases.length).toBeGreaterThan(150)
    for (const [x, y, result] of cases) expect([x, y, f(x!, y!)]).toEqual([x, y, result])
  })

  const positive = fc.double({ min: 0, minExcluded: true, noNaN: true, noDefaultInfinity: true })

  test('the fast paths equal the fixed-point twin', () => {
    fc.assert(
      fc.property(
        positive,
        fc.double({ min: -745, max: 709, noNaN: true }),
        fc.double({ min: -4, max: 8, noNaN: true }),
        (x, y, n) => {
          if (x !== 1) expect(log(x)).toBe(exactLog(x))
          expect(exp(y)).toBe(exactExp(y))
          const base = 1 + Math.abs(y)
          if (n !== 0 && base !== 1) expect(pow(base, n)).toBe(exactPow(base, n))
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('powers of queue models, by half steps, equal the fixed-point twin', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1, noNaN: true }), fc.integer({ min: 1, max: 16 }), (p, halves) => {
        if (p !== 1) expect(pow(p, halves / 2)).toBe(exactPow(p, halves / 2))
      }),
      { numRuns: 2000 },
    )
  })

  test("are within one unit in the last place of the engine's own", () => {
    fc.assert(
      fc.property(
        positive,
        fc.double({ min: -745, max: 709, noNaN: true }),
        fc.double({ min: -20, max: 20, noNaN: true }),
        (x, y, n) => {
          expect(ulps(log(x), Math.log(x))).toBeLessThanOrEqual(1)
          expect(ulps(exp(y), Math.exp(y))).toBeLessThanOrEqual(1)
          const base = Math.abs(y) + 1e-3
          expect(ulps(pow(base, n), base ** n)).toBeLessThanOrEqual(1)
        },
      ),
      { numRuns: 5000 },
    )
  })
})

describe('math: special values', () => {
  const INF = Number.POSITIVE_INFINITY
  test('log', () => {
    const at = [0, -0, -1, -INF, INF, NaN, 1].map(log)
    expect(at).toEqual([-INF, -INF, NaN, NaN, INF, NaN, 0])
  })

  test('exp', () => {
    expect([0, -0, INF, -INF, NaN, 710, -746, 709.7827128933841].map(exp)).toEqual([1, 1, INF, 0, NaN, INF, 0, INF])
    expect(exp(-745.1332191019411)).toBe(5e-324)
    expect(exp(-745.1332191019412)).toBe(0)
  })

  test('pow', () => {
    const values = [0, -0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 2.5, -2.5, 1e300, -1e300, 1e-300, INF, -INF, NaN]
    for (const x of values) {
      for (const y of values) {
        // C and IEEE 754 define these as 1, ECMAScript as NaN.
        const isOne = x === 1 || (x === -1 && Math.abs(y) === INF)
        const theirs = isOne ? 1 : x ** y
        // Where it is nothing special the engine's own differs from version to version in its last bit.
        if (!Number.isFinite(theirs) || Number.isInteger(theirs)) expect([x, y, pow(x, y)]).toEqual([x, y, theirs])
      }
    }
  })

  test('halfway cases of exact powers go to even', () => {
    expect(pow(134217729, 2)).toBe(18014398777917440)
    expect(pow(208065, 3)).toBe(Number(208065n ** 3n))
    expect(pow(94906267, 2)).toBe(Number(94906267n ** 2n))
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 2 ** 20 }), fc.integer({ min: 2, max: 12 }), (x, n) => {
        expect(pow(x, n)).toBe(Number(BigInt(x) ** BigInt(n)))
      }),
    )
  })
})
