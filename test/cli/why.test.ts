import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hftsim, ROOT } from '../fakes/command-line.ts'
import { temporaryFolder } from '../fakes/market-rows.ts'

const SCENARIO = join(ROOT, 'scenarios/quickstart.yaml')
let run: string

beforeAll(async () => {
  run = mkdtempSync(join(tmpdir(), 'hftsim-why-'))
  const { code, err } = await hftsim('backtest', SCENARIO, '--out', run, '--force', '--quiet')
  expect([code, err]).toEqual([0, ''])
})

afterAll(() => rmSync(run, { recursive: true }))

describe('hftsim why', () => {
  test('the story of an order, and of several', async () => {
    const one = await hftsim('why', run, '1')
    expect([one.code, one.err]).toEqual([0, ''])
    expect(one.out).toMatch(
      /^order 1 {4}buy 0\.001 BTC @ 55002\.9 gtc post-only {4}BTCUSDT on binance-usdm {4}filled\n/,
    )
    const two = await hftsim('why', run, '1', '12')
    expect(two.out.startsWith(`${one.out}\norder 12    `)).toBe(true)
  })

  test('the page of the command shows what it prints', async () => {
    const page = readFileSync(join(ROOT, 'docs/why.md'), 'utf8')
    const [, example] = /^```\n(order 114 [^`]*)```$/m.exec(page)!
    expect((await hftsim('why', run, '114')).out).toBe(example)
  })

  test('the order of a fill', async () => {
    const { out } = await hftsim('journal', 'show', run, '--kind', 'Fill', '--order', '1', '--json')
    const { seq } = JSON.parse(out)
    expect((await hftsim('why', run, '--fill', String(seq))).out).toBe((await hftsim('why', run, '1')).out)
    expect(await hftsim('why', run, '--fill', '0')).toMatchObject({
      code: 1,
      err: expect.stringContaining('entry 0: is RunStarted, not a fill.'),
    })
    expect((await hftsim('why', run, '--fill', '999999')).err).toMatch(/There is no entry 999999: the last one is \d+/)
  })

  test('as JSON: one object an order, money as text', async () => {
    const { code, out } = await hftsim('why', run, '1', '12', '--json')
    expect(code).toBe(0)
    const [first, second] = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(first).toMatchObject({
      order: 1,
      outcome: 'filled',
      filledLots: 1,
      instrument: { symbol: 'BTCUSDT', tickSize: '0.1' },
      whatIf: { latency: [{ outcome: 'still-fills', command: 'SubmitOrder' }], spare: { by: 'queue' } },
    })
    expect(second).toMatchObject({ order: 12, outcome: 'rejected' })
    const fill = first.events.find((event: { answer?: { kind: string } }) => event.answer?.kind === 'Fill')
    expect(fill).toMatchObject({ answer: { feeAtoms: '0' }, evidence: { rule: 'queue' } })
  })

  test('every event with --all; without, how many were left out', async () => {
    const count = (out: string): number => out.match(/^ {2}\S+ {2}(trade|left|joined) /gm)?.length ?? 0
    const short = (await hftsim('why', run, '1')).out
    const long = (await hftsim('why', run, '1', '--all')).out
    const leftOut = Number(/the largest and the last, (\d+) more with --all/.exec(short)![1])
    expect(count(long)).toBe(count(short) + leftOut)
    expect(long).not.toContain('--all')
  })

  test('orders that are not there', async () => {
    const wrong = await hftsim('why', run, '20000')
    expect([wrong.code, wrong.out]).toEqual([1, ''])
    expect(wrong.err).toMatch(
      /There is no order 20000 in this run: its orders are 1 to 2\d{3}\. Did you mean "2000"\?\n$/,
    )
    expect((await hftsim('why', run, '0')).err).toMatch(/no order 0 in this run: its orders are 1 to \d+\.\n$/)
    expect(await hftsim('why', run, '7a')).toMatchObject({ code: 2 })
    expect(await hftsim('why', run)).toMatchObject({ code: 2, err: expect.stringContaining('Which order?') })
    const folder = temporaryFolder()
    expect((await hftsim('why', folder, '1')).err).toContain('is no run folder')
  })

  test('other data than the record, or none', async () => {
    const folder = temporaryFolder()
    const missing = await hftsim('why', run, '1', '--from', join(folder, 'scenarios'))
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('there is no such file')])
    mkdirSync(join(folder, 'data'))
    copyFileSync(join(ROOT, 'data/ethusdt-sample.arrow'), join(folder, 'data/btcusdt-sample.arrow'))
    const other = await hftsim('why', run, '1', '--from', join(folder, 'scenarios'))
    expect([other.code, other.err]).toEqual([1, expect.stringMatching(/the run was recorded on \d+ rows with hash /)])
  })

  test('a damaged journal: where, and what tells more; what lies before the damage is told', async () => {
    const folder = temporaryFolder()
    cpSync(run, folder, { recursive: true })
    const journal = readFileSync(join(run, 'journal.bin'))
    journal[20_000]! ^= 1
    writeFileSync(join(folder, 'journal.bin'), journal)
    const damaged = /journal\.bin: is damaged at entry \d+, byte \d+: .*\. See hftsim journal verify\.\n$/
    for (const asked of [['2000'], ['--fill', '999999']]) {
      const { code, err } = await hftsim('why', folder, ...asked)
      expect([code, err]).toEqual([1, expect.stringMatching(damaged)])
    }
    expect((await hftsim('why', folder, '1', '--from', join(ROOT, 'scenarios'))).code).toBe(0)
  })

  test('a journal that breaks off: an order that is open there, and one that ended before', async () => {
    const folder = temporaryFolder()
    cpSync(run, folder, { recursive: true })
    const environment = readFileSync(join(run, 'environment.json'), 'utf8')
    const scenario = `"scenario": ${JSON.stringify(SCENARIO)},`
    writeFileSync(join(folder, 'environment.json'), environment.replace(/"scenario": .*,/, scenario))
    truncateSync(join(folder, 'journal.bin'), 6000)
    const { out: whole } = await hftsim('why', run, '1')
    expect((await hftsim('why', folder, '1')).out).toBe(whole)
    const { out } = await hftsim('journal', 'show', folder, '--kind', 'SubmitOrder')
    const last = /order (\d+)/.exec(out.trimEnd().split('\n').at(-1)!)![1]!
    const open = await hftsim('why', folder, last)
    expect([open.code, open.out]).toEqual([0, expect.stringContaining('the run ends (the journal breaks off)')])
  })
})
