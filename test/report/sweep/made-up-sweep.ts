/** A made-up sweep of two or more parameters, with a run that failed and names that would be markup. */
import type { SweepResults, SweepRun } from '../../../src/report/sweep/sweep-results.ts'

export const HOSTILE = '</script><script>alert("x")</script><img src=x onerror=alert(1)>&'

const SPAN = { from: '2024-08-08T00:00:00.000000000Z', to: '2024-08-08T01:00:00.000000000Z' }

export function madeUpSweep(change: Partial<SweepResults> = {}): SweepResults {
  const params = [
    { name: 'levels', path: 'strategy.params.levels', values: ['1', '2', '3'] },
    { name: 'spacing', path: 'strategy.params.spacing', values: ['10', '20'] },
    { name: 'text', path: 'strategy.params.text', values: ['plain', HOSTILE] },
  ]
  const runs = params[0]!.values.flatMap((levels, a) =>
    params[1]!.values.flatMap((spacing, b) =>
      params[2]!.values.map((text, c) => madeUpRun([levels, spacing, text], a - 2 * b + 10 * c - 5)),
    ),
  )
  runs[1] = { ...runs[1]!, metric: null, figures: {}, runId: null, rootHash: null, end: null, error: HOSTILE }
  return {
    format: 'hftsim-sweep',
    version: 1,
    hftsim: '0.0.0',
    scenario: 'made-up',
    sweepId: '0123abcd',
    search: { kind: 'grid', points: 12, trials: 12, seed: null, eta: null, rungs: [] },
    metric: { name: 'pnl.net', meaning: 'Profit after fees.', better: 'larger', unit: 'USDT' },
    params,
    span: SPAN,
    runs,
    best: 9,
    deflated: {
      trials: 12,
      samples: 358,
      sharpe: 0.2,
      expectedMaximum: 0.15,
      skewness: -0.5,
      kurtosis: 4,
      probability: 0.81,
      words: '12 parameter sets were tried.',
    },
    walkForward: null,
    ...change,
  }
}

export function madeUpRun(values: readonly string[], net: number, change: Partial<SweepRun> = {}): SweepRun {
  return {
    stage: 'search',
    rung: null,
    fold: null,
    values,
    span: SPAN,
    metric: net,
    figures: { 'pnl.net': String(net), sharpe: net / 10, fills: 100 + net, fillRate: 0.25 },
    runId: 'abcdef01',
    rootHash: 'ab'.repeat(32),
    end: 'end-of-data',
    error: null,
    ...change,
  }
}
