/** What `bench:peers` prints: rows/s and ratios of the loops, wall time and memory of whole processes. */
import { type Measured, median, spread } from '../measure.ts'
import type { Whole } from './whole.ts'

export interface LoopLine {
  readonly data: string
  readonly rows: number
  readonly pace: string
  /** HashMap, ROIVector, hftsim, hftsim without journal. */
  readonly measured: readonly Measured[]
  /** `yes`, or what each did. */
  readonly equal: string
  readonly fills: number
}

export interface WholeLine {
  readonly data: string
  readonly rows: number
  readonly whole: Whole
}

const GOALS = { hashMap: 3, roiVector: 1.5, whole: 10, peakMb: 200 }

export function loopTable(lines: readonly LoopLine[], rounds: number): string {
  const head = ['data', 'rows', 'acts', 'HashMap', 'ROIVector', 'hftsim', 'no journal', 'x HashMap', 'x ROIVector']
  const cells = lines.map(({ data, rows, pace, measured, equal, fills }) => {
    const rates = measured.map(({ ms }) => spread(ms, (one) => rows / one / 1000))
    const times = (peer: number, goal: number): string => against(ratio(measured[peer]!.ms, measured[2]!.ms), goal)
    const toHashMap = times(0, GOALS.hashMap)
    const toRoi = times(1, GOALS.roiVector)
    return [data, counted(rows), pace, ...rates, toHashMap, toRoi, `${equal}, ${counted(fills)} fills`]
  })
  return [
    `the loop, rows in memory: M rows/s (mean ± deviation of ${rounds} rounds), journal and projections on and off;`,
    `hftsim with journal is so many times as fast (median of pairs, goals ${GOALS.hashMap} and ${GOALS.roiVector})`,
    '',
    ...aligned([[...head, 'fills equal'], ...cells]),
  ].join('\n')
}

export function wholeTable(lines: readonly WholeLine[], rounds: number): string {
  const head = ['data', 'rows', 'HashMap', 'ROIVector', 'hftsim', 'x HashMap', 'x ROIVector']
  const cells = lines.map(({ data, rows, whole: { hashmap, roi, hftsim } }) => {
    const walls = [hashmap, roi, hftsim].map((each) => each.map(({ seconds }) => seconds))
    const peaks = [hashmap, roi, hftsim].map((each) => Math.max(...each.map(({ peakMb }) => peakMb)))
    const times = (peer: number): string => against(ratio(walls[peer]!, walls[2]!), GOALS.whole)
    const seconds = walls.map((each) => `${median(each).toFixed(2)} s`)
    const peak = marked(String(peaks[2]), peaks[2]! < GOALS.peakMb)
    return [data, counted(rows), ...seconds, times(0), times(1), String(peaks[0]), String(peaks[1]), peak]
  })
  return [
    `the whole process, start-up included (median of ${rounds}), and its peak in MB (largest):`,
    `goals ${GOALS.whole} times as fast, under ${GOALS.peakMb} MB whatever the rows`,
    '',
    ...aligned([[...head, 'HashMap MB', 'ROIVector MB', 'hftsim MB'], ...cells]),
  ].join('\n')
}

/** How many times as fast `ours` is: the median of the rounds. */
function ratio(theirs: readonly number[], ours: readonly number[]): number {
  return median(theirs.map((spent, round) => spent / ours[round]!))
}

function against(times: number, goal: number): string {
  return marked(times.toFixed(2), times >= goal)
}

function marked(figure: string, reached: boolean): string {
  return reached ? figure : `${figure} !`
}

function counted(value: number): string {
  return value.toLocaleString('en-US')
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  )
}
