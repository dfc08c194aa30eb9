import { existsSync, linkSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RunReport } from '../../src/report/run-report.ts'
import { hftsim, SAMPLE } from '../fakes/command-line.ts'
import { temporaryFolder } from '../fakes/market-rows.ts'

interface Made {
  readonly folder: string
  readonly run: string
  readonly code: number
  readonly err: string
  report(...more: string[]): Promise<{ code: number; out: string; err: string; json: RunReport }>
}

/** Runs a strategy over a minute of the sample. */
async function ran(start: string, ...more: string[]): Promise<Made> {
  const folder = temporaryFolder()
  const run = join(folder, 'run')
  const source = `import { strategy } from 'hftsim'\nexport default strategy({ start(context) { ${start} } })\n`
  writeFileSync(join(folder, 's.ts'), source)
  const fees = 'venues: { binance-usdm: { fees: { maker: 0bp, taker: 4bp } } }'
  const text = `name: case\ndata: { btc: ${SAMPLE} }\nspan: { to: "00:01" }\n${fees}\nstrategy: { use: ./s.ts }\n`
  writeFileSync(join(folder, 's.yaml'), text)
  const { code, err } = await hftsim('backtest', join(folder, 's.yaml'), '--out', run, '--quiet', ...more)
  return {
    folder,
    run,
    code,
    err,
    async report(...options) {
      const told = await hftsim('report', run, '--quiet', ...options)
      const path = join(run, 'report.json')
      return { ...told, json: existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined }
    },
  }
}

const BUY = "orders.submit({ side: 1, lots: 1, type: 'market' })"
const ONE_BUY = `const { after, orders } = context; after(1e9, () => ${BUY})`
/** Quotes at the touch. */
const QUOTES = `const { every, book, quotes } = context
  every(100_000_000, () => {
    if (!book.hasBid || !book.hasAsk) return
    quotes.begin(); quotes.bid(book.bestBidTicks, 1); quotes.ask(book.bestAskTicks, 1); quotes.end()
  })`

describe('hftsim report', () => {
  test('writes report.json and report.html into the run, and says the same on the screen', async () => {
    const { run, report } = await ran(QUOTES)
    const { code, out, err, json } = await report()
    expect([code, err]).toEqual([0, ''])
    expect(json).toMatchObject({ format: 'hftsim-report', version: 1, result: { end: 'end-of-data' } })
    const [band] = json.band!
    const { net } = json.result.totals.currencies[0]!.pnl
    expect(band).toMatchObject({ settle: 'USDT', base: { net, fills: json.result.fills, changed: [] } })
    expect(band!.pessimistic.changed).toContain('latency cloud pessimistic')
    expect(json.reproduce).toEqual([`hftsim replay ${run}`, `hftsim report ${run}`])
    const page = readFileSync(join(run, 'report.html'), 'utf8')
    expect(page).toContain('<!doctype html>')
    expect(out).toContain(join(run, 'report.html'))
    expect(out).toMatch(/\nReport .* USDT pessimistic \/ base \/ optimistic\n/)
    expect(out).toMatch(/on queue-dependent fills|of \d+ fills queue-dependent/)
    // Of the machine there is nothing in it.
    const { code: sameCode, json: same } = await report()
    expect([sameCode, same]).toEqual([0, json])
  })

  test('--no-band, --json and --out', async () => {
    const { folder, run, report } = await ran(ONE_BUY)
    const page = join(folder, 'pages', 'x.html')
    const { out, json } = await report('--no-band', '--json')
    expect(JSON.parse(out)).toEqual(json)
    expect(json.band).toBeNull()
    // A page elsewhere leaves the two in the folder, which say the same, as they are.
    rmSync(join(run, 'report.html'))
    expect((await hftsim('report', run, '--quiet', '--out', page)).code).toBe(0)
    expect([existsSync(page), existsSync(join(run, 'report.html'))]).toEqual([true, false])
    expect(JSON.parse(readFileSync(join(run, 'report.json'), 'utf8'))).toEqual(json)
    expect((await report('--out', folder)).err).toContain('is a folder')
  })

  test('backtest --report makes the same report in the same execution', async () => {
    const { run, report } = await ran(QUOTES, '--report')
    const made = readFileSync(join(run, 'report.json'), 'utf8')
    expect(existsSync(join(run, 'report.html'))).toBe(true)
    await report()
    expect(readFileSync(join(run, 'report.json'), 'utf8') === made).toBe(true)
  })

  test('a page appears whole or not at all: the one before stays as it was', async () => {
    const { run, report } = await ran(ONE_BUY, '--report', '--no-band')
    for (const name of ['report.html', 'report.json']) {
      linkSync(join(run, name), join(run, `kept-${name}`))
      writeFileSync(join(run, `kept-${name}`), 'the one before')
    }
    await report('--no-band')
    for (const name of ['report.html', 'report.json']) {
      expect(readFileSync(join(run, `kept-${name}`), 'utf8')).toBe('the one before')
      expect(readFileSync(join(run, name), 'utf8')).not.toBe('the one before')
    }
    expect(readdirSync(run).filter((name) => name.includes('partial'))).toEqual([])
  })

  test('a run that takes the place of another takes its report away', async () => {
    const { folder, run } = await ran(ONE_BUY, '--report', '--no-band')
    expect(existsSync(join(run, 'report.html'))).toBe(true)
    await hftsim('backtest', join(folder, 's.yaml'), '--out', run, '--quiet', '--force')
    expect([existsSync(join(run, 'report.html')), existsSync(join(run, 'report.json'))]).toEqual([false, false])
  })
})

describe('a report reads right', () => {
  test('without orders', async () => {
    const { code, json, out } = await (await ran('')).report()
    expect(code).toBe(0)
    const [only] = json.instruments
    expect(json.result).toMatchObject({ fills: 0, totals: { fillRate: null } })
    expect(only!.confidence).toMatchObject({ queueShareOfProfit: null, netWithoutQueueDependent: '0' })
    expect(only!.journey).toEqual([])
    expect(only!.impact).toMatchObject({ holds: true, ofTraded: 0 })
    expect(json.band![0]).toMatchObject({ pessimistic: { net: '0', fillRate: null }, optimistic: { net: '0' } })
    expect(out).toContain('0 of 0 fills queue-dependent')
  })

  test('with one fill', async () => {
    const { json } = await (await ran(ONE_BUY)).report('--no-band')
    const [only] = json.instruments
    const { net } = json.result.instruments[0]!.pnl
    expect(only!.confidence.classes).toMatchObject([
      { confidence: 'certain', fills: 1, volume: '0.001', net },
      { confidence: 'queue-dependent', fills: 0, volume: '0', net: '0' },
      { confidence: 'size-dependent', fills: 0, volume: '0', net: '0' },
    ])
    expect(only!.execution[1]).toMatchObject({
      liquidity: 'taker',
      fills: 1,
      fees: json.result.instruments[0]!.pnl.fees,
    })
    expect(only!.execution[1]!.markouts.map(({ fills }) => fills)).toEqual([1, 1, 1, 0])
    expect(only!.execution[1]!.markouts[0]!.standardErrorTicks).toBeNull()
    expect(only!.journey).toMatchObject([{ from: 'sent', to: 'filled', orders: 1 }])
  })

  test('of a strategy that stopped', async () => {
    const { json, code } = await (await ran(`${ONE_BUY}; after(2e9, () => context.stop())`)).report('--no-band')
    expect([code, json.result.end]).toEqual([0, 'strategy-stopped'])
  })

  test('of a run that failed: as far as it went, and without a band', async () => {
    const made = await ran(`${ONE_BUY}; after(2e9, () => { throw new Error('enough') })`, '--report')
    expect(made.err).toContain(`A report of it: hftsim report ${made.run}`)
    expect(made.code).toBe(1)
    expect(made.err).toContain('enough')
    expect(existsSync(join(made.run, 'report.json'))).toBe(false)
    const { json, code, err, out } = await made.report()
    expect([code, err]).toEqual([0, ''])
    expect(json).toMatchObject({ band: null, result: { end: 'failed', fills: 1, rows: null } })
    expect(json.instruments[0]!.distributions.feedNs.count).toBeGreaterThan(0)
    expect(out).toContain('failed')
  })

  test('of a run that fails under other models: without a band, and it says so', async () => {
    const slow = `const { after, clock, orders, book } = context
      let sentTs = 0
      after(1e9, () => { sentTs = clock.nowTs; orders.submit({ side: 1, lots: 1, priceTicks: book.bestBidTicks }) })
      return { onOrder() { if (clock.nowTs - sentTs > 15e6) throw new Error('much too slow') } }`
    const constant = 'venues.0.latency={ constant: { entry: 5ms, response: 5ms } }'
    const { code, err, json } = await (await ran(slow, '--set', constant)).report()
    expect([code, err]).toEqual([0, 'There is no band, for the run fails under other models: much too slow\n'])
    expect(json.band).toBeNull()
  })

  test('of a journal that breaks off: up to there', async () => {
    const made = await ran(QUOTES)
    const whole = (await made.report('--no-band')).json
    truncateSync(join(made.run, 'journal.bin'), 15_000)
    const { json, code, out, err } = await made.report()
    expect([code, err]).toEqual([0, ''])
    expect(json).toMatchObject({ band: null, result: { end: null } })
    expect(json.result.entries).toBeLessThan(whole.result.entries)
    expect(json.result.entries).toBeGreaterThan(100)
    expect(out).toContain('the journal breaks off')
  })
})

describe('what cannot be reported says why not', () => {
  test('a damaged journal', async () => {
    const { run, report } = await ran(QUOTES)
    const journal = join(run, 'journal.bin')
    const bytes = readFileSync(journal)
    bytes[12_000]! ^= 1
    writeFileSync(journal, bytes)
    const { code, err } = await report('--no-band')
    expect(code).toBe(1)
    expect(err).toContain('is damaged at entry')
  })

  test('a strategy that has changed since', async () => {
    const { folder, report } = await ran(ONE_BUY)
    writeFileSync(join(folder, 's.ts'), "import { strategy } from 'hftsim'\nexport default strategy({ start() {} })\n")
    const { code, err } = await report()
    expect(code).toBe(1)
    expect(err).toContain('a replay needs the same')
  })

  test('a strategy that does not do the same twice', async () => {
    const once = `const { after, orders } = context
      globalThis.runs = (globalThis.runs ?? 0) + 1
      after(globalThis.runs * 1e9, () => orders.submit({ side: 1, lots: 1, type: 'market' }))`
    const { code, err } = await (await ran(once)).report('--no-band')
    expect(code).toBe(1)
    expect(err).toMatch(
      /executing the run again gives something else from entry 1 on.*\n {2}recorded .*\n {2}executed /,
    )
  })

  test('no run', async () => {
    expect((await hftsim('report', temporaryFolder())).err).toContain('is no run folder')
  })
})
