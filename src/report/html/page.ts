/**
 * The page of a run: one file that a browser opens without a network. Everything that it says comes from the report
 * (`report.json`); the series are what its charts draw.
 */

import { formatDuration } from '../figures.ts'
import type { InstrumentReport, ReportSeries, RunReport } from '../run-report.ts'
import type { InstrumentSummary } from '../summary.ts'
import { chartValues, runWord } from './chart-values.ts'
import { VALUES_ID } from './client/page-values.ts'
import { html, type Part } from './escape.ts'
import { htmlPage, section } from './frame.ts'
import { pageScript, uPlotStyle } from './page-script.ts'
import { confidence } from './sections/confidence.ts'
import { fees, markouts, spread } from './sections/execution.ts'
import { cancelRaces, journey, rejects } from './sections/orders.ts'
import { overTime } from './sections/over-time.ts'
import { fillRates } from './sections/rates.ts'
import { statistics } from './sections/statistics.ts'
import { latency, waiting } from './sections/timing.ts'
import { verdict } from './sections/verdict.ts'
import { assumptions, dataHealth, reproduce, riskEvents, totals } from './sections/whole-run.ts'
import { REPORT_STYLE } from './style/report-style.ts'
import { type Topic, topicMarkup } from './topic.ts'

/** The page as text. The same report gives the same page. */
export function renderReport(report: RunReport, series: ReportSeries): string {
  const { instruments, result } = report
  const isOne = instruments.length === 1
  const topics = instruments.map((instrument, id) => topicsOf(report, series, instrument, id))
  const before: Topic[] = [verdict(report), ...(isOne ? [] : [totals(report)])]
  const after: Topic[] = [riskEvents(report), assumptions(report), reproduce(report)]
  const middle = isOne
    ? topics.flat().map((topic) => topicMarkup(topic, 2))
    : topics.map((list, id) => instrumentSection(instruments[id]!, id, list))
  const contents: readonly { id: string; title: string }[] = isOne
    ? topics.flat()
    : instruments.map((instrument, id) => ({ id: `instrument-${id}`, title: nameOf(instrument) }))
  return htmlPage({
    title: result.scenario,
    lead: leadOf(report),
    body: [...before.map((topic) => topicMarkup(topic, 2)), ...middle, ...after.map((topic) => topicMarkup(topic, 2))],
    contents: [...before, ...contents, ...after].map(({ id, title }) => ({ id, label: title })),
    values: { [VALUES_ID]: chartValues(report, series) },
    scripts: [pageScript('report/html/client/report')],
    styles: [uPlotStyle(), REPORT_STYLE],
  })
}

function topicsOf(report: RunReport, series: ReportSeries, instrument: InstrumentReport, id: number): Topic[] {
  const summary: InstrumentSummary = report.result.instruments[id]!
  return [
    overTime({ id, instrument, series, epochNs: report.epochNs, run: runWord(report.reproduce) }),
    confidence(id, instrument),
    spread(id, instrument),
    fillRates(id, instrument),
    waiting(id, instrument),
    latency(id, instrument),
    markouts(id, instrument),
    fees(id, instrument, summary),
    statistics(id, instrument),
    rejects(id, summary),
    journey(id, instrument),
    cancelRaces(id, instrument, summary),
    dataHealth(id, instrument),
  ]
}

function instrumentSection(instrument: InstrumentReport, id: number, topics: readonly Topic[]): Part {
  const inside = html`<p class="note within"><a href="#verdict">To the verdict</a>${topics.map(
    (topic) => html` · <a href="#${topic.id}">${topic.title}</a>`,
  )}</p>${topics.map((topic) => topicMarkup(topic, 3))}`
  return section({ id: `instrument-${id}`, title: nameOf(instrument), body: inside })
}

function nameOf({ alias, symbol, venue }: InstrumentReport): string {
  return alias === symbol ? `${symbol} on ${venue}` : `${alias}: ${symbol} on ${venue}`
}

function leadOf({ instruments, result: { span } }: RunReport): Part {
  const names = instruments.map(({ symbol, venue }) => `${symbol} on ${venue}`).join(', ')
  const second = (instant: string): string => instant.slice(0, 19).replace('T', ' ')
  const isOneDay = span.start.slice(0, 10) === span.end.slice(0, 10)
  const end = second(span.end).slice(isOneDay ? 11 : 0)
  return html`<p class="quiet">${names} · ${second(span.start)} to ${end} UTC, ${formatDuration(
    span.durationNs,
  )} · simulated</p>`
}
