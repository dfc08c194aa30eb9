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
  test: { include: ['test/**/*.test.ts', 'strategies/**/*.test.ts'], testTimeout: 60_000, pool: 'forks' },
})

export default config
