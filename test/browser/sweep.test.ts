import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sweepPage } from '../../src/report/sweep/sweep-page.ts'
import { HOSTILE, madeUpSweep } from '../report/sweep/made-up-sweep.ts'
import { accessibilityProblems } from './accessibility.ts'
import { describeInChromium, launchChromium } from './chromium.ts'
import { type OpenOptions, type OpenPage, withQuietPage } from './open-page.ts'

describeInChromium('the page of a sweep in Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  const withSweep = (use: (open: OpenPage) => Promise<void>, options?: OpenOptions): Promise<void> =>
    withQuietPage(browser, sweepPage(madeUpSweep()), use, options)

  test('the map begins at the best run, in colours, and hostile names are text', async () => {
    await withSweep(async ({ page }) => {
      const cells = page.locator('#heat-map td:not(thead td)')
      expect(await cells.allInnerTexts()).toHaveLength(6)
      expect(await page.locator('#heat-map td.best').textContent()).toMatch(/^7/)
      expect(await page.locator('#heat-map caption').textContent()).toContain(HOSTILE)
      const colours = await cells.evaluateAll((all) => all.map((cell) => getComputedStyle(cell).backgroundColor))
      expect(new Set(colours).size).toBeGreaterThanOrEqual(5)
      expect(await page.locator('img').count()).toBe(0)
    })
  })

  test('the keyboard alone: from cell to cell, and to other parameters and figures', async () => {
    await withSweep(async ({ page }) => {
      const told = page.locator('#heat-map-run')
      await page.locator('#heat-map td.best').focus()
      await page.keyboard.press('ArrowUp')
      expect(await told.textContent()).toContain('levels = 2, spacing = 10')
      await page.keyboard.press('ArrowRight')
      expect(await told.textContent()).toContain('levels = 2, spacing = 20')
      await page.keyboard.press('ArrowRight')
      expect(await told.textContent()).toContain('levels = 2, spacing = 20')
      await page.getByLabel('Down').focus()
      await page.keyboard.press('ArrowDown')
      const [down, across] = [page.getByLabel('Down'), page.getByLabel('Across')]
      expect(await Promise.all([down.inputValue(), across.inputValue()])).toEqual(['1', '0'])
      expect(await down.evaluate((select) => select === document.activeElement)).toBe(true)
      await page.getByLabel('Figure').selectOption('fillRate')
      expect(await page.locator('#heat-map caption').textContent()).toContain('fillRate: spacing down, levels across')
      await page.getByLabel(/^text/).selectOption('best of all')
      expect(await page.locator('#heat-map caption').textContent()).toContain('the best text')
    })
  })

  for (const dark of [false, true]) {
    test(`reads well ${dark ? 'in the dark' : 'in the light'}`, async () => {
      await withSweep(
        async ({ page }) => {
          expect(await accessibilityProblems(page)).toEqual([])
        },
        { dark },
      )
    })
  }
})
