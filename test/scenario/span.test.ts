import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseInstant } from '../../src/data/instant.ts'
import { JournalWriter } from '../../src/journal/journal-writer.ts'
import { loadScenario, parseScenario } from '../../src/scenario/load.ts'
import { prepareRun } from '../../src/scenario/prepare.ts'
import { ScenarioError } from '../../src/scenario/problems.ts'
import { executeRun } from '../../src/scenario/run.ts'
import { sha256 } from '../../src/stores/journal-file.ts'
import { ROOT, runScenario, temporaryFolder } from '../fakes/runs.ts'

const QUICKSTART = join(ROOT, 'scenarios/quickstart.yaml')

const textWith = (span: string): string => `name: part
data:
  btcusdt: ${join(ROOT, 'data/btcusdt-sample.arrow')}
venues:
  binance-usdm: { feed: data, latency: { constant: { entry: 1ms, response: 1ms } } }
${span}
strategy:
  use: ${join(ROOT, 'strategies/grid.ts')}
`

function fileWith(span: string): string {
  const file = join(temporaryFolder(), 'part.yaml')
  writeFileSync(file, textWith(span))
  return file
}

/** What is wrong, without the name of the file. */
async function problemsOf(span: string): Promise<string> {
  const file = fileWith(span)
  try {
    await prepareRun(await loadScenario(file))
  } catch (error) {
    if (error instanceof ScenarioError) return error.message.replaceAll(file, 'part.yaml')
    throw error
  }
  return 'no error'
}

interface Mark {
  readonly ts: number
  readonly bidTicks: number
  readonly askTicks: number
}

async function marksOf(file: string): Promise<{ marks: Mark[]; startTs: number }> {
  const prepared = await prepareRun(await loadScenario(file))
  const writer = new JournalWriter(prepared.manifest, sha256, () => {})
  const marks: Mark[] = []
  let startTs = Number.NaN
  await executeRun(prepared, {
    append: (kind, ts, cause, body) => {
      if (kind === 'MarketMarked') {
        const { bidTicks, askTicks } = body as unknown as Mark
        marks.push({ ts, bidTicks, askTicks })
      }
      if (kind === 'RunStarted') startTs = ts
      return writer.append(kind, ts, cause, body)
    },
  })
  return { marks, startTs }
}

describe('a span in a scenario', () => {
  test('the books within it are those of the whole run, and it begins at its first instant', async () => {
    const whole = await marksOf(fileWith(''))
    const part = await marksOf(fileWith('span: { from: "00:02:00.123456789", to: "00:07" }'))
    expect(part.startTs).toBe(120_123_456_789)
    const regular = part.marks.slice(0, -1)
    expect(regular.map(({ ts }) => ts / 1e9)).toEqual(Array.from({ length: 29 }, (_, i) => 130 + i * 10))
    expect(regular).toEqual(whole.marks.filter(({ ts }) => ts > part.startTs && ts < 420e9))
    expect(part.marks.at(-1)!.ts).toBeLessThan(420e9 + 1e9)
  })

  test('ways to write the same span make the same run; without one the run is what it was', async () => {
    const ofDay = await runScenario(QUICKSTART, ['span={ from: "00:03", to: "00:04:00.5" }'])
    const absolute = await runScenario(QUICKSTART, [
      'span.from=2024-08-08T00:03:00Z',
      'span.to=2024-08-08 00:04:00.500000000',
    ])
    expect(ofDay.span.start).toBe('2024-08-08T00:03:00.000000000Z')
    expect(absolute.rootHash).toBe(ofDay.rootHash)
    const { manifest, totalRows } = await prepareRun(await loadScenario(QUICKSTART))
    expect(manifest.scenario).not.toHaveProperty('span')
    const part = await prepareRun(await loadScenario(QUICKSTART, ['span={ from: "00:03", to: "00:04:00.5" }']))
    expect(part.totalRows / totalRows).toBeCloseTo(60.5 / 600, 3)
  })
})

describe('an error is an answer', () => {
  test('that the span ends before it begins', async () => {
    expect(await problemsOf('span:\n  from: 00:05\n  to: 00:05')).toMatchInlineSnapshot(
      `"part.yaml:8:7  span.to: The span ends at 2024-08-08T00:05:00.000000000Z, which is not after it begins, at 2024-08-08T00:05:00.000000000Z."`,
    )
  })

  test('that it lies outside of the data', async () => {
    expect(await problemsOf('span: { from: 00:11 }')).toMatchInlineSnapshot(
      `"part.yaml:6:15  span.from: 2024-08-08T00:11:00.000000000Z is behind the data of btcusdt, whose last row is of 2024-08-08T00:09:59.952564749Z."`,
    )
    expect(await problemsOf('span: { to: 2024-08-08T00:00:00Z }')).toMatchInlineSnapshot(
      `"part.yaml:6:13  span.to: 2024-08-08T00:00:00.000000000Z is not behind the first row of btcusdt, of 2024-08-08T00:00:00.000000000Z."`,
    )
  })

  test('that it is no instant, and that it says nothing', async () => {
    const message = (span: string): string => {
      try {
        parseScenario(textWith(span), 'part.yaml')
      } catch (error) {
        return (error as Error).message
      }
      return 'no error'
    }
    expect(message('span: { from: 25:00, to: 5 }')).toMatchInlineSnapshot(`
      "part.yaml:6:15  span.from: "25:00" is not an instant: write a time of day such as "09:30" or "09:30:00.000000001", or with its day such as "2024-08-08T09:30:00Z".
      part.yaml:6:26  span.to: 5 is not an instant: write a time of day such as "09:30" or "09:30:00.000000001", or with its day such as "2024-08-08T09:30:00Z"."
    `)
    expect(message('span: {}')).toMatchInlineSnapshot(`"part.yaml:6:7  span: Says nothing: give "from", "to" or both."`)
    expect(message('span: { until: 00:05 }')).toMatchInlineSnapshot(`
      "part.yaml:6:7  span: Says nothing: give "from", "to" or both.
      part.yaml:6:9  span.until: "until" is not a field.
        One of: from, to."
    `)
  })
})

test('instants are read exactly, and calendars are kept', () => {
  const epochNs = 86_400_000_000_000n
  expect(parseInstant('00:00:00.000000001', epochNs)).toBe(epochNs + 1n)
  expect(parseInstant('1d 01:00', epochNs)).toBe(2n * epochNs + 3_600_000_000_000n)
  expect(parseInstant('2024-08-08T00:00:00.123456789Z', epochNs)).toBe(1_723_075_200_123_456_789n)
  for (const wrong of ['24:00', '2024-02-30T00:00Z', '2024-08-08', 'noon', '00:00:00.0000000001', '1']) {
    expect(parseInstant(wrong, epochNs)).toBeUndefined()
  }
})
