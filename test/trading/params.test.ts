import { describe, expect, expectTypeOf, test } from 'vitest'
import { type GivenParams, type Params, ParamsError, param, resolveParams } from '../../src/trading/params.ts'

const specs = {
  levels: param.integer({ default: 10, min: 1, max: 100 }),
  skew: param.number({ default: 0.5 }),
  spacing: param.ticks({ default: 2, min: 1 }),
  size: param.lots({ default: 1 }),
  every: param.duration({ default: '100ms', min: '1ms' }),
  hedge: param.boolean({ default: false }),
  mode: param.choice({ choices: ['calm', 'eager'], default: 'calm' }),
  label: param.text({ default: '' }),
}

const problemsOf = (given: Record<string, unknown>): string[] => {
  try {
    resolveParams(specs, given)
    return []
  } catch (error) {
    if (!(error instanceof ParamsError)) throw error
    return error.problems.map((p) => `${p.kind} ${p.param}: ${p.message}`)
  }
}

describe('resolveParams', () => {
  test('fills defaults; a duration becomes nanoseconds', () => {
    const params = resolveParams(specs, { levels: 3, every: '5ms' })
    expect(params).toEqual({
      levels: 3,
      skew: 0.5,
      spacing: 2,
      size: 1,
      every: 5_000_000,
      hedge: false,
      mode: 'calm',
      label: '',
    })
  })

  test('values come in declared order, however they were given', () => {
    const params = resolveParams(specs, { label: 'x', mode: 'eager', levels: 1 })
    expect(Object.keys(params)).toEqual(Object.keys(specs))
  })

  test('types follow the declarations', () => {
    type Values = Params<typeof specs>
    expectTypeOf<Values['every']>().toEqualTypeOf<number>()
    expectTypeOf<Values['levels']>().toEqualTypeOf<number>()
    expectTypeOf<Values['hedge']>().toEqualTypeOf<boolean>()
    expectTypeOf<Values['mode']>().toEqualTypeOf<'calm' | 'eager'>()
    expectTypeOf<Values['label']>().toEqualTypeOf<string>()
    expectTypeOf<GivenParams<typeof specs>['every']>().toEqualTypeOf<string | undefined>()
  })

  test('reports everything that is wrong, with value, range and nearest name', () => {
    expect(
      problemsOf({ levls: 3, levels: 101, size: -1, spacing: 1.5, every: 100, mode: 'egaer', hedge: 'yes' }),
    ).toMatchInlineSnapshot(`
      [
        "unknown levls: The strategy has no parameter "levls". One of: levels, skew, spacing, size, every, hedge, mode, label. Did you mean "levels"?",
        "invalid levels: 101 is not a whole number from 1 to 100.",
        "invalid spacing: 1.5 is not a whole number of ticks of at least 1.",
        "invalid size: -1 is not a whole number of lots of at least 0.",
        "invalid every: 100 has no unit: write "250us", "100ms" or "10s". Units: ns, us, ms, s, m, h.",
        "invalid hedge: "yes" is not true or false.",
        "invalid mode: "egaer" is not a choice. One of: calm, eager. Did you mean "eager"?",
      ]
    `)
  })

  test('a duration below its limit, a number that is none, text that is a number', () => {
    expect(problemsOf({ every: '10us', skew: Number.NaN, label: 5 })).toMatchInlineSnapshot(`
      [
        "invalid skew: NaN is not a number.",
        "invalid every: "10us" is not a duration of at least 1ms.",
        "invalid label: 5 is not text.",
      ]
    `)
  })

  test('names from the prototype are unknown', () => {
    expect(problemsOf(JSON.parse('{"constructor": 1, "__proto__": 2}'))).toHaveLength(2)
  })

  test('without parameters every name is unknown', () => {
    expect(() => resolveParams({}, { a: 1 })).toThrow(
      'params.a: The strategy has no parameter "a". The strategy has no parameters.',
    )
  })

  test('-0 is 0', () => {
    expect(resolveParams(specs, { skew: -0 }).skew).toBe(0)
  })
})

describe('param', () => {
  test('refuses a default outside its own limits', () => {
    expect(() => param.integer({ default: 0, min: 1 })).toThrow('its default 0 is not a whole number of at least 1')
    expect(() => param.duration({ default: '100' })).toThrow('its default "100" has no unit')
    expect(() => param.duration({ default: '1ms', max: 'long' })).toThrow('its limit "long" is not a duration')
  })

  test('makes plain objects', () => {
    expect(JSON.parse(JSON.stringify(specs))).toEqual(specs)
  })
})
