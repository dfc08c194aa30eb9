/** Holds a run's result to what its scenario expects: before the run whether the units fit, after it the figures. */
import { formatLots, type Instrument } from '../../market/instrument.ts'
import type { Result } from '../../report/summary.ts'
import type { LoadedScenario } from '../load.ts'
import type { Path, ScenarioProblem } from '../problems.ts'
import { lotsOf } from '../quantities.ts'
import { BAND_FIELDS, type Band, type Bound, bandWords, formatFigure, isWithin } from './bounds.ts'
import { type Figure, type FigureValue, figureNamed } from './figures.ts'
import { formatStep, type SequenceOutcome } from './sequence.ts'

/** An instrument of the run, by id. */
interface NamedInstrument {
  readonly alias: string
  readonly instrument: Instrument
}

/** One expectation and what the run came to. */
export interface Finding {
  /** `file:line:column`. */
  readonly place: string
  /** Its name, such as `btcusdt.fills`. */
  readonly name: string
  readonly met: boolean
  readonly wanted: string
  readonly got: string
}

/** Expectations in units that the run's instruments do not have. */
export function unfitUnits(loaded: LoadedScenario, instruments: readonly NamedInstrument[]): ScenarioProblem[] {
  return Object.entries(loaded.beside?.expect?.figures ?? {}).flatMap(([name, band]) => {
    const { figure, alias } = figureNamed(name)!
    const of = instruments.filter((one) => alias === undefined || one.alias === alias)
    const settles = [...new Set(of.map(({ instrument }) => instrument.settle))]
    if (figure.of === 'money' && figure.kind !== 'money' && settles.length > 1) {
      const message = `There are several currencies: say which instrument is meant, such as "${of[0]?.alias}.${name}".`
      return [loaded.problemAt(['expect', name], message, 'key')]
    }
    return BAND_FIELDS.flatMap((field) => {
      const bound = band[field]
      const why = bound && unfit(bound, figure, settles, of[0]!.instrument)
      return why === undefined ? [] : [loaded.problemAt(pathOf(loaded, name, field), why)]
    })
  })
}

/** Every expectation of the scenario, in the order of its file. `sequences` are the outcomes of its own, in order. */
export function checkExpectations(
  loaded: LoadedScenario,
  instruments: readonly NamedInstrument[],
  result: Result,
  sequences: readonly SequenceOutcome[],
): Finding[] {
  const { figures = {}, end, sequence = [], rootHash } = loaded.beside?.expect ?? {}
  const findings: (Finding & { readonly line: number })[] = []
  const add = (path: Path, finding: Omit<Finding, 'place' | 'name'>): void => {
    const { file, line, column } = loaded.problemAt(['expect', ...path], '', 'key')
    const place = line === 0 ? file : `${file}:${line}:${column}`
    findings.push({ place, name: String(path[0]), ...finding, line })
  }
  for (const [name, band] of Object.entries(figures)) add([name], checkFigure(name, band, instruments, result))
  if (end) add(['end'], { met: result.end === end, wanted: end, got: result.end ?? 'n/a' })
  for (const [i, { of, steps }] of sequence.entries()) {
    const { met, got } = sequences[i]!
    const whose = of === 'run' ? '' : of === 'any' ? 'some order: ' : `order ${of}: `
    const wanted = `${whose}${steps.map(formatStep).join(', ')}`
    add(sequence.length > 1 ? ['sequence', i] : ['sequence'], { met, wanted, got })
  }
  if (rootHash) {
    const got = result.rootHash.slice(0, rootHash.length)
    add(['rootHash'], { met: got === rootHash, wanted: rootHash, got })
  }
  return findings.sort((a, b) => a.line - b.line).map(({ line: _, ...finding }) => finding)
}

function checkFigure(
  name: string,
  band: Band,
  instruments: readonly NamedInstrument[],
  result: Result,
): Pick<Finding, 'met' | 'wanted' | 'got'> {
  const { figure, alias } = figureNamed(name)!
  const index = alias === undefined ? undefined : instruments.findIndex((one) => one.alias === alias)
  const unit = (band.equals ?? band.min ?? band.max)?.unit
  const { instrument } = instruments[index ?? 0]!
  const value = figureValue(figure, index, unit, result)
  const converted = Object.fromEntries(
    BAND_FIELDS.flatMap((field) => (band[field] ? [[field, inBase(band[field], instrument)]] : [])),
  )
  const shownIn = figure.kind === 'quantity' ? instrument.base : figure.kind === 'money' ? unit : undefined
  return {
    met: value !== null && isWithin(value, converted),
    wanted: bandWords(band),
    got: formatFigure(value, figure.kind, shownIn),
  }
}

function figureValue(figure: Figure, index: number | undefined, unit: string | undefined, result: Result): FigureValue {
  const { instruments, totals } = result
  switch (figure.of) {
    case 'run':
      return figure.read(result)
    case 'orders':
      return figure.read(index === undefined ? totals : instruments[index]!)
    case 'money': {
      if (index !== undefined) return figure.read(instruments[index]!)
      const { currencies } = totals
      return figure.read(currencies.find(({ settle }) => unit === undefined || settle === unit) ?? currencies[0]!)
    }
    case 'instrument':
      return figure.read(instruments[index ?? 0]!)
  }
}

function unfit(bound: Bound, figure: Figure, settles: readonly string[], instrument: Instrument): string | undefined {
  const { unit = '', value } = bound
  if (figure.kind === 'money' && !settles.includes(unit)) {
    return `"${bound.text}" is not in a currency that it settles in. One of: ${settles.join(', ')}.`
  }
  if (figure.kind !== 'quantity' || unit === instrument.base) return undefined
  const lots = lotsOf({ amount: value, unit }, instrument)
  return 'problem' in lots ? lots.problem : undefined
}

/** A quantity in lots as one in the instrument's base; other bounds as they are. */
function inBase(bound: Bound, instrument: Instrument): Bound {
  if (bound.unit !== 'lots') return bound
  const lots = lotsOf({ amount: bound.value, unit: 'lots' }, instrument)
  return 'value' in lots ? { ...bound, value: formatLots(lots.value, instrument) } : bound
}

/** Of a value without bounds the name's own path. */
function pathOf(loaded: LoadedScenario, name: string, field: (typeof BAND_FIELDS)[number]): Path {
  const { figures = {} } = loaded.beside?.expect ?? {}
  return figures[name]?.equals ? ['expect', name] : ['expect', name, field]
}
