import { htmlPage } from '../html/frame.ts'
import type { SweepResults } from './sweep-results.ts'

export function sweepPage(results: SweepResults): string {
  return htmlPage({ title: `Sweep of ${results.scenario}`, body: '' })
}
