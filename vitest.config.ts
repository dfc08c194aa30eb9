import { defineConfig, type ViteUserConfig } from 'vitest/config'

const at = (path: string): string => new URL(path, import.meta.url).pathname

const config: ViteUserConfig = defineConfig({
  // The project's own strategies and tests import the package by name; here that means its sources.
  resolve: {
    alias: [
      { find: /^hftsim\/testing$/, replacement: at('./src/testing.ts') },
      { find: /^hftsim$/, replacement: at('./src/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts', 'strategies/**/*.test.ts'],
    testTimeout: 60_000,
    pool: 'forks',
    // Said although it is the default: vitest advertises the other way else.
    isolate: true,
    // What failed, what tests print (why they are skipped) and the totals; on a terminal a dot a test as well.
    reporters: [process.stdout.isTTY ? 'dot' : 'minimal'],
    silent: false,
  },
})

export default config
