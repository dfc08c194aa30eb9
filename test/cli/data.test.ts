import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { depthLine, snapshotLine, tradeLine, writeLines } from '../fakes/binance-lines.ts'
import { hftsim, processOf, ROOT, SAMPLE } from '../fakes/command-line.ts'
import { temporaryFolder } from '../fakes/market-rows.ts'
import { describeWithShared, sharedPath } from '../fakes/shared-data.ts'
import { testOnLinux, testUnlessRoot } from '../fakes/where-possible.ts'

/** A recording of a snapshot, some updates and two trades, one of them no trade of the market. */
function recording(folder: string, name = 'a.gz'): string {
  return writeLines(folder, name, [
    depthLine({ at: 10, T: 5, U: 1, u: 5, pu: 0, b: [['100.0', '1.000']] }),
    snapshotLine({ at: 12, T: 6, S: 5, bids: [['100.0', '2.000']], asks: [['100.1', '3.000']] }),
    depthLine({ at: 20, T: 15, U: 6, u: 7, pu: 5, a: [['100.2', '4.000']] }),
    tradeLine({ at: 21, T: 16, t: 1 }),
    tradeLine({ at: 22, T: 17, t: 2, X: 'INSURANCE_FUND' }),
  ])
}

const CUSTOM = ['--venue', 'somewhere', '--symbol', 'X', '--tick', '0.1', '--lot', '0.001']

describe('import', () => {
  test('ends with what a trader can judge, and makes the folder', async () => {
    const folder = temporaryFolder()
    const out = join(folder, 'local/deep/a.arrow')
    const { code, out: text, err } = await hftsim('data', 'import', 'binance-usdm', recording(folder), '--out', out)
    expect([code, err]).toEqual([0, ''])
    expect(text.replaceAll(folder, '…')).toMatchInlineSnapshot(`
      "…/local/deep/a.arrow    BTCUSDT on binance-usdm    tick 0.1, lot 0.001

      Rows      7 rows    2024-08-09 00:00:00.012 to 2024-08-09 00:00:00.021 UTC, 0 s
      Counts    messages 3    depth 2    trade 1    clear 2    snapshot 2    lines 5    depthMessages 2    snapshots 1    trades 2
      Repairs   late-snapshot             1 row    raised localTs of levels that had to wait for their snapshot to that of the snapshot
                insurance-fund            1 row    left out trades whose X is not MARKET
      Gaps      none
      Content   315db766877b6e6bf83333c7900b940ae1c97f26f0b8755e4944aa537bf512bd
      "
    `)
  })

  test('--json is one object on standard output', async () => {
    const folder = temporaryFolder()
    const out = join(folder, 'a.arrow')
    const ran = await hftsim('data', 'import', 'binance-usdm', recording(folder), '--out', out, '--json')
    expect(JSON.parse(ran.out)).toMatchObject({ path: out, rows: 7, instrument: { symbol: 'BTCUSDT' } })
  })

  test('policies, steps and symbol reach the importer', async () => {
    const folder = temporaryFolder()
    const out = join(folder, 'a.arrow')
    const args = ['data', 'import', 'binance-usdm', recording(folder), '--out', out, '--json']
    const kept = await hftsim(...args, '--insurance-fund', 'keep', '--tick', '0.01', '--lot', '0.0001')
    expect(JSON.parse(kept.out)).toMatchObject({
      rows: 8,
      repairs: [{ policy: 'late-snapshot' }],
      instrument: { tickSize: '0.01', lotSize: '0.0001' },
    })
    const other = await hftsim(...args, '--force', '--symbol', 'ETHUSDT')
    expect(other.err).toContain('the snapshot does not name its symbol')
    const coarse = await hftsim(...args, '--force', '--tick', '1')
    expect(coarse.code).toBe(1)
    expect(coarse.err).toContain('100.1')
    const dropped = await hftsim(...args, '--force', '--tick', '1', '--off-tick', 'drop')
    expect(JSON.parse(dropped.out).repairs).toContainEqual(expect.objectContaining({ policy: 'off-tick', rows: 3 }))
  })

  test('of several files each must be there, which is seen before the first is read', async () => {
    const folder = temporaryFolder()
    const first = recording(folder, 'day1.gz')
    const missing = join(folder, 'dya1.gz')
    const ran = await hftsim('data', 'import', 'binance-usdm', first, missing, '--out', join(folder, 'out/a.arrow'))
    expect(ran).toEqual({ code: 1, out: '', err: `There is no file "${missing}". Did you mean "day1.gz"?\n` })
    expect(readdirSync(folder)).toEqual(['day1.gz'])
  })

  test('npz: what the files do not say must be said', async () => {
    const folder = temporaryFolder()
    const npz = join(folder, 'x.npz')
    expect(await hftsim('data', 'export', 'npz', SAMPLE, '--out', npz)).toMatchObject({ code: 0 })
    const args = ['data', 'import', 'npz', npz, '--out', join(folder, 'x.arrow'), '--json']
    const unsaid = await hftsim(...args, ...CUSTOM)
    expect(unsaid.code).toBe(2)
    expect(unsaid.err).toContain(
      'what X on somewhere counts and settles in is not known here: give --base and --settle.',
    )
    const steps = ['--step', '0.0001', '--contract', 'inverse', '--contract-size', '100']
    const said = await hftsim(...args, ...CUSTOM, ...steps, '--base', 'contracts', '--settle', 'X')
    const { instrument } = JSON.parse(said.out)
    expect(instrument).toEqual({
      symbol: 'X',
      venue: 'somewhere',
      tickSize: '0.1',
      lotSize: '0.001',
      qtyStep: '0.0001',
      contract: 'inverse',
      contractSize: '100',
      base: 'contracts',
      settle: 'X',
    })
    const off = await hftsim(
      ...args,
      '--force',
      ...CUSTOM.slice(0, 4),
      '--tick',
      '1',
      '--lot',
      '1',
      '--base',
      'X',
      '--settle',
      'Y',
    )
    expect(off.err).toContain('or round with --off-tick round')
  })

  test('there and back again is the same file, the instrument of Binance known by its symbol', async () => {
    const folder = temporaryFolder()
    const [npz, back, again] = ['x.npz', 'x.arrow', 'y.npz'].map((name) => join(folder, name))
    await hftsim('data', 'export', 'npz', SAMPLE, '--out', npz!)
    const instrument = ['--venue', 'binance-usdm', '--symbol', 'BTCUSDT', '--tick', '0.1', '--lot', '0.001']
    const { out } = await hftsim('data', 'import', 'npz', npz!, '--out', back!, ...instrument, '--json')
    const info = await hftsim('data', 'info', SAMPLE, '--json')
    const { contentHash, instrument: spec } = JSON.parse(info.out).manifest
    expect(JSON.parse(out)).toMatchObject({ contentHash, instrument: spec })
    await hftsim('data', 'export', 'npz', back!, '--out', again!)
    expect(readFileSync(again!).equals(readFileSync(npz!))).toBe(true)
  })
})

describe('info and check', () => {
  test('info says what the manifest says', async () => {
    const { code, out } = await hftsim('data', 'info', SAMPLE)
    expect(code).toBe(0)
    expect(out).toMatch(/^instrument +BTCUSDT on binance-usdm, linear, settled in USDT$/m)
  })

  test('check: sound data ends with 0, damage with 1', async () => {
    expect(await hftsim('data', 'check', SAMPLE)).toMatchObject({ code: 0, err: '' })
    const damaged = join(temporaryFolder(), 'damaged.arrow')
    const bytes = readFileSync(SAMPLE)
    bytes[20_000]! ^= 1
    writeFileSync(damaged, bytes)
    const { code, out } = await hftsim('data', 'check', damaged)
    expect(code).toBe(1)
    expect(out).toContain('damage  unreadable')
    const json = await hftsim('data', 'check', damaged, '--json')
    expect(json.code).toBe(1)
    expect(JSON.parse(json.out)).toMatchObject({ damaged: true, findings: [{ name: 'unreadable' }] })
  })

  test('check: what counts as silence can be said', async () => {
    const { code, out } = await hftsim('data', 'check', SAMPLE, '--silence', '60ms')
    expect(code).toBe(0)
    expect(out).toContain('notice  silence')
  })
})

describe('generate', () => {
  const page = readFileSync(join(ROOT, 'data/README.md'), 'utf8')
  const commands = [...page.matchAll(/^hftsim (data generate[\s\S]*?)[\s\\]+--out (\S+)$/gm)]

  test.each(commands.map(([, command = '', file = '']) => [file, command.split(/[\s\\]+/)] as const))(
    '%s is what its command in data/README.md makes, byte for byte',
    async (file, args) => {
      const out = join(temporaryFolder(), 'sample.arrow')
      expect(await hftsim(...args, '--out', out)).toMatchObject({ code: 0, err: '' })
      expect(readFileSync(out).equals(readFileSync(join(ROOT, file)))).toBe(true)
    },
  )

  test('every sample has its command', () => {
    const samples = readdirSync(join(ROOT, 'data')).filter((name) => name.endsWith('.arrow'))
    expect(commands.map(([, , file]) => file).sort()).toEqual(samples.map((name) => `data/${name}`).sort())
  })

  test('an instrument of another name, and of other steps', async () => {
    const given = ['data', 'generate', '--duration', '1s', '--out', join(temporaryFolder(), 'a.arrow'), '--json']
    const known = await hftsim(...given, '--symbol', 'ETHUSDT')
    expect(JSON.parse(known.out).instrument).toMatchObject({ symbol: 'ETHUSDT', tickSize: '0.01', base: 'ETH' })
    const other = await hftsim(...given, '--force', '--symbol', 'CRVUSDT', '--tick', '0.001', '--lot', '0.1')
    expect(JSON.parse(other.out).instrument).toMatchObject({ tickSize: '0.001', lotSize: '0.1', base: 'CRV' })
    const unknown = await hftsim(...given, '--force', '--symbol', 'CRVUSDT')
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('Give --tick and --lot') })
  })

  test('parameters of the model: the last word on each counts, and one that is none is refused', async () => {
    const given = ['data', 'generate', '--duration', '1s', '--out', join(temporaryFolder(), 'a.arrow'), '--json']
    const made = await hftsim(
      ...given,
      '--set',
      'startTicks=500',
      '--set',
      'startTicks=600',
      '--set',
      'publishEveryNs=0',
    )
    expect(JSON.parse(made.out).sources[0].name).toMatch(/"startTicks":600,.*"publishEveryNs":0,/)
    const unknown = await hftsim(...given, '--force', '--set', 'startTick=5')
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('startTick: is no parameter of the model') })
    const unreadable = await hftsim(...given, '--force', '--set', 'startTicks')
    expect(unreadable).toMatchObject({ code: 2, err: expect.stringContaining('a parameter and a number') })
  })

  test('another seed is another market, and an unknown model none', async () => {
    const out = join(temporaryFolder(), 'a.arrow')
    const made = await hftsim('data', 'generate', '--seed', '8', '--duration', '5s', '--out', out, '--json')
    const again = await hftsim('data', 'generate', '--seed', '9', '--duration', '5s', '--out', out, '--json', '--force')
    expect(JSON.parse(made.out).contentHash).not.toBe(JSON.parse(again.out).contentHash)
    const unknown = await hftsim('data', 'generate', '--model', 'hawkes', '--duration', '5s', '--out', out)
    expect(unknown).toMatchObject({ code: 2, err: '--model: "hawkes" is no model. One of: zero-intelligence.\n' })
    expect(await hftsim('data', 'generate', '--duration', '0s', '--out', join(out, '../b'))).toMatchObject({ code: 1 })
    expect((await hftsim('data', 'generate', '--duration', '2500h', '--out', join(out, '../b'))).err).toContain(
      '104 days',
    )
  })
})

describe('inputs that are none', () => {
  const reading: [string, string[]][] = [
    ['info', ['info']],
    ['check', ['check']],
    ['export', ['export', 'npz', '--out', 'none/x.npz']],
    ['import npz', ['import', 'npz', ...CUSTOM, '--base', 'X', '--settle', 'Y', '--out', 'none/x.arrow']],
    ['import binance-spot', ['import', 'binance-spot', '--out', 'none/x.arrow']],
  ]
  const inFolder = (folder: string, args: string[]): string[] => args.map((arg) => arg.replace('none/', `${folder}/`))

  test.each(reading)('%s: a missing file, a folder, an empty file, a foreign file', async (_, args) => {
    const folder = temporaryFolder()
    const given = ['data', ...inFolder(folder, args)]
    const named = (name: string): string => join(folder, name)
    mkdirSync(named('sub'))
    writeFileSync(named('empty'), '')
    writeFileSync(named('foreign'), 'Dear diary, today the market went up and down again.\n'.repeat(100))
    const messages: Record<string, string> = {
      missing: 'There is no file "…/missing".',
      sub: '"…/sub" is a folder, not a file.',
      empty: '…/empty',
      foreign: '…/foreign',
    }
    for (const [name, message] of Object.entries(messages)) {
      const { code, out, err } = await hftsim(...given, named(name))
      expect([name, code, out]).toEqual([name, 1, ''])
      expect(err.replaceAll(folder, '…')).toContain(message)
      expect(err).not.toMatch(/^ +at /m)
    }
    expect(readdirSync(folder)).toEqual(['empty', 'foreign', 'sub'])
  })
})

describe('outputs', () => {
  const writing = (folder: string): [string, string[]][] => [
    ['generate', ['generate', '--duration', '2s']],
    ['export', ['export', 'npz', SAMPLE]],
    ['import binance-usdm', ['import', 'binance-usdm', recording(folder)]],
  ]

  test('an existing file stays as it was, unless it is to be replaced', async () => {
    const folder = temporaryFolder()
    for (const [name, args] of writing(folder)) {
      const out = join(folder, `${name}.npz`)
      writeFileSync(out, 'precious')
      const { code, err } = await hftsim('data', ...args, '--out', out)
      expect(err).toBe(`${out}: exists already. Choose another name, or replace it with --force.\n`)
      expect([code, readFileSync(out, 'utf8')]).toEqual([1, 'precious'])
      expect(await hftsim('data', ...args, '--out', out, '--force')).toMatchObject({ code: 0 })
      expect(readFileSync(out, 'latin1')).not.toBe('precious')
    }
  })

  test('a folder or a device is not replaced, and a file is no folder', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'sub'))
    writeFileSync(join(folder, 'plain'), '')
    for (const [, args] of writing(folder)) {
      const to = async (out: string): Promise<string> => {
        const { code, err } = await hftsim('data', ...args, '--out', out, '--force')
        expect(code).toBe(1)
        return err.replaceAll(folder, '…')
      }
      expect(await to(join(folder, 'sub'))).toBe('…/sub: is a folder: give the name of a file.\n')
      expect(await to('/dev/null')).toBe('/dev/null: is no regular file: give the name of a file.\n')
      expect(await to(join(folder, 'plain/x.npz'))).toContain('…/plain/x.npz: its folder …/plain cannot be made')
    }
  })

  testOnLinux('a folder in which nothing can be made, and no name at all', async () => {
    for (const [, args] of writing(temporaryFolder())) {
      const inProc = await hftsim('data', ...args, '--out', '/proc/hftsim/x.npz')
      expect([inProc.code, inProc.err]).toEqual([
        1,
        '/proc/hftsim/x.npz: its folder /proc/hftsim cannot be made: nothing can be made in /proc.\n',
      ])
      const nameless = await hftsim('data', ...args, '--out', '')
      expect([nameless.code, nameless.err]).toEqual([1, '--out: is empty: give the name of a file.\n'])
    }
  })

  testUnlessRoot('an unwritable folder', async () => {
    const folder = temporaryFolder()
    const closed = join(folder, 'closed')
    mkdirSync(closed, { mode: 0o500 })
    for (const [, args] of writing(folder)) {
      const { code, err } = await hftsim('data', ...args, '--out', join(closed, 'x.npz'))
      expect(code).toBe(1)
      expect(err).toContain(`${join(closed, 'x.npz')}: `)
      const deeper = await hftsim('data', ...args, '--out', join(closed, 'sub/x.npz'))
      expect(deeper.err).toContain('cannot be made: no permission')
    }
  })

  test('a disk that is full leaves nothing behind', async () => {
    const folder = temporaryFolder()
    const [command, args] = processOf('data', 'generate', '--duration', '10m', '--out', join(folder, 'a.arrow'))
    const limited = ['-c', 'trap "" XFSZ; ulimit -f 100; exec "$@"', 'bash', command, ...args]
    const { status, stderr } = spawnSync('bash', limited, { encoding: 'utf8' })
    expect(stderr).toContain('a.arrow: cannot be written: it grows beyond the largest file allowed here.')
    expect(status).toBe(1)
    expect(readdirSync(folder)).toEqual([])
  })

  test('a journal that the disk cannot take ends the run with one line, and keeps what is there', async () => {
    const folder = temporaryFolder()
    const run = join(folder, 'run')
    const scenario = join(ROOT, 'scenarios/quickstart.yaml')
    const [command, args] = processOf('backtest', scenario, '--out', run, '--quiet')
    const limited = ['-c', 'trap "" XFSZ; ulimit -f 100; exec "$@"', 'bash', command, ...args]
    const { status, stderr } = spawnSync('bash', limited, { encoding: 'utf8' })
    expect(stderr).toMatch(/^\S+journal\.bin: it grows beyond the largest file allowed here\.\n$/m)
    expect(status).toBe(1)
    const verified = await hftsim('journal', 'verify', run, '--json')
    expect(verified.code).toBe(1)
    expect(JSON.parse(verified.out)).toMatchObject({ sealed: false })
    expect(JSON.parse(verified.out).entries).toBeGreaterThan(100)
  })
})

describeWithShared('recordings', () => {
  test('two days that continue one another', async () => {
    const days = ['04', '05'].map((day) => sharedPath('data/binance-usdm', `btcusdt_202304${day}.dat.gz`)!)
    const out = join(temporaryFolder(), 'a.arrow')
    const { code, out: text } = await hftsim('data', 'import', 'binance-usdm', ...days, '--out', out)
    expect(code).toBe(0)
    expect(text).toContain(
      'Rows      346,169 rows    2023-04-04 23:58:20.468 to 2023-04-05 00:06:54.711 UTC, 8 min 34 s',
    )
    expect(text).toMatch(/clock-skew +337,618 rows .*by 27\.432 ms/)
    expect(await hftsim('data', 'check', out)).toMatchObject({ code: 0 })
  })
})
