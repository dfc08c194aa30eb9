/** The figures of hftbacktest's statistics that the rest of the page does not have. */
import { decimalsFor, formatAmount, formatQuantity, formatRatio } from '../../figures.ts'
import type { InstrumentReport } from '../../run-report.ts'
import { table } from '../table.ts'
import { note, type Topic } from '../topic.ts'

export function statistics(id: number, { statistics: of, settle, base }: InstrumentReport): Topic {
  const amounts = [of.annualReturn, of.turnoverPerDay, of.meanPositionValue].map((amount) =>
    amount === null ? null : amount.toFixed(8),
  )
  const money = (amount: string | null): string =>
    `${formatAmount(amount, decimalsFor([...amounts, of.maxPositionValue]))} ${settle}`
  const body = [
    table({
      caption: 'Statistics as hftbacktest has them',
      columns: [{ label: 'Figure' }, { label: 'Value', kind: 'figure' }],
      rows: [
        ['Net a year, at this rate', money(amounts[0]!)],
        ['Net / largest drawdown', formatRatio(of.returnOverMaxDrawdown)],
        ['Net / turnover, bp', formatRatio(of.returnOverTurnover === null ? null : of.returnOverTurnover * 1e4)],
        ['Fills a day', formatQuantity(of.fillsPerDay)],
        ['Volume a day', `${formatQuantity(of.volumePerDay)} ${base}`],
        ['Turnover a day', money(amounts[1]!)],
        ['Largest value of the position', money(of.maxPositionValue)],
        ['Mean value of the position', money(amounts[2]!)],
      ],
    }),
    note('What a short run would come to in a day or a year says little: the noise grows with the factor.'),
  ]
  return { id: `statistics-${id}`, title: 'Statistics', body }
}
