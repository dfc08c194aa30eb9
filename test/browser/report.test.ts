import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderReport } from '../../src/report/html/page.ts'
import { MAX_FILLS, MAX_POINTS } from '../../src/report/run-report.ts'
import { type MadeUp, madeUpReport, type Size } from '../report/html/made-up-report.ts'
import { ODD_RUNS } from '../report/html/odd-runs.ts'
import { accessibilityProblems } from './accessibility.ts'
import { describeInChromium, launchChromium } from './chromium.ts'
import { type OpenOptions, type OpenPage, openPage, withQuietPage } from './open-page.ts'
import { pixelsOf } from './pixels.ts'

const CHARTS = ['equity', 'drawdown', 'position', 'price'] as const
const PRICE = '[data-chart="price"]'
/** A busy machine takes its time. */
const POLL = { timeout: 15_000 }

describeInChromium('the page of a run in Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  }, 60_000)
  afterAll(() => browser?.close())

  /** Uses the page of a made-up run, which stays quiet. */
  async function withReport(size: Size, use: (open: OpenPage) => Promise<void>, options?: OpenOptions): Promise<void> {
    await withMadeUp(madeUpReport(size), use, options)
  }

  async function withMadeUp(
    { report, series }: MadeUp,
    use: (open: OpenPage) => Promise<void>,
    options?: OpenOptions,
  ): Promise<void> {
    await withQuietPage(browser, renderReport(report, series), use, options)
  }

  test('every chart is drawn, in its own colour', async () => {
    await withReport({}, async ({ page }) => {
      for (const name of ['equity', 'drawdown', 'position'] as const) {
        expect((await pixelsOf(page, `[data-chart="${name}"]`, name)).count, name).toBeGreaterThan(400)
      }
      for (const name of ['buy', 'sell']) {
        expect((await pixelsOf(page, PRICE, name)).count, name).toBeGreaterThan(300)
      }
      for (const name of ['bid', 'ask']) {
        expect((await pixelsOf(page, PRICE, name, 60)).count, name).toBeGreaterThan(150)
      }
      const bars = await page
        .locator('.histogram .bars rect')
        .evaluateAll((list) => list.map((bar) => bar.getBoundingClientRect().height))
      expect(bars.filter((height) => height >= 1).length).toBeGreaterThan(100)
      expect(await page.locator('.markouts circle, .markouts g rect').count()).toBe(8)
      expect(await page.locator('svg.band rect').count()).toBe(3)
    })
  })

  test('a drag zooms all charts to the same time, a double click shows all again', async () => {
    await withReport({}, async ({ page }) => {
      const whole = await spans(page)
      expect(new Set(whole).size).toBe(1)
      await page.locator(PRICE).scrollIntoViewIfNeeded()
      const { x, y, width, height } = (await page.locator(`${PRICE} .u-over`).boundingBox())!
      await page.mouse.move(x + width * 0.25, y + height / 2)
      await page.mouse.down()
      await page.mouse.move(x + width * 0.5, y + height / 2, { steps: 5 })
      await page.mouse.up()
      const zoomed = await changedSpans(page, whole)
      expect(new Set(zoomed).size).toBe(1)
      expect(lengthOf(zoomed[0]!)).toBeCloseTo(900, -1)
      expect(await page.locator('.shown').textContent()).toMatch(/^2024-08-08 00:1[45]:\d\d.* to 00:(?:29|30):\d\d/)
      await page.keyboard.down('Shift')
      await page.mouse.move(x + width * 0.5, y + 20)
      await page.mouse.down()
      await page.mouse.move(x + width * 0.75, y + 20, { steps: 5 })
      await page.mouse.up()
      await page.keyboard.up('Shift')
      const panned = await changedSpans(page, zoomed)
      expect(lengthOf(panned[0]!)).toBeCloseTo(lengthOf(zoomed[0]!), 2)
      expect(startOf(panned[0]!)).toBeCloseTo(startOf(zoomed[0]!) - 225, -1)
      await page.mouse.dblclick(x + width / 2, y + height / 2)
      expect(await changedSpans(page, panned)).toEqual(whole)
    })
  })

  test('the wheel scrolls the page, and zooms at the pointer once the charts have the focus', async () => {
    await withReport({}, async ({ page }) => {
      const whole = await spans(page)
      const over = page.locator(`[data-chart="equity"] .u-over`)
      await over.scrollIntoViewIfNeeded()
      await over.hover()
      await page.mouse.wheel(0, 120)
      await page.waitForTimeout(100)
      expect(await spans(page)).toEqual(whole)
      await over.click()
      await page.mouse.wheel(0, -240)
      const zoomed = await changedSpans(page, whole)
      expect(lengthOf(zoomed[0]!)).toBeLessThan(lengthOf(whole[0]!) * 0.8)
      expect(new Set(zoomed).size).toBe(1)
    })
  })

  test('a click on a fill tells its story', async () => {
    await withReport({ fills: 1, orders: 0 }, async ({ page }) => {
      await page.locator(PRICE).scrollIntoViewIfNeeded()
      const [buy, sell] = [await pixelsOf(page, PRICE, 'buy'), await pixelsOf(page, PRICE, 'sell')]
      const { x, y } = buy.count > sell.count ? buy : sell
      await page.mouse.click(x + 150, y)
      expect(await page.locator('.story .told').isVisible()).toBe(false)
      await page.mouse.click(x, y)
      const story = await page.locator('.story .told').textContent()
      expect(story).toMatch(/^(?:Buy|Sell) 0\.\d{3} BTC at \d\d,\d{3}\.\d0 as maker/)
      for (const words of [
        'Sent',
        'Accepted by the venue',
        'Ahead on arrival',
        'How sure',
        'Fee',
        'Markout after 1 s',
      ]) {
        expect(story).toContain(words)
      }
      expect(story).toContain('hftsim why runs/made-up-5b1ec07a 3')
    })
  })

  test('the keyboard does all that the mouse does', async () => {
    await withReport({}, async ({ page }) => {
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
      await page.focus('.charts')
      const whole = await spans(page)
      await page.keyboard.press('+')
      const closer = await changedSpans(page, whole)
      expect(lengthOf(closer[0]!)).toBeCloseTo(1800, 0)
      await page.keyboard.press('ArrowRight')
      const later = await changedSpans(page, closer)
      expect(startOf(later[0]!)).toBeGreaterThan(startOf(closer[0]!))
      await page.keyboard.press('n')
      const first = await page.locator('.story .title').textContent()
      await page.keyboard.press('n')
      expect(await page.locator('.story .title').textContent()).not.toBe(first)
      await page.keyboard.press('p')
      expect(await page.locator('.story .title').textContent()).toBe(first)
      await page.keyboard.press('Escape')
      expect(await page.locator('.story .told').isVisible()).toBe(false)
      await page.keyboard.press('0')
      expect(await changedSpans(page, later)).toEqual(whole)
      await page.locator('details.fills summary').press('Enter')
      await page.locator('details.fills tbody button').first().press('Enter')
      expect(await page.locator('.story .told .note').first().textContent()).toContain('Fill 1 of 300')
      expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).not.toBe('none')
    })
  })

  test('dark and light follow the system, and paper is light', async () => {
    await withReport(
      {},
      async ({ page }) => {
        const paper = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
        expect(await paper()).toBe('rgb(20, 23, 27)')
        const dark = await pixelsOf(page, PRICE, 'buy')
        expect(dark.count).toBeGreaterThan(300)
        expect(await accessibilityProblems(page)).toEqual([])
        await page.emulateMedia({ colorScheme: 'light' })
        expect(await paper()).toBe('rgb(255, 255, 255)')
        expect((await pixelsOf(page, PRICE, 'buy')).count).toBeGreaterThan(300)
        await page.emulateMedia({ colorScheme: 'dark' })
        await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
        expect((await pixelsOf(page, PRICE, 'buy')).count).toBeGreaterThan(100)
        expect(await page.locator(`${PRICE} canvas`).evaluate((canvas) => canvas.clientWidth)).toBeLessThan(700)
        await page.evaluate(() => dispatchEvent(new Event('afterprint')))
        expect(await paper()).toBe('rgb(20, 23, 27)')
        expect((await page.pdf()).length).toBeGreaterThan(50_000)
      },
      { dark: true },
    )
  })

  test('hostile text is shown and does nothing', async () => {
    const hostile = `</script><script>window.pwned=1</script><img src=x onerror="window.pwned=2">'"&amp;\u2028`
    await withReport({ hostile, instruments: 2 }, async ({ page }) => {
      await page.focus('.charts >> nth=0')
      await page.keyboard.press('n')
      expect(await page.evaluate(() => (window as { pwned?: number }).pwned)).toBe(undefined)
      expect(await page.locator('img').count()).toBe(0)
      expect(await page.locator('h1').textContent()).toBe(`made-up-maker${hostile}`)
      expect(await page.title()).toContain('<img src=x')
      for (const id of ['risk', 'assumptions', 'reproduce', 'rejects-0', 'fill-rate-1', 'health-0', 'verdict']) {
        expect(await page.locator(`#${id}`).textContent(), id).toContain('<script>window.pwned=1')
      }
      expect(await page.locator('.story .told').first().textContent()).toContain('<script>window.pwned=1')
      expect(await accessibilityProblems(page)).toEqual([])
    })
  })

  test('what the page did not bring along cannot run, not even if it gets into it', async () => {
    const { report, series } = madeUpReport({ points: 10 })
    const { page, complaints, close } = await openPage(browser, renderReport(report, series))
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.pwned = 1'
      const image = document.createElement('img')
      image.src = 'http://127.0.0.1:9/x.png'
      document.body.append(script, image)
    })
    expect(await page.evaluate(() => (window as { pwned?: number }).pwned)).toBe(undefined)
    const refusals = (): number => complaints.filter((text) => text.includes('Content Security Policy')).length
    await expect.poll(refusals, POLL).toBe(2)
    await close()
  })

  test('headings, tables, drawings and contrasts serve those who do not see well', async () => {
    await withReport({}, async ({ page }) => {
      await page.focus('.charts')
      await page.keyboard.press('n')
      expect(await accessibilityProblems(page)).toEqual([])
    })
    await withReport({ instruments: 3, points: 500 }, async ({ page }) => {
      expect(await accessibilityProblems(page)).toEqual([])
      expect(await page.locator('canvas').count()).toBe(12)
    })
  })

  for (const [name, made] of Object.entries(ODD_RUNS)) {
    test(`${name}: the page opens and can be used`, async () => {
      await withMadeUp(made(), async ({ page }) => {
        await page.focus('.charts')
        for (const key of ['n', '+', 'ArrowLeft', 'p', '-', '0', 'Escape']) await page.keyboard.press(key)
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
        expect(await accessibilityProblems(page)).toEqual([])
      })
    })
  }

  test('a narrow window has no sideways scroll', async () => {
    const phone = { width: 420, height: 800 }
    await withReport(
      {},
      async ({ page }) => {
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420)
      },
      phone,
    )
  })

  test('a day at the caps is drawn and zoomed at once', async () => {
    const day = { points: MAX_POINTS, fills: MAX_FILLS, orders: MAX_FILLS, durationNs: 86_400e9 }
    await withReport(day, async ({ page }) => {
      await page.focus('.charts')
      const ms = await page.evaluate(async () => {
        const charts = document.querySelector('.charts')!
        const times: number[] = []
        for (const key of ['+', '+', 'ArrowRight', 'ArrowRight', '-', '-', 'ArrowLeft']) {
          const start = performance.now()
          charts.dispatchEvent(new KeyboardEvent('keydown', { key }))
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
          times.push(performance.now() - start)
        }
        return times.sort((a, b) => a - b)
      })
      console.log(
        `zoom of 100,000 points and 20,000 fills: ${ms[3]!.toFixed(0)} ms, at most ${ms.at(-1)!.toFixed(0)} ms`,
      )
      expect((await pixelsOf(page, PRICE, 'buy')).count).toBeGreaterThan(300)
    })
  })
})

type Page = OpenPage['page']

/** What each chart shows: "from to", in seconds since 1970. */
function spans(page: Page): Promise<string[]> {
  return page.evaluate(
    (names) =>
      names.map((name) => {
        const { from, to } = document.querySelector<HTMLElement>(`[data-chart="${name}"]`)!.dataset
        return `${from} ${to}`
      }),
    CHARTS,
  )
}

/** The spans once they are other ones. */
async function changedSpans(page: Page, before: readonly string[]): Promise<string[]> {
  await expect.poll(() => spans(page), POLL).not.toEqual(before)
  // All are drawn in one frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  return spans(page)
}

function startOf(span: string): number {
  return Number(span.split(' ')[0])
}

function lengthOf(span: string): number {
  const [from, to] = span.split(' ').map(Number)
  return to! - from!
}
