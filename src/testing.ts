/** What tests of strategies import: a market in a few lines, in any test runner. See docs/testing.md. */
export type { MarketOptions } from './scenario/testing/market.ts'
export { market, type TestMarket } from './scenario/testing/market.ts'
