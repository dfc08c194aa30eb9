/** docs/from-hftbacktest.md shows files as they are, its commands run, and its scenario gives what the page says. */
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { hftsim } from '../fakes/command-line.ts'
import { ROOT, runText, temporaryFolder } from '../fakes/runs.ts'

const page = readFileSync(join(ROOT, 'docs/from-hftbacktest.md'), 'utf8')

test('shows the grid as it is', () => {
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(page) ?? []
  expect(code).toContain('export default strategy(')
  expect(readFileSync(join(ROOT, 'strategies/grid.ts'), 'utf8')).toContain(code)
})

test('its scenario gives the fills, position, fees and profit that the page tells', async () => {
  const [, scenario = ''] = /```yaml\n(name[\s\S]*?)```/.exec(page) ?? []
  const { fills, instruments } = await runText(scenario)
  const [{ position, pnl }] = instruments as [(typeof instruments)[0]]
  expect(page).toContain(`the same ${fills} fills, position ${position} and fees ${pnl.fees}.`)
  expect(page).toContain(`gross profit of ${pnl.gross} `)
  // What the reference prints: fills, position, fees rounded to six decimals.
  expect(page).toContain(`prints \`${fills} ${position} ${Number(pnl.fees).toFixed(6)} `)
  const withLatency = (time: string): string => scenario.replace('entry: 5ms, response: 5ms', time)
  const [slow, slower] = [
    await runText(withLatency('entry: 30ms, response: 30ms')),
    await runText(withLatency('entry: 60ms, response: 60ms')),
  ]
  expect(page).toContain(`${slow.fills} fills in both at 30 ms + 30 ms`)
  expect(page).toContain(`and ${slower.fills} here`)
})

test('its commands run one after the other, and an import of an export is the same market', async () => {
  const folder = temporaryFolder()
  const commands = [...page.matchAll(/^ {4}npx hftsim (data .+)$/gm)].map(([, command = '']) => command)
  expect(commands).toHaveLength(3)
  for (const command of commands) {
    const args = command.split(' ').map((arg) => {
      if (arg === 'data/btcusdt-sample.arrow') return join(ROOT, arg)
      return /\.(npz|arrow)$/.test(arg) ? join(folder, basename(arg)) : arg
    })
    expect(await hftsim(...args)).toMatchObject({ code: 0, err: '' })
  }
  const contentOf = async (file: string): Promise<unknown> =>
    JSON.parse((await hftsim('data', 'info', file, '--json')).out).contentHash
  expect(await contentOf(join(folder, 'mine.arrow'))).toBe(await contentOf(join(ROOT, 'data/btcusdt-sample.arrow')))
})
