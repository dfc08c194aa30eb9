import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { hftsim as colored, type Ran, ROOT, SAMPLE, startProcess } from '../fakes/command-line.ts'
import { temporaryFolder } from '../fakes/runs.ts'

/** Without the colours, which CI servers get too. */
const hftsim = async (...args: string[]): Promise<Ran> => {
  const { code, out, err } = await colored(...args)
  return { code, out: stripVTControlCharacters(out), err: stripVTControlCharacters(err) }
}

let folder: string

beforeEach(() => {
  folder = temporaryFolder()
  copyFileSync(join(ROOT, 'strategies/grid.ts'), join(folder, 'grid.ts'))
})

/** A scenario of one minute; `more` are lines below it. */
function scenario(name: string, more = '', { data = SAMPLE, use = './grid.ts' } = {}): string {
  const file = join(folder, `${name}.yaml`)
  const yaml = `name: run
data: { btc: ${data} }
span: { to: 00:00:30 }
venues: { binance-usdm: { latency: { constant: { entry: 5ms, response: 5ms } } } }
strategy: { use: ${use}, params: { levels: 2 } }
${more}`
  writeFileSync(file, yaml)
  return file
}

const edit = (file: string, from: string | RegExp, to: string): void => {
  const text = readFileSync(file, 'utf8')
  const changed = text.replace(from, to)
  expect(changed).not.toBe(text)
  writeFileSync(file, changed)
}

/** Output without times, the folder, and the hash, which depends on where the strategy's file lies. */
const plain = (text: string): string =>
  stripVTControlCharacters(text)
    .replaceAll(`${folder}/`, '')
    .replace(/ +\d+\.\d\d s\b/g, '  T s')
    .replace(/ +\d+\.\d s\b/g, '  T s')
    .replace(/got [0-9a-f]{8}\b/g, 'got ROOT')

describe('expectations', () => {
  test('that are met pass', async () => {
    scenario(
      'good',
      'expect: { fills: { min: 1 }, end: end-of-data, sequence: [SubmitOrder, OrderAccepted, Fill maker] }',
    )
    const { code, out } = await hftsim('test', folder)
    expect(plain(out)).toMatchInlineSnapshot(`
      "   ok   good.yaml  T s  3 expectations

      1 passed  T s
      "
    `)
    expect(code).toBe(0)
  })

  test('that are not are told with their line, what was wanted and what came', async () => {
    scenario(
      'bad',
      `expect:
  fills: { max: 1 }
  pnl.net: 5 USDT
  btc.latency.entry.p99: { max: 4ms }
  position: { max: -20 lots }
  expiries: 0
  sequence: { order: any, entries: [Fill, SubmitOrder] }
  rootHash: "00000000"
`,
    )
    const { code, out } = await hftsim('test', folder)
    expect(plain(out)).toMatchInlineSnapshot(`
      " FAIL   bad.yaml  T s
              bad.yaml:7:3  fills: wanted at most 1, got 24
              bad.yaml:8:3  pnl.net: wanted exactly 5 USDT, got 0.0003 USDT
              bad.yaml:9:3  btc.latency.entry.p99: wanted at most 4ms, got 5ms
              bad.yaml:10:3  position: wanted at most -20 lots, got 0 BTC
              bad.yaml:12:3  sequence: wanted some order: Fill, SubmitOrder, got order 3: Fill #36, then no SubmitOrder
              bad.yaml:13:3  rootHash: wanted 00000000, got ROOT

      1 failed, 0 passed  T s
      "
    `)
    expect(code).toBe(1)
  })

  test('of a figure that is not defined are not met', async () => {
    scenario('none', 'expect: { fillRate: { min: 0% }, orders.sent: 0 }\nrisk: { maxOrderSize: 1 lots }')
    edit(join(folder, 'grid.ts'), 'quotes.begin()', 'return')
    const { out } = await hftsim('test', folder)
    expect(out).toContain('fillRate: wanted at least 0%, got n/a')
    expect(out).not.toContain('orders.sent')
  })
})

describe('golden results', () => {
  test('are written for a scenario that is named, and hold from then on', async () => {
    const file = scenario('golden')
    const { code, out } = await hftsim('test', file, '--update')
    expect(out).toMatch(/golden result written: \d+ fills, \d+ entries/)
    expect(code).toBe(0)
    expect((await hftsim('test', folder)).out).toMatch(/ ok .* golden\n/)
  })

  test('what differs is told: figures, what the run is made of, and the first wrong entry in context', async () => {
    const file = scenario('golden')
    await hftsim('test', file, '--update')
    edit(file, 'levels: 2', 'levels: 3')
    const { code, out } = await hftsim('test', folder)
    expect(code).toBe(1)
    expect(out).toMatch(/golden result: \d+ figures not the same/)
    expect(out).toMatch(/rootHash {2}[0-9a-f]{8}… -> [0-9a-f]{8}…/)
    expect(out).toContain('params.levels  2 -> 3')
    expect(out.slice(out.indexOf('golden journal'))).toMatch(
      /golden journal: entry 4 is the first that differs\n.* #2 {2}submit .*\n.* #3 {2}submit .*\n {10}- .* #4 {2}submit .* sell .*\n {10}\+ .* #4 {2}submit .* buy .*\n/,
    )
  })

  test('an update says what changes, and what does not', async () => {
    const file = scenario('golden')
    await hftsim('test', file, '--update')
    expect((await hftsim('test', folder, '--update')).out).toContain('golden result: nothing changes')
    edit(file, 'levels: 2', 'levels: 3')
    const { code, out } = await hftsim('test', folder, '--update')
    expect(code).toBe(0)
    expect(out).toMatch(/golden result written: \d+ figures changed \(was -> is\)/)
    expect(out).toMatch(/ {2}entries {2}\d+ -> \d+\n/)
    expect(out).toContain('entries change from entry 4 on')
    expect((await hftsim('test', folder)).code).toBe(0)
  })

  test('an update leaves a run that breaks its expectations, and scenarios without a golden result', async () => {
    const file = scenario('golden', 'expect: { fills: { min: 1 } }')
    const { out } = await hftsim('test', folder, '--update')
    expect(out).toContain('1 expectation\n')
    expect(existsSync(join(folder, 'golden.golden.json'))).toBe(false)
    edit(file, 'min: 1', 'min: 1000000')
    expect((await hftsim('test', file, '--update')).out).toContain('the golden result is not written')
    expect(existsSync(join(folder, 'golden.golden.json'))).toBe(false)
  })

  test('a change of code alone leaves every entry the same, and says so', async () => {
    const file = scenario('golden')
    await hftsim('test', file, '--update')
    edit(join(folder, 'grid.ts'), '/**', '/** The same. ')
    const { code, out } = await hftsim('test', folder)
    expect(code).toBe(1)
    expect(out).toContain('golden result: 1 figure not the same')
    expect(out).toContain('golden journal: every entry is the same')
    expect(out).toMatch(/ code\.\.\/grid\.ts {2}[0-9a-f]{8}… -> [0-9a-f]{8}…\n/)
  })

  test('a run that ends sooner than the golden one', async () => {
    const file = scenario('golden')
    await hftsim('test', file, '--update')
    edit(file, '00:00:30', '00:00:20')
    expect((await hftsim('test', folder)).out).toMatch(
      /\n {10}- 00:00:20\.0+ .* mark .*\n {10}\+ 00:00:19\.\d+ .* mark /,
    )
  })

  test('without a golden journal, or with a damaged one or that of another run, that is said', async () => {
    const file = scenario('golden')
    await hftsim('test', file, '--update')
    const journal = join(folder, 'golden.golden.journal')
    const bytes = readFileSync(journal)
    rmSync(journal)
    expect((await hftsim('test', folder)).out).toContain('golden; no golden journal to compare with')
    edit(file, 'levels: 2', 'levels: 3')
    expect((await hftsim('test', folder)).out).toContain('golden journal: none to compare with')
    writeFileSync(journal, bytes.subarray(0, 200))
    expect((await hftsim('test', folder)).out).toContain('is no golden journal')
    await hftsim('test', file, '--update')
    writeFileSync(journal, bytes)
    expect((await hftsim('test', folder)).out).toContain('the golden journal is of another run')
    writeFileSync(join(folder, 'golden.golden.json'), '{')
    const { code, out } = await hftsim('test', folder)
    expect([code, out]).toEqual([1, expect.stringContaining('is no golden result')])
  })
})

describe('what cannot be run', () => {
  test('fails alone: the others go on', async () => {
    scenario('a-typo', 'expect: { fils: 3 }')
    scenario('b-throws', 'expect: { fills: 0 }', { use: './throws.ts' })
    scenario('c-good', 'expect: { fills: { min: 1 } }')
    scenario('d-no-data', 'expect: { fills: { min: 1 } }', { data: './nope.arrow' })
    scenario('e-untested')
    scenario('f-untested-without-data', '', { data: './nope.arrow' })
    writeFileSync(
      join(folder, 'throws.ts'),
      "import { strategy } from 'hftsim'\nexport default strategy({ params: { levels: { kind: 'integer', default: 1 } as never },\n  start: () => ({ onDepth() { throw new Error('<boom>') } }) })\n",
    )
    const { code, out } = await hftsim('test', folder, '--threads', '2')
    expect(plain(out)).toMatchInlineSnapshot(`
      " FAIL   a-typo.yaml  T s
              a-typo.yaml:6:11  expect.fils: "fils" is not a figure.
                One of: entries, rows, duration, fills, makerFills, takerFills, fillRate, refusals, rejects, expiries, turnover, makerShare, sharpe, sortino, samples, position, volume, rowsSeen, end, sequence, rootHash, orders.…, refusals.…, rejects.…, expiries.…, pnl.…, queue.…, latency.…. Did you mean "fills"?
       FAIL   b-throws.yaml  T s
              Error: <boom>
                  at onDepth (throws.ts:3:37)
         ok   c-good.yaml  T s  1 expectation
       FAIL   d-no-data.yaml  T s
              data not there: ./nope.arrow (--allow-missing-data leaves such scenarios out)
       none   e-untested.yaml                         not tested: no expect section and no golden result
       none   f-untested-without-data.yaml            not tested: no expect section and no golden result

      3 failed, 1 passed, 2 not tested  T s
      "
    `)
    expect(code).toBe(1)
    const allowed = await hftsim('test', folder, '--filter', 'd-no', '--allow-missing-data')
    expect(plain(allowed.out)).toMatchInlineSnapshot(`
      " none   d-no-data.yaml            data not there: ./nope.arrow

      0 passed, 1 left out for lack of data  T s
      "
    `)
    expect(allowed.code).toBe(0)
  })

  test('JUnit XML holds all of it, hostile names and messages as text', async () => {
    const hostile = '<a> & "b" ]]>'
    mkdirSync(join(folder, hostile))
    const file = join(folder, hostile, 'x.yaml')
    writeFileSync(file, `name: <script>\nexpect: {}\ndata: "\u0007"\n`)
    scenario('good', 'expect: { fills: { min: 1 } }')
    scenario('bad', 'expect: { fills: 0 }')
    scenario('untested')
    const xml = join(folder, 'out', 'junit.xml')
    const { code } = await hftsim('test', folder, '--junit', xml)
    expect(code).toBe(1)
    const text = readFileSync(xml, 'utf8')
    expect(text).toContain('tests="4" failures="1" errors="1" skipped="1"')
    expect(text).toContain('&lt;a&gt; &amp; &quot;b&quot; ]]&gt;')
    expect(text).toContain('&lt;script&gt;')
    expect(text).not.toContain('<script>')
    expect(text).toMatch(/<failure message="[^"]*bad\.yaml:6:11 {2}fills: wanted exactly 0, got \d+">/)
    expect(text).toContain('<skipped message="no expect section and no golden result"/>')
  })

  test('bad usage ends with code 2', async () => {
    scenario('good', 'expect: { fills: { min: 1 } }')
    const usage = async (...args: string[]): Promise<string> => {
      const { code, err } = await hftsim('test', ...args)
      expect(code).toBe(2)
      return plain(err)
    }
    expect(await usage(join(folder, 'goood.yaml'))).toContain('Did you mean "good.yaml"?')
    expect(await usage(folder, '--filter', 'x-y')).toContain('There is no scenario with "x-y" in its path')
    expect(await usage(folder, '--watch', '--update')).toContain('do not go together')
    expect(await usage(folder, '--threads', 'two')).toContain('whole number')
  })

  test('a suite that tests nothing does not pass', async () => {
    scenario('untested')
    expect(await hftsim('test', folder)).toMatchObject({ code: 1, err: expect.stringContaining('Nothing was tested') })
  })
})

describe('--watch', () => {
  const EXPECT = 'expect: { fills: { min: 1 } }'
  let out = ''

  /** Starts watching; the answer waits until it has said so once more since `out` was emptied, and ends it. */
  function watching(...options: readonly string[]) {
    out = ''
    const { child, ended } = startProcess(['test', folder, '--watch', ...options])
    child.stdout?.on('data', (chunk) => {
      out += chunk
    })
    const again = (): Promise<void> => vi.waitFor(() => expect(out).toMatch(/Watching \d+ files of/), 30_000)
    const end = async (): Promise<void> => {
      child.kill('SIGINT')
      expect(await ended).toMatchObject({ code: 0, err: '' })
    }
    return { again, end }
  }

  /** A strategy with a file beside it that it imports. */
  function strategyOfTwo(code = ''): string {
    const part = join(folder, 'spacing.ts')
    writeFileSync(part, 'export const LEVELS = 1\n')
    copyFileSync(join(ROOT, 'strategies/grid.ts'), join(folder, 'other.ts'))
    const used = `import { LEVELS } from './spacing.ts'\nexport const used = LEVELS\n${code}\nexport default`
    edit(join(folder, 'other.ts'), 'export default', used)
    return part
  }

  test('runs again what a change belongs to, until Ctrl-C', async () => {
    scenario('one', EXPECT)
    scenario('two', EXPECT, { use: './other.ts' })
    const part = strategyOfTwo()
    const { again, end } = watching()
    await again()
    expect(plain(out)).toContain('2 passed')
    // An imported file that is changed, broken, and mended again.
    for (const [code, verdict] of [
      ['export const LEVELS = 2', 'ok'],
      ['export const = 3', 'FAIL'],
      ['export const LEVELS = 3', 'ok'],
    ] as const) {
      out = ''
      writeFileSync(part, code)
      await again()
      expect(plain(out)).toMatch(new RegExp(`${verdict} .*two\\.yaml`))
      expect(plain(out)).not.toContain('one.yaml')
    }
    await end()
  })

  test('sees what changes while the first round runs', async () => {
    scenario('two', EXPECT, { use: './other.ts' })
    const part = JSON.stringify(strategyOfTwo("import { writeFileSync } from 'node:fs'"))
    edit(
      join(folder, 'other.ts'),
      'export const used = LEVELS',
      `if (LEVELS === 1) writeFileSync(${part}, 'export const LEVELS = 2')`,
    )
    const { again, end } = watching()
    await again()
    expect(plain(out).match(/1 passed/g)).toHaveLength(2)
    await end()
  })

  test('leaves alone what the filter leaves out', async () => {
    scenario('one', EXPECT)
    const two = scenario('two', EXPECT)
    const { again, end } = watching('--filter', 'two')
    await again()
    expect(plain(out)).not.toContain('one.yaml')
    out = ''
    scenario('one', 'expect: { fills: { min: 2 } }')
    await new Promise((resolve) => setTimeout(resolve, 500))
    edit(two, 'min: 1', 'min: 2')
    await again()
    expect(plain(out)).toMatch(/ok .*two\.yaml/)
    expect(plain(out)).not.toContain('one.yaml')
    await end()
  })
})
