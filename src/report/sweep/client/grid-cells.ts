/**
 * Which run stands in which cell of the heat map: two parameters across and down, the others held or taken at their
 * best.
 */

/** What the page tells its script. */
export interface HeatMapValues {
  readonly params: readonly { readonly name: string; readonly values: readonly string[] }[]
  /** Names of the figures of each run; the first is the one that the best is chosen by. */
  readonly figures: readonly string[]
  /** Unit of the first figure, or empty. */
  readonly unit: string
  readonly better: 'larger' | 'smaller'
  readonly runs: readonly HeatMapRun[]
  /** Index of the best run, or null. */
  readonly best: number | null
}

export interface HeatMapRun {
  /** Index of the value, by parameter. */
  readonly point: readonly number[]
  /** By figure; null where it is not defined. Empty for a run that failed. */
  readonly figures: readonly (number | null)[]
  /** The figures as people read them. */
  readonly shown: readonly string[]
  /** Why it failed, or what names the run. */
  readonly note: string
}

/** `held`: for every parameter a value, or null to take the best of all; those of the two axes do not count. */
export interface View {
  readonly down: number
  /** -1 where there is one parameter alone. */
  readonly across: number
  readonly held: readonly (number | null)[]
}

/** Runs by row and column; undefined where none was made. */
export function cellsOf(values: HeatMapValues, { down, across, held }: View): (HeatMapRun | undefined)[][] {
  const columns = across < 0 ? 1 : values.params[across]!.values.length
  const cells = values.params[down]!.values.map(() => new Array<HeatMapRun | undefined>(columns).fill(undefined))
  for (const run of values.runs) {
    const fits = held.every((value, i) => i === down || i === across || value === null || run.point[i] === value)
    if (!fits) continue
    const row = cells[run.point[down]!]!
    const column = across < 0 ? 0 : run.point[across]!
    const there = row[column]
    if (there === undefined || isBetter(values, run, there)) row[column] = run
  }
  return cells
}

/** By the figure that the best is chosen by; equals stay in the order of the search. */
function isBetter({ better }: HeatMapValues, run: HeatMapRun, there: HeatMapRun): boolean {
  const [value, other] = [run.figures[0] ?? null, there.figures[0] ?? null]
  if (value === null || other === null) return other === null && value !== null
  return better === 'larger' ? value > other : value < other
}

/** Shades of the scale. */
export const SHADES = 9

/** 0 to SHADES - 1 between the smallest and the largest; the middle where these are the same. */
export function shadeOf(value: number, least: number, most: number): number {
  if (!(most > least)) return SHADES >> 1
  return Math.min(SHADES - 1, Math.floor(((value - least) / (most - least)) * SHADES))
}
