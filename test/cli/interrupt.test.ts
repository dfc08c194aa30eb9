import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { depthLine, snapshotLine } from '../fakes/binance-lines.ts'
import { hftsim, SAMPLE, startProcess } from '../fakes/command-line.ts'
import { temporaryFolder } from '../fakes/market-rows.ts'

/** Quotes, and takes its time over it: ten minutes of market are some seconds of machine. */
const SLOW = `
import { strategy } from 'hftsim'
export default strategy({
  start({ book, every, quotes, rng }) {
    every(10_000_000, () => {
      for (let i = 0; i < 20_000; i++) rng.uint32()
      if (!book.hasBid || !book.hasAsk) return
      quotes.begin()
      quotes.bid(book.bestBidTicks, 1)
      quotes.ask(book.bestAskTicks, 1)
      quotes.end()
    })
  },
})
`

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (isSo()) return
    await setTimeout(25)
  }
  throw new Error(`Waited too long for ${what}`)
}

test('Ctrl-C ends a run with a journal that verifies and replays', async () => {
  const folder = temporaryFolder()
  const run = join(folder, 'run')
  writeFileSync(join(folder, 'slow.ts'), SLOW)
  writeFileSync(join(folder, 's.yaml'), `name: slow\ndata: { btc: ${SAMPLE} }\nstrategy: { use: ./slow.ts }\n`)
  const { child, ended } = startProcess(['backtest', join(folder, 's.yaml'), '--out', run, '--quiet'])
  const journal = join(run, 'journal.bin')
  await until('the run to be under way', () => existsSync(journal))
  await setTimeout(700)
  child.kill('SIGINT')
  const { code, err } = await ended
  expect([code, err]).toEqual([130, ''])

  const verified = JSON.parse((await hftsim('journal', 'verify', run, '--json')).out)
  expect(verified).toMatchObject({ sealed: true, manifestCopy: 'same' })
  const { out } = await hftsim('journal', 'show', run, '--kind', 'RunEnded,SubmitOrder')
  const lines = out.trimEnd().split('\n')
  expect(lines.at(-1)).toContain('interrupted')
  expect(lines.length).toBeGreaterThan(10)
  const replayed = await hftsim('replay', run, '--json')
  expect(replayed.code).toBe(0)
  expect(JSON.parse(replayed.out)).toMatchObject({ equal: true, entries: verified.entries, rootHash: verified.root })
})

test('Ctrl-C while a report is made along: the run replays without one, and its report can be made again', async () => {
  const folder = temporaryFolder()
  const run = join(folder, 'run')
  writeFileSync(join(folder, 'slow.ts'), SLOW)
  writeFileSync(join(folder, 's.yaml'), `name: slow\ndata: { btc: ${SAMPLE} }\nstrategy: { use: ./slow.ts }\n`)
  const { child, ended } = startProcess(['backtest', join(folder, 's.yaml'), '--out', run, '--quiet', '--report'])
  await until('the run to be under way', () => existsSync(join(run, 'journal.bin')))
  await setTimeout(700)
  child.kill('SIGINT')
  const { code, err } = await ended
  expect([code, err]).toEqual([130, ''])
  const made = readFileSync(join(run, 'report.json'), 'utf8')
  expect(JSON.parse(made)).toMatchObject({ band: null, result: { end: 'interrupted' } })
  expect(JSON.parse((await hftsim('replay', run, '--json')).out)).toMatchObject({ equal: true })
  expect((await hftsim('report', run, '--quiet', '--no-band')).code).toBe(0)
  expect(readFileSync(join(run, 'report.json'), 'utf8') === made).toBe(true)
})

test('Ctrl-C while the band is made: the run is whole, its report has no band and says so', async () => {
  const folder = temporaryFolder()
  const run = join(folder, 'run')
  writeFileSync(join(folder, 'slow.ts'), SLOW)
  const yaml = `name: slow\ndata: { btc: ${SAMPLE} }\nspan: { to: "00:03" }\nstrategy: { use: ./slow.ts }\n`
  writeFileSync(join(folder, 's.yaml'), yaml)
  const { child, ended } = startProcess(['backtest', join(folder, 's.yaml'), '--out', run, '--quiet', '--report'])
  await until('the run to be over', () => existsSync(join(run, 'summary.json')))
  await setTimeout(100)
  child.kill('SIGINT')
  const { code, err } = await ended
  const again = `hftsim report ${run}`
  expect(err).toBe(`Interrupted: the run is whole, its report is without a band. With one: ${again}\n`)
  expect(code).toBe(130)
  const made = readFileSync(join(run, 'report.json'), 'utf8')
  expect(JSON.parse(made)).toMatchObject({ band: null, result: { end: 'end-of-data' } })
  expect(readFileSync(join(run, 'report.html'), 'utf8')).toContain('</html>')
  expect(JSON.parse((await hftsim('replay', run, '--json')).out)).toMatchObject({ equal: true })
})

test('Ctrl-C twice ends at once, and what is there can be read', async () => {
  const folder = temporaryFolder()
  const run = join(folder, 'run')
  // A strategy that does not come back within the test: the signal in good order cannot be heard.
  writeFileSync(join(folder, 'stuck.ts'), SLOW.replace('20_000', '2_000_000_000'))
  writeFileSync(join(folder, 's.yaml'), `name: stuck\ndata: { btc: ${SAMPLE} }\nstrategy: { use: ./stuck.ts }\n`)
  const { child, ended } = startProcess(['backtest', join(folder, 's.yaml'), '--out', run])
  await until('the run to be under way', () => existsSync(join(run, 'journal.bin')))
  await setTimeout(300)
  child.kill('SIGINT')
  child.kill('SIGINT')
  await setTimeout(300)
  child.kill('SIGKILL')
  await ended
  expect((await hftsim('journal', 'verify', run)).code).toBe(1)
})

test('Ctrl-C during a generation or an import leaves nothing', async () => {
  const folder = temporaryFolder()
  const out = join(folder, 'out')
  mkdirSync(out)
  const lines = [snapshotLine({ at: 0, T: 0, S: 1, bids: [['99.0', '1.000']], asks: [['101.0', '1.000']] })]
  for (let i = 1; i < 400_000; i++) {
    lines.push(depthLine({ at: i, T: i, U: i, u: i, pu: i - 1, b: [['99.0', `${1 + (i % 9)}.000`]] }))
  }
  writeFileSync(join(folder, 'a.gz'), gzipSync(`${lines.join('\n')}\n`, { level: 1 }))
  const jobs = [
    ['data', 'generate', '--duration', '100h', '--out', join(out, 'a.arrow')],
    ['data', 'import', 'binance-usdm', join(folder, 'a.gz'), '--out', join(out, 'b.arrow')],
  ]
  for (const args of jobs) {
    const { child, ended } = startProcess(args)
    const isUnderWay = (): boolean => readdirSync(out).some((name) => statSync(join(out, name)).size > 0)
    await until('bytes in the folder', isUnderWay)
    child.kill('SIGINT')
    const { code, out: text, err } = await ended
    expect([args[1], code, text, err]).toEqual([args[1], 130, '', 'Interrupted: nothing was kept.\n'])
    expect(readdirSync(out)).toEqual([])
  }
})
