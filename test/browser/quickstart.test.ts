/**
 * The report of the first command that a reader tries, looked at in Chromium. With HFTSIM_SCREENSHOT=1 it is
 * photographed for the README as well: docs/images/report.png.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunReport } from '../../src/report/run-report.ts'
import { processOf, ROOT } from '../fakes/command-line.ts'
import { accessibilityProblems } from './accessibility.ts'
import { describeInChromium, launchChromium } from './chromium.ts'
import { openPage } from './open-page.ts'
import { pixelsOf } from './pixels.ts'

/** Twice as much would be no longer quick to load with the README. */
const IMAGE_BYTES_MAX = 300_000

describeInChromium('the report of the quickstart', () => {
  let folder: string
  const run = join('runs', 'quickstart')
  let browser: Browser
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hftsim-quickstart-'))
    const scenario = join(ROOT, 'scenarios', 'quickstart.yaml')
    const [command, args] = processOf('backtest', scenario, '--report', '--quiet', '--out', run)
    const { status, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' })
    expect(status, stderr).toBe(0)
    browser = await launchChromium()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true })
  })

  test('shows the figures of report.json, every chart and the story of a fill', async () => {
    const read = (name: string): string => readFileSync(join(folder, run, name), 'utf8')
    const { result, instruments }: RunReport = JSON.parse(read('report.json'))
    const { page, complaints, close } = await openPage(browser, read('report.html'), { width: 1200, height: 1340 })
    const verdict = await page.locator('#verdict').textContent()
    const [money] = result.totals.currencies
    expect(verdict).toContain(Number(money!.pnl.net!).toFixed(4))
    expect(verdict).toContain(`${result.fills} of `)
    expect(await page.locator('#confidence-0').textContent()).toContain(
      String(instruments[0]!.confidence.classes[0]!.fills),
    )
    await page.focus('.charts')
    for (const key of ['+', '+', 'n', 'n', 'n']) await page.keyboard.press(key)
    expect(await page.locator('.story .told').textContent()).toContain('hftsim why runs/quickstart ')
    for (const name of ['equity', 'drawdown', 'position', 'bid', 'ask', 'buy', 'sell']) {
      const chart = ['equity', 'drawdown', 'position'].includes(name) ? name : 'price'
      expect((await pixelsOf(page, `[data-chart="${chart}"]`, name, 60)).count, name).toBeGreaterThan(100)
    }
    expect(await accessibilityProblems(page)).toEqual([])
    expect(complaints).toEqual([])
    if (process.env['HFTSIM_SCREENSHOT']) {
      await page.evaluate(() => (document.activeElement as HTMLElement).blur())
      mkdirSync(join(ROOT, 'docs', 'images'), { recursive: true })
      const path = join(ROOT, 'docs', 'images', 'report.png')
      await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }))
      const { y, height } = (await page.locator('[data-chart="price"]').boundingBox())!
      // Without the links at the side.
      const { x, width } = (await page.locator('main').boundingBox())!
      const clip = { x: x - 24, y: 0, width: width + 48, height: y + height + 16 }
      const image = await page.screenshot({ clip, fullPage: true })
      expect(image.length).toBeLessThan(IMAGE_BYTES_MAX)
      writeFileSync(path, image)
    }
    await close()
  })
})
