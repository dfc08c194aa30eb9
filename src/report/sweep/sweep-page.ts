/**
 * A sweep as one page: the best and what luck explains of it, a heat map over any two parameters, the walk forward, and
 * every run. Names and errors are other people's: they are put in as text.
 */
import { formatCount, formatRatio, formatShare } from '../figures.ts'
import { type Html, html, type Part } from '../html/escape.ts'
import { htmlPage, section } from '../html/frame.ts'
import { pageScript } from '../html/page-script.ts'
import { type Column, details, type FactParts, facts, table } from '../html/table.ts'
import type { HeatMapRun, HeatMapValues } from './client/grid-cells.ts'
import { HEAT_STYLE } from './heat-style.ts'
import type { SweepResults, SweepRun } from './sweep-results.ts'
import { formatFigure, formatTime, ranked } from './sweep-table.ts'

const BEST_SHOWN = 20
/** More rows than this make a page slow; all of them are in the Parquet file. */
const RUNS_SHOWN = 2000

export function sweepPage(results: SweepResults): string {
  const { scenario, sweepId, span, walkForward } = results
  const sections = [
    { id: 'best', label: 'Best', body: bestSection(results) },
    { id: 'map', label: 'Heat map', body: mapSection() },
    ...(walkForward === null ? [] : [{ id: 'walk', label: 'Walk forward', body: walkSection(results) }]),
    { id: 'luck', label: 'Luck', body: luckSection(results) },
    { id: 'runs', label: 'All runs', body: runsSection(results) },
  ]
  return htmlPage({
    title: `Sweep of ${scenario}`,
    lead: html`<p>${searchWords(results)}</p>
<p class="quiet">${formatTime(span.from)} up to ${formatTime(span.to)} UTC, sweep ${sweepId}</p>`,
    body: [facts(firstFacts(results)), ...sections.map(({ id, label, body }) => section({ id, title: label, body }))],
    contents: sections.map(({ id, label }) => ({ id, label })),
    values: { 'heat-map-values': heatMapValues(results) },
    scripts: [pageScript('report/sweep/client/heat-map')],
    styles: [HEAT_STYLE],
  })
}

/** What the heat map shows: the runs of the search, each point at the last rung that it came to. */
export function heatMapValues({ params, metric, runs, best }: SweepResults): HeatMapValues {
  const last = new Map<string, SweepRun>()
  for (const run of runs) if (run.stage === 'search') last.set(JSON.stringify(run.values), run)
  const shown = [...last.values()]
  const names = [...new Set(shown.flatMap(({ figures }) => Object.keys(figures)))].filter(
    (name) => name !== metric.name,
  )
  const bestRun = best === null ? undefined : runs[best]
  return {
    params: params.map(({ name, values }) => ({ name, values })),
    figures: [metric.name, ...names],
    unit: metric.unit,
    better: metric.better,
    runs: shown.map((run) => heatMapRun(run, params, metric.name, names)),
    best: bestRun === undefined ? null : shown.indexOf(bestRun),
  }
}

function heatMapRun(
  { values, metric, figures, error, runId, span }: SweepRun,
  params: SweepResults['params'],
  metricName: string,
  names: readonly string[],
): HeatMapRun {
  const point = values.map((value, i) => params[i]!.values.indexOf(value))
  if (error !== null) return { point, figures: [], shown: [], note: error }
  const all = [metric, ...names.map((name) => figures[name] ?? null)]
  return {
    point,
    figures: all.map((value) => (value === null ? null : Number(value))),
    shown: all.map((value, i) => formatFigure(i === 0 ? metricName : names[i - 1]!, value)),
    note: `run ${runId}, on the data from ${formatTime(span.from)} up to ${formatTime(span.to)} UTC`,
  }
}

function searchWords({ search, runs, metric }: SweepResults): string {
  const how = search.kind === 'grid' ? 'A grid' : `A ${search.kind} search with seed ${search.seed}`
  const rungs = search.rungs.map(({ trials, share }) => `${formatCount(trials)} on ${formatShare(share)}`)
  const halved = rungs.length === 0 ? '' : ` ${rungs.join(', ')} of the data; one in ${search.eta} went on.`
  const of = `${formatCount(search.trials)} of ${formatCount(search.points)} points, ${formatCount(runs.length)} runs`
  const most = metric.better === 'larger' ? 'largest' : 'smallest'
  return `${how}: ${of}.${halved} The best has the ${most} ${metric.name}.`
}

function firstFacts({ best, runs, metric, params, deflated }: SweepResults): FactParts[] {
  const run = best === null ? undefined : runs[best]
  const failed = runs.filter(({ error }) => error !== null).length
  const at = params.map(({ name }, i) => `${name} ${run?.values[i]}`).join(', ')
  const { probability } = deflated
  return [
    {
      label: `Best ${metric.name}`,
      value: `${formatFigure(metric.name, run?.metric ?? null)} ${metric.unit}`.trim(),
      note: run === undefined ? 'no run has this figure' : at,
    },
    {
      label: 'Better than luck',
      value: probability === null ? 'n/a' : formatChance(probability),
      note: `deflated Sharpe ratio over ${formatCount(deflated.trials)} sets`,
      ...(probability !== null && probability < 0.95 && { tone: 'warn' as const }),
    },
    { label: 'Runs', value: formatCount(runs.length), note: failed === 0 ? 'none failed' : `${failed} failed` },
  ]
}

function bestSection(results: SweepResults): Html {
  const { params, metric } = results
  const best = ranked(results).slice(0, BEST_SHOWN)
  return runTable(`The best by ${metric.name}, of the runs on all of the data`, best, params, metric.name)
}

function mapSection(): Html {
  return html`<div id="heat-map-controls" class="heat-controls"></div>
<div id="heat-map" class="table"></div>
<div id="heat-map-run" aria-live="polite">
<p class="note">Go to a cell with <kbd>Tab</kbd> and the arrow keys, or click on it, to read its run.</p>
</div>
`
}

function walkSection({ walkForward, params, metric, runs }: SweepResults): Html | undefined {
  if (walkForward === null) return undefined
  const { folds, sum, sharpe, window } = walkForward
  const names = Object.keys(sum).filter((name) => name !== metric.name)
  const columns: Column[] = [
    { label: 'Judged on' },
    ...params.map(({ name }) => ({ label: name })),
    { label: `In-sample ${metric.name}`, kind: 'figure' },
    { label: `Out-of-sample ${metric.name}`, kind: 'figure' },
    ...names.map((label) => ({ label, kind: 'figure' as const })),
  ]
  const rows: Part[][] = folds.map(({ outOfSample, values, inMetric, outMetric, run }) => [
    `${formatTime(outOfSample.from)} up to ${formatTime(outOfSample.to)}`,
    ...params.map((_, i) => values?.[i] ?? 'n/a'),
    formatFigure(metric.name, inMetric),
    formatFigure(metric.name, outMetric),
    ...names.map((name) => formatFigure(name, run === null ? null : (runs[run]?.figures[name] ?? null))),
  ])
  const total = metric.name in sum ? formatFigure(metric.name, sum[metric.name] ?? null) : ''
  rows.push(['Sum', ...params.map(() => ''), '', total, ...names.map((name) => formatFigure(name, sum[name] ?? null))])
  const past = window === 'anchored' ? 'all that lies before it' : 'as much before it as a fold is long'
  return html`${table({ caption: 'Chosen on the past, judged on what came next', columns, rows })}
<p>Each row was chosen on ${past}, and judged on data that the choice had not seen. Over all of it the Sharpe
ratio is ${formatRatio(sharpe)} a year. Nothing is left out between the two parts (no purge, no embargo): every run
begins without orders and positions, and no row of data is in both.</p>
`
}

function luckSection({ deflated }: SweepResults): Html {
  const { trials, samples, sharpe, expectedMaximum, skewness, kurtosis, probability } = deflated
  const rows: Part[][] = [
    ['Parameter sets tried', formatCount(trials)],
    ['Sharpe ratio of the best run, of one sampling interval', fixed(sharpe)],
    ['The largest that as many sets without skill are expected to reach', fixed(expectedMaximum)],
    ['Differences of equity that it rests on', formatCount(samples)],
    ['Their skewness', fixed(skewness)],
    ['Their kurtosis (3 for a normal distribution)', fixed(kurtosis)],
    ['Chance that the true ratio is above luck', probability === null ? 'n/a' : formatChance(probability)],
  ]
  const columns: Column[] = [{ label: 'Figure' }, { label: 'Value', kind: 'figure' }]
  return html`<p>${deflated.words}</p>
${table({ caption: 'Deflated Sharpe ratio (Bailey and López de Prado, 2014)', columns, rows })}
<p class="note">Sets next to each other in a grid behave alike, so that they are worth fewer independent tries than
are counted here: the hurdle is on the high side.</p>
`
}

function runsSection({ runs, params, metric }: SweepResults): Html {
  const more = runs.length - RUNS_SHOWN
  const shown = runTable('Every run, in the order of the search', runs.slice(0, RUNS_SHOWN), params, metric.name, true)
  return html`${details(`${formatCount(runs.length)} runs`, shown)}
${more > 0 && html`<p class="note">And ${formatCount(more)} more in results.parquet.</p>`}
`
}

function runTable(
  caption: string,
  runs: readonly SweepRun[],
  params: SweepResults['params'],
  metricName: string,
  stages = false,
): Html {
  const names = [...new Set(runs.flatMap(({ figures }) => Object.keys(figures)))].filter((name) => name !== metricName)
  const columns: Column[] = [
    ...params.map(({ name }) => ({ label: name })),
    ...(stages ? [{ label: 'part' }] : []),
    { label: metricName, kind: 'figure' },
    ...names.map((label) => ({ label, kind: 'figure' as const })),
    { label: 'run' },
  ]
  const rows: Part[][] = runs.map((run) => [
    ...run.values,
    ...(stages ? [stageOf(run)] : []),
    run.error === null ? formatFigure(metricName, run.metric) : 'failed',
    ...names.map((name) => (run.error === null ? formatFigure(name, run.figures[name] ?? null) : '')),
    run.error ?? run.runId,
  ])
  return table({ caption, columns, rows, empty: 'No runs.' })
}

function stageOf({ stage, rung, fold }: SweepRun): string {
  if (rung !== null) return `rung ${rung}`
  return fold === null ? 'all' : `${stage}, fold ${fold}`
}

function fixed(value: number | null): string {
  return value === null ? 'n/a' : value.toFixed(4)
}

/** A chance is never shown as none or as certain. */
function formatChance(probability: number): string {
  if (probability < 0.0005) return '<0.1%'
  return formatShare(probability)
}
