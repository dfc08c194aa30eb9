/**
 * The runs of a sweep as Parquet, one row a run, for pandas, DuckDB and the like. Parameters are text as they were
 * given, and a number beside it where all of a parameter's values are numbers. Figures are doubles: money is exact in
 * results.json, as text.
 */
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer'
import type { SweepResults, SweepRun } from './sweep-results.ts'

export function sweepParquet({ runs, params, metric }: SweepResults): Uint8Array {
  const text = (name: string, of: (run: SweepRun) => string | null): ColumnSource => {
    return { name, data: runs.map(of), type: 'STRING', nullable: true }
  }
  const whole = (name: string, of: (run: SweepRun) => number | null): ColumnSource => {
    return { name, data: runs.map(of), type: 'INT32', nullable: true }
  }
  const double = (name: string, of: (run: SweepRun) => number | null): ColumnSource => {
    return { name, data: runs.map(of), type: 'DOUBLE', nullable: true }
  }
  const figures = [...new Set(runs.flatMap((run) => Object.keys(run.figures)))]
  const columnData = [
    text('stage', ({ stage }) => stage),
    whole('rung', ({ rung }) => rung),
    whole('fold', ({ fold }) => fold),
    text('from', ({ span }) => span.from),
    text('to', ({ span }) => span.to),
    ...params.flatMap(({ name, values }, i) => {
      const isNumber = values.every((value) => value.trim() !== '' && Number.isFinite(Number(value)))
      const asText = text(`param ${name}`, (run) => run.values[i] ?? null)
      return isNumber ? [double(name, (run) => Number(run.values[i])), asText] : [{ ...asText, name }]
    }),
    double(`metric ${metric.name}`, (run) => run.metric),
    ...figures.map((name) =>
      double(`figure ${name}`, (run) =>
        run.figures[name] === null || run.figures[name] === undefined ? null : Number(run.figures[name]),
      ),
    ),
    text('end', ({ end }) => end),
    text('runId', ({ runId }) => runId),
    text('rootHash', ({ rootHash }) => rootHash),
    text('error', ({ error }) => error),
  ]
  return new Uint8Array(parquetWriteBuffer({ columnData: distinct(columnData), createdBy: 'hftsim' }))
}

/** A parameter may be called as a column of ours is: it gives way. */
function distinct(columns: readonly ColumnSource[]): ColumnSource[] {
  const names = new Set<string>()
  return columns.map((column) => {
    let name = column.name
    for (let n = 2; names.has(name); n++) name = `${column.name} ${n}`
    names.add(name)
    return { ...column, name }
  })
}
