/** Histograms as a report shows them: few bins, each an equal share of a doubling. */
import type { Histogram } from '../../core/histogram.ts'
import type { Distribution } from '../run-report.ts'
import { quantiles } from '../summary.ts'

/** Four bins a doubling tell a hump from its neighbour and are few enough to be drawn and read. */
const BINS_A_DOUBLING = 4

export function distributionOf(histogram: Histogram): Distribution {
  const bins: { from: number; to: number; count: number }[] = []
  for (const { from, count } of histogram.bins()) {
    const edges = binOf(from)
    const last = bins.at(-1)
    if (last?.from === edges.from) last.count += count
    else bins.push({ ...edges, count })
  }
  return { ...quantiles(histogram), bins }
}

/** The bin [from, to) that a whole number falls into; below eight each has its own. */
function binOf(value: number): { from: number; to: number } {
  let low = 1
  while (low * 2 <= value) low *= 2
  const width = low / BINS_A_DOUBLING
  if (width <= 1) return { from: value, to: value + 1 }
  const from = low + Math.floor((value - low) / width) * width
  return { from, to: from + width }
}
