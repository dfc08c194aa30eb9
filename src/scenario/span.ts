/** The span of a scenario held against the data: its instants in the run's own time, and what is wrong with them. */
import { Bug } from '../core/bug.ts'
import { formatInstant, parseInstant } from '../data/instant.ts'
import type { MarketSpan } from '../data/manifest.ts'
import type { SpanChoice } from './full-scenario.ts'
import type { LoadedScenario } from './load.ts'
import { ScenarioError, type ScenarioProblem } from './problems.ts'

export interface RunSpan {
  /** Nanoseconds since the run epoch; undefined for the beginning of the data. */
  readonly fromTs: number | undefined
  /** Nanoseconds since the run epoch; undefined for the end of the data. */
  readonly toTs: number | undefined
  /** The same as absolute instants, whose meaning depends on nothing: for the manifest. */
  readonly written: SpanChoice
}

/** The stretch of time that the rows of one instrument cover. */
export interface DataSpan {
  readonly alias: string
  readonly spans: readonly (MarketSpan | undefined)[]
}

/** Undefined for a scenario without a span. Throws `ScenarioError` where one ends before it begins or has no data. */
export function spanOf(
  { full, problemAt }: Pick<LoadedScenario, 'full' | 'problemAt'>,
  data: readonly DataSpan[],
  epochNs: bigint,
): RunSpan | undefined {
  if (full.span === undefined) return undefined
  const { from, to } = full.span
  const [fromNs, toNs] = [from, to].map((text) => (text === undefined ? undefined : absolute(text, epochNs)))
  const problems: ScenarioProblem[] = []
  if (fromNs !== undefined && toNs !== undefined && fromNs >= toNs) {
    const begins = formatInstant(fromNs)
    const message = `The span ends at ${formatInstant(toNs)}, which is not after it begins, at ${begins}.`
    problems.push(problemAt(['span', 'to'], message))
  }
  for (const { alias, spans } of data) {
    const { firstNs, lastNs } = extremes(spans)
    if (fromNs !== undefined && fromNs > lastNs) {
      const last = formatInstant(lastNs)
      const message = `${formatInstant(fromNs)} is behind the data of ${alias}, whose last row is of ${last}.`
      problems.push(problemAt(['span', 'from'], message))
    }
    if (toNs !== undefined && toNs <= firstNs) {
      const message = `${formatInstant(toNs)} is not behind the first row of ${alias}, of ${formatInstant(firstNs)}.`
      problems.push(problemAt(['span', 'to'], message))
    }
  }
  if (problems.length > 0) throw new ScenarioError(problems)
  return {
    fromTs: fromNs === undefined ? undefined : Number(fromNs - epochNs),
    toTs: toNs === undefined ? undefined : Number(toNs - epochNs),
    written: {
      ...(fromNs !== undefined && { from: formatInstant(fromNs) }),
      ...(toNs !== undefined && { to: formatInstant(toNs) }),
    },
  }
}

/** The share of an instrument's time that lies in the span, from 0 to 1. */
export function shareIn(span: RunSpan | undefined, { spans }: DataSpan, epochNs: bigint): number {
  if (span === undefined) return 1
  const { firstNs, lastNs } = extremes(spans)
  const [first, last] = [Number(firstNs - epochNs), Number(lastNs - epochNs)]
  const covered = Math.min(span.toTs ?? last, last) - Math.max(span.fromTs ?? first, first)
  return last > first ? Math.max(covered, 0) / (last - first) : 1
}

function absolute(text: string, epochNs: bigint): bigint {
  const instantNs = parseInstant(text, epochNs)
  if (instantNs === undefined) throw new Bug(`Cannot use "${text}" as an instant: the scenario was not checked`)
  return instantNs
}

/** Over the files of an instrument and both clocks. At least one of the files has rows. */
function extremes(spans: readonly (MarketSpan | undefined)[]): { readonly firstNs: bigint; readonly lastNs: bigint } {
  const stamps = spans.flatMap((span) => (span === undefined ? [] : Object.values(span).map((text) => BigInt(text))))
  stamps.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const [firstNs, lastNs] = [stamps[0], stamps.at(-1)]
  if (firstNs === undefined || lastNs === undefined) throw new Bug('Cannot hold a span against data without rows')
  return { firstNs, lastNs }
}
