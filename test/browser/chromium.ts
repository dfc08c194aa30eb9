/** A real Chromium for tests: Debian's, or what HFTSIM_CHROMIUM names. */
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { describe } from 'vitest'

const PATH = process.env['HFTSIM_CHROMIUM'] ?? '/usr/bin/chromium'

/** As root there is no sandbox; the rest keeps it from looking at the network by itself. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: PATH, args: FLAGS })
}

/** Where there is no Chromium the tests are skipped and say so; with CI=true they fail. */
export function describeInChromium(name: string, body: () => void): void {
  const isThere = existsSync(PATH)
  if (!isThere && process.env['CI'] === 'true') throw new Error(`There is no Chromium at ${PATH}, and CI needs one.`)
  if (!isThere) {
    console.log(`SKIPPED ${name}: there is no ${PATH}. Install chromium, or name one with HFTSIM_CHROMIUM.`)
  }
  describe.skipIf(!isThere)(name, body)
}
