/** A page of ours in Chromium, from a file and without a network, with all that it asked for and complained of. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'

export interface OpenPage {
  readonly page: Page
  readonly url: string
  /** Everything that the page asked for. */
  readonly requests: string[]
  /** What it logged, of any kind, and errors that nobody caught. */
  readonly complaints: string[]
  close(): Promise<void>
}

export interface OpenOptions {
  readonly dark?: boolean
  readonly width?: number
  readonly height?: number
}

export async function openPage(
  browser: Browser,
  html: string,
  { dark = false, width = 1280, height = 1000 }: OpenOptions = {},
): Promise<OpenPage> {
  const folder = mkdtempSync(join(tmpdir(), 'hftsim-page-'))
  const file = join(folder, 'report.html')
  writeFileSync(file, html)
  const url = pathToFileURL(file).href
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    offline: true,
  })
  const page = await context.newPage()
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => complaints.push(`${message.type()} ${message.text()}`))
  await page.goto(url)
  await page.waitForSelector('html[data-ready]', { timeout: 20_000 })
  return {
    page,
    url,
    requests,
    complaints,
    close: async () => {
      await context.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Uses a page; at the end it has fetched nothing and complained of nothing. */
export async function withQuietPage(
  browser: Browser,
  html: string,
  use: (open: OpenPage) => Promise<void>,
  options?: OpenOptions,
): Promise<void> {
  const open = await openPage(browser, html, options)
  try {
    await use(open)
    expect(open.complaints).toEqual([])
    expect(open.requests).toEqual([open.url])
  } finally {
    await open.close()
  }
}
