import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { hftsim, ROOT } from '../fakes/command-line.ts'
import { temporaryFolder } from '../fakes/market-rows.ts'

const SCENARIO = join(ROOT, 'scenarios/quickstart.yaml')
let bytes: Buffer
let environment: string

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hftsim-journal-'))
  const { code, err } = await hftsim('backtest', SCENARIO, '--out', folder, '--force', '--quiet')
  expect([code, err]).toEqual([0, ''])
  bytes = readFileSync(join(folder, 'journal.bin'))
  environment = readFileSync(join(folder, 'environment.json'), 'utf8')
  rmSync(folder, { recursive: true })
})

/** A run folder with a copy of the recorded journal, changed at will. */
function runWith(change: (bytes: Buffer) => Buffer = (whole) => whole): string {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'journal.bin'), change(Buffer.from(bytes)))
  const scenario = JSON.stringify(SCENARIO)
  writeFileSync(join(folder, 'environment.json'), environment.replace(/"scenario": .*,/, `"scenario": ${scenario},`))
  return folder
}

const flipped = (at: number) => (whole: Buffer) => {
  whole[at]! ^= 1
  return whole
}

describe('verify', () => {
  test('a whole journal, in words and as JSON', async () => {
    const folder = runWith()
    const { code, out } = await hftsim('journal', 'verify', folder)
    expect(code).toBe(0)
    expect(out).toMatch(/^whole {4}[\d,]+ entries {4}root [0-9a-f]{64}\n$/)
    const json = JSON.parse((await hftsim('journal', 'verify', folder, '--json')).out)
    expect(json).toMatchObject({
      sealed: true,
      manifestCopy: 'absent',
      entries: Number(out.match(/[\d,]+/)![0].replaceAll(',', '')),
    })
  })

  test('a torn and a corrupt journal end with 1 and say where', async () => {
    const torn = await hftsim(
      'journal',
      'verify',
      runWith((whole) => whole.subarray(0, whole.length - 100)),
    )
    expect(torn).toMatchObject({ code: 1, out: expect.stringMatching(/is torn at entry \d+, byte \d+/) })
    const folder = runWith(flipped(20_000))
    expect(await hftsim('journal', 'verify', folder)).toMatchObject({
      code: 1,
      out: expect.stringContaining('is corrupt at'),
    })
    const json = await hftsim('journal', 'verify', folder, '--json')
    expect(json.code).toBe(1)
    expect(JSON.parse(json.out)).toMatchObject({ problem: { kind: 'corrupt' } })
  })

  test('a folder without a journal', async () => {
    const folder = temporaryFolder()
    for (const command of [['journal', 'verify'], ['journal', 'show'], ['replay']]) {
      const { code, err } = await hftsim(...command, folder)
      expect([code, err]).toEqual([1, `${folder}: is no run folder: it has no journal.bin.\n`])
    }
  })
})

describe('show', () => {
  test('filters', async () => {
    const folder = runWith()
    const fills = (await hftsim('journal', 'show', folder, '--kind', 'fill', '--limit', '3')).out.trimEnd().split('\n')
    expect(fills).toHaveLength(3)
    for (const line of fills) expect(line).toContain('  fill ')
    const order = /order (\d+)/.exec(fills[0]!)![1]!
    const life = (await hftsim('journal', 'show', folder, '--order', order)).out
    expect(life.split('\n')[0]).toContain('submit')
    const window = await hftsim(
      'journal',
      'show',
      folder,
      '--from',
      '00:05',
      '--to',
      '00:06',
      '--instrument',
      'btcusdt',
    )
    for (const line of window.out.trimEnd().split('\n')) expect(line).toMatch(/^00:0(5|6:00\.0)/)
  })

  test('JSON: one entry a line, with the integers that it holds', async () => {
    const { out } = await hftsim('journal', 'show', runWith(), '--kind', 'Fill', '--limit', '2', '--json')
    const entries = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(entries).toHaveLength(2)
    expect(entries[0]).toMatchObject({ kind: 'Fill', feeAtoms: expect.stringMatching(/^-?\d+$/) })
  })

  test('names that are none', async () => {
    const kind = await hftsim('journal', 'show', runWith(), '--kind', 'Fil')
    expect([kind.code, kind.out]).toEqual([2, ''])
    expect(kind.err).toMatch(/^--kind: "Fil" is no kind of entry\. One of: RunStarted, .* Did you mean "Fill"\?\n$/)
    const alias = await hftsim('journal', 'show', runWith(), '--instrument', 'btcusd')
    expect(alias.code).toBe(2)
    expect(alias.err).toContain('Did you mean "btcusdt"?')
  })

  test('up to the damage, which is told on standard error', async () => {
    const { code, out, err } = await hftsim(
      'journal',
      'show',
      runWith((whole) => whole.subarray(0, 50_000)),
    )
    expect(code).toBe(1)
    expect(out).toContain('run started')
    expect(err).toMatch(/is torn at entry \d+, byte \d+/)
  })
})

describe('replay', () => {
  test('is equal, in words and as JSON', async () => {
    const folder = runWith()
    expect(await hftsim('replay', folder)).toMatchObject({ code: 0, out: expect.stringMatching(/^equal {4}/) })
    expect(JSON.parse((await hftsim('replay', folder, '--json')).out)).toMatchObject({ equal: true, record: 'whole' })
  })

  test('of a journal that breaks off: equal as far as it goes', async () => {
    const folder = runWith((whole) => whole.subarray(0, 50_000))
    const { code, out } = await hftsim('replay', folder)
    expect([code, out]).toEqual([0, expect.stringContaining('equal up to where the record breaks off')])
  })

  test('of a damaged journal is refused, and so is one whose scenario is elsewhere', async () => {
    expect((await hftsim('replay', runWith(flipped(20_000)))).err).toContain('is damaged at entry')
    const folder = runWith()
    writeFileSync(join(folder, 'environment.json'), '{')
    const { code, err } = await hftsim('replay', folder)
    expect(code).toBe(1)
    expect(err).toContain('--from FOLDER')
    const lost = await hftsim('replay', folder, '--from', folder)
    expect(lost.err).toMatch(/btcusdt-sample\.arrow: is not there, .* Say where the scenario lay with --from FOLDER/)
    expect(await hftsim('replay', folder, '--from', join(ROOT, 'scenarios'))).toMatchObject({ code: 0 })
  })
})
