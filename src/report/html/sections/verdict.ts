/** The first screen: whether money would have been made, why, and how sure that is. */
import { decimalsOfResult, formatAmount, formatCount, formatDuration, formatRatio, formatShare } from '../../figures.ts'
import type { Band, RunReport } from '../../run-report.ts'
import type { MoneySummary } from '../../summary.ts'
import { html, type Part } from '../escape.ts'
import { bandBars } from '../svg/band.ts'
import { type FactParts, facts, table } from '../table.ts'
import { type Topic, warning } from '../topic.ts'
import { counted, isNegative, sumAmounts } from './amounts.ts'

/** With fewer fills a result is an anecdote. */
const FILLS_FEW = 30

export function verdict(report: RunReport): Topic {
  const { totals } = report.result
  const body = [
    endWarning(report),
    report.result.fills === 0 && html`<p class="headline">${nothingFilled(report)}</p>\n`,
    totals.currencies.map((money) => currencyVerdict(report, money)),
    wholeRunSentences(report),
    impactStamp(report),
    report.risk.total > 0 &&
      html`<p>The risk gate stepped in: <a href="#risk">${counted(report.risk.total, 'event')}</a>.</p>\n`,
    facts(factsOfAll(report)),
    bandTable(report),
  ]
  return { id: 'verdict', title: 'Verdict', body }
}

function endWarning({ result: { end, span } }: RunReport): Part {
  const covered = `All figures cover the ${formatDuration(span.durationNs)} before that.`
  if (end === 'interrupted') return warning(html`<strong>The run was interrupted.</strong> ${covered}`)
  if (end === 'failed') return warning(html`<strong>The run failed before its data ended.</strong> ${covered}`)
  if (end === 'strategy-stopped') {
    return warning(html`<strong>The strategy stopped before the data ended.</strong> ${covered}`)
  }
  if (end === null)
    return warning(html`<strong>The journal breaks off:</strong> how the run ended is not known. ${covered}`)
  return null
}

/** Of one currency, as long as there is something to say of it. */
function currencyVerdict(report: RunReport, money: MoneySummary): Part {
  const band = report.band?.find(({ settle }) => settle === money.settle)
  const ends = band && [band.pessimistic, band.base, band.optimistic]
  const isFilled = report.result.fills > 0
  if (!isFilled && !ends?.some(({ fills }) => fills > 0)) return null
  const decimals = decimalsOfResult(money.pnl)
  const sentences = [band && bandSentence(band, decimals), band && orderSentence(band), restSentence(report, money)]
  return html`${isFilled && html`<p class="headline">${headline(report, money)}</p>\n`}<p>${sentences.map(
    (sentence) => html`${sentence} `,
  )}</p>
${band && bandDrawing(band, decimals)}`
}

/** What holds for all currencies alike. */
function wholeRunSentences({ band, result: { fills } }: RunReport): Part {
  if (fills === 0) return null
  const without =
    band === null && 'How far this depends on the models is not known: no pessimistic and no optimistic run was made. '
  const words = fills === 1 ? 'It is a single fill' : `These are ${fills} fills`
  const few = fills < FILLS_FEW && html`<strong>${words}: too few to conclude from.</strong>`
  return (without || few) && html`<p>${without}${few}</p>\n`
}

function nothingFilled({ result }: RunReport): string {
  const over = `over ${formatDuration(result.span.durationNs)}`
  const { sent } = result.totals.orders
  return sent === 0 ? `No order was sent ${over}.` : `Nothing was filled: ${counted(sent, 'order')} sent ${over}.`
}

function headline({ result }: RunReport, { pnl, settle }: MoneySummary): Part {
  const { net, gross, fees } = pnl
  const over = `over ${formatDuration(result.span.durationNs)}`
  if (net === null) return `What was won or lost in ${settle} is not known: a position is open that never had a price.`
  const decimals = decimalsOfResult(pnl)
  const amount = (value: string | null): string => formatAmount(value, decimals)
  const size = amount(net.replace('-', ''))
  const charges = isNegative(fees) ? `rebates of ${amount(fees.replace('-', ''))}` : `fees of ${amount(fees)}`
  const parts = Number(fees) === 0 ? ', without fees' : `: ${amount(gross)} before ${charges}`
  if (Number(net) === 0) return `Nothing won and nothing lost ${over}${parts}.`
  const word = isNegative(net)
    ? html`<span class="loss">Lost ${size} ${settle}</span>`
    : html`<span class="gain">Made ${size} ${settle}</span>`
  return html`${word} net ${over}${parts}.`
}

function bandSentence(band: Band, decimals: number): Part {
  const { settle } = band
  const ends = [band.pessimistic.net, band.base.net, band.optimistic.net]
  if (ends.includes(null)) return 'Under one of the models the result is not known.'
  const values = ends.map(Number)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const range = html`from ${formatAmount(ends[values.indexOf(low)]!, decimals)} to ${formatAmount(
    ends[values.indexOf(high)]!,
    decimals,
  )} ${settle}`
  if (low === high) return 'Pessimistic and optimistic models give the same result.'
  if (low > 0) return html`It is a profit under pessimistic, base and optimistic models alike: ${range}.`
  if (high < 0) return html`It is a loss under pessimistic, base and optimistic models alike: ${range}.`
  return html`<strong>Profit or loss depends on the models:</strong> ${range}.`
}

/** The names are those of the models: said where the results are in another order. */
function orderSentence({ pessimistic, base, optimistic }: Band): Part {
  if (pessimistic.net === null || base.net === null || optimistic.net === null) return null
  const [low, middle, high] = [pessimistic.net, base.net, optimistic.net].map(Number)
  if (middle! < Math.min(low!, high!)) return 'The run itself does worse than under either of the other two.'
  if (middle! > Math.max(low!, high!)) return 'The run itself does better than under either of the other two.'
  if (high! >= low!) return null
  const more = optimistic.fills > pessimistic.fills ? ', although they bring more fills' : ''
  return `The optimistic models do worse than the pessimistic${more}.`
}

function restSentence({ instruments, result }: RunReport, { pnl, settle }: MoneySummary): Part {
  const { net } = pnl
  const own = instruments.filter((instrument) => instrument.settle === settle)
  const without = sumAmounts(own.map(({ confidence }) => confidence.netWithoutQueueDependent))
  const dependent = own.flatMap(({ confidence }) => confidence.classes).filter(isQueueDependent)
  if (net === null || without === null || result.fills === 0) return null
  if (dependent.every(({ fills }) => fills === 0)) return 'No fill depends on an estimated place in a queue.'
  const left = `${formatAmount(without, decimalsOfResult(pnl))} ${settle}`
  const share = queueShare(net, without)
  return share === null
    ? `Without the fills that depend on an estimated place in a queue the net result is ${left}.`
    : `${formatShare(share)} of the profit rests on fills that depend on an estimated place in a queue: ` +
        `without them it is ${left}.`
}

/** Null where there is no profit to have a share of. */
function queueShare(net: string, without: string): number | null {
  return Number(net) > 0 ? (Number(net) - Number(without)) / Number(net) : null
}

function isQueueDependent({ confidence }: { readonly confidence: string }): boolean {
  return confidence === 'queue-dependent'
}

function bandDrawing({ settle, pessimistic, base, optimistic }: Band, decimals: number): Part {
  const all = Object.entries({ pessimistic, base, optimistic })
  const ends = all.flatMap(([name, { net }]) => (net === null ? [] : [{ name, net }]))
  if (ends.length < all.length) return null
  return html`<figure>${bandBars({ settle, ends, decimals })}</figure>\n`
}

/** Whether the assumption of every replay holds: that the market would have done the same without us. */
function impactStamp({ instruments, result }: RunReport): Part {
  if (result.fills === 0) return null
  const failing = instruments.filter(({ impact }) => !impact.holds)
  if (failing.length === 0) {
    return html`<p class="stamp"><strong>Own size is small</strong> against what the market showed and traded: that the
market would have gone the same way without our orders is a fair assumption here.</p>\n`
  }
  const reasons = failing.flatMap(({ alias, impact }) =>
    impact.reasons.map((reason) => html`<li>${instruments.length > 1 && `${alias}: `}${reason}</li>`),
  )
  return html`<div class="warn stamp"><p><strong>Own size is too large for a replay to be believed.</strong> The
market of the data does not react to our orders; a real one would have:</p><ul>${reasons}</ul></div>\n`
}

function factsOfAll(report: RunReport): FactParts[] {
  const { totals } = report.result
  const { orders } = totals
  return [
    ...totals.currencies.flatMap((money) => moneyFacts(report, money)),
    {
      label: 'Fill rate',
      value: formatShare(totals.fillRate),
      note: `${formatCount(orders.touched)} of ${formatCount(orders.sent)} orders had a fill`,
    },
    {
      label: 'Fills',
      value: formatCount(totals.fills),
      note: `${formatCount(totals.makerFills)} maker, ${formatCount(totals.takerFills)} taker`,
    },
  ]
}

function moneyFacts({ instruments, result }: RunReport, { pnl, settle, sharpe, sortino }: MoneySummary): FactParts[] {
  const { net, gross, fees, maxDrawdown } = pnl
  const decimals = decimalsOfResult(pnl)
  const show = (amount: string | null): string => formatAmount(amount, decimals)
  const own = instruments.filter((instrument) => instrument.settle === settle)
  const span = formatDuration(result.span.durationNs)
  const without = sumAmounts(own.map(({ confidence }) => confidence.netWithoutQueueDependent))
  const share = net === null || without === null ? null : queueShare(net, without)
  return [
    {
      label: `Net PnL, ${settle}`,
      value: show(net),
      note: `gross ${show(gross)}, fees ${show(fees)}`,
      ...(isNegative(net) ? { tone: 'loss' as const } : {}),
    },
    { label: 'Max drawdown', value: show(maxDrawdown), note: `${settle}, at the samples of equity` },
    {
      label: 'Queue-dependent',
      value: formatShare(share),
      note: `${share === null ? 'there is no profit' : 'of the profit'}; net ${show(without)} without these fills`,
    },
    { label: 'Sharpe', value: formatRatio(sharpe), note: `annualised from ${span}; Sortino ${formatRatio(sortino)}` },
  ]
}

function bandTable({ band, result }: RunReport): Part {
  return (band ?? []).map(({ settle, ...ends }) => {
    const decimals = decimalsOfResult(result.totals.currencies.find((money) => money.settle === settle)!.pnl)
    return table({
      caption: `The same run under three sets of models with the same random numbers, ${settle}`,
      columns: [
        { label: 'Models' },
        { label: 'Net PnL', kind: 'figure' },
        { label: 'Max drawdown', kind: 'figure' },
        { label: 'Fills', kind: 'figure' },
        { label: 'Fill rate', kind: 'figure' },
        { label: 'Changed for it' },
      ],
      rows: (['pessimistic', 'base', 'optimistic'] as const).map((name) => {
        const { net, maxDrawdown, fills, fillRate, changed } = ends[name]
        const amounts = [formatAmount(net, decimals), formatAmount(maxDrawdown, decimals)]
        const words = changed.length > 0 ? changed.join(', ') : 'nothing'
        return [name, ...amounts, formatCount(fills), formatShare(fillRate), words]
      }),
    })
  })
}
