/**
 * A sweep as it was asked for, held against its scenario: parameters found and each of their values checked, before
 * anything is run. Combinations of values that do not go together show at their own run.
 */
import { didYouMean } from '../../core/nearest-name.ts'
import { formatInstant, parseInstant } from '../../data/instant.ts'
import { canonicalJson } from '../../journal/canonical-json.ts'
import { toHex } from '../../journal/chain.ts'
import type { SweepParam, SweepSpan } from '../../report/sweep/sweep-results.ts'
import { sha256 } from '../../stores/journal-file.ts'
import { type ParamSpecs, ParamsError, resolveParams } from '../../trading/params.ts'
import { scenarioJsonSchema } from '../json-schema.ts'
import { type LoadedScenario, loadScenario } from '../load.ts'
import { type PreparedRun, prepareRun } from '../prepare.ts'
import { ScenarioError, type ScenarioProblem } from '../problems.ts'
import { type ParamText, type ParamValue, parseParam } from './param-values.ts'
import { gridSize, type Search } from './search.ts'
import { metricNamed, type ReadMetric } from './sweep-metric.ts'

export interface SweepRequest {
  /** The scenario's file. */
  readonly file: string
  /** `path=value`, applied to the scenario of every run. */
  readonly overrides: readonly string[]
  /** `name=values`: see param-values.ts. */
  readonly params: readonly string[]
  readonly search: Search
  /** Name of a figure: docs/metrics.md. */
  readonly metric: string
  readonly minimise: boolean
  readonly walkForward?: WalkForwardRequest | undefined
}

export interface WalkForwardRequest {
  readonly folds: number
  readonly window: 'anchored' | 'rolling'
}

/** A parameter with, for each value, what tells its runs from those of every other value and every other sweep. */
export interface Dimension extends SweepParam {
  readonly made: readonly unknown[]
}

export interface SweepPlan {
  readonly request: SweepRequest
  readonly name: string
  readonly dimensions: readonly Dimension[]
  readonly metric: ReadMetric
  readonly span: SweepSpan
  /** SHA-256 over what the base scenario's run is made of: scenario, parameters, data and code. */
  readonly base: string
  /** Eight digits that name what the sweep is made of: scenario, data, parameters and the way to search. */
  readonly sweepId: string
  /** Market files of the base scenario. */
  readonly files: readonly string[]
  readonly sampleEveryNs: number
}

/** More runs than this are a slip, and no table that anybody reads. */
const POINTS_MAX = 200_000

/** Throws `ScenarioError` with all that is wrong with the scenario or, if it is right, with the request. */
export async function planSweep(request: SweepRequest): Promise<SweepPlan> {
  const loaded = await loadScenario(request.file, request.overrides)
  const prepared = await prepareRun(loaded)
  const problems: ScenarioProblem[] = []
  const problem = (option: string, message: string): void => {
    problems.push({ file: option, line: 0, column: 0, path: '', message })
  }
  const metric = metricNamed(request.metric, request.minimise, prepared.instruments)
  if ('problem' in metric) problem(`--metric ${request.metric}`, metric.problem)
  if (request.params.length === 0) problem('--param', 'Missing: give what to vary, such as --param levels=1,2,5.')
  const dimensions: Dimension[] = []
  for (const text of request.params) {
    const read = parseParam(text)
    if ('problem' in read) problem(`--param ${text}`, read.problem)
    else if (dimensions.some(({ name }) => name === read.value.name)) problem(`--param ${text}`, 'It is given twice.')
    else dimensions.push(await dimensionOf(read.value, request, loaded, prepared, problem))
  }
  const points = pointsOf(request.search, dimensions)
  if (points > POINTS_MAX) {
    const few = 'Take fewer values, or --search random --samples N.'
    problem('--param', `That makes ${points.toLocaleString('en-US')} runs: at most ${POINTS_MAX}. ${few}`)
  }
  if (problems.length > 0 || 'problem' in metric) throw new ScenarioError(problems)
  const base = digest(prepared.manifest)
  const { search, minimise, walkForward = null } = request
  const params = dimensions.map(({ path, made }) => [path, made])
  return {
    request,
    name: prepared.scenario.name,
    dimensions,
    metric: metric.value,
    span: wholeSpan(prepared),
    base,
    sweepId: digest({ base, params, search, metric: request.metric, minimise, walkForward }).slice(0, 8),
    files: Object.values(loaded.full.data).flatMap(({ files }) => files.map((file) => loaded.resolve(file))),
    sampleEveryNs: prepared.scenario.metrics.sampleEvery,
  }
}

/** How many points a search begins with. */
function pointsOf(search: Search, dimensions: readonly Dimension[]): number {
  const size = gridSize(dimensions.map(({ values }) => values.length))
  return search.kind === 'grid' ? size : Math.min(search.samples ?? size, size)
}

type TellProblem = (option: string, message: string) => void

async function dimensionOf(
  { name, values }: ParamText,
  request: SweepRequest,
  loaded: LoadedScenario,
  { strategy }: PreparedRun,
  problem: TellProblem,
): Promise<Dimension> {
  const texts = values.map(({ text }) => text)
  if (Object.hasOwn(strategy.params, name)) {
    checkParam(name, values, strategy.params, loaded, problem)
    return { name, path: `strategy.params.${name}`, values: texts, made: values.map(({ value }) => value) }
  }
  const ofScenario = name.includes('.') || Object.hasOwn(scenarioJsonSchema().properties ?? {}, name)
  if (/^(span|name|expect|matrix)\b/.test(name)) problem(`--param ${name}`, 'It is no parameter of a run.')
  else if (!ofScenario) problem(`--param ${name}`, noSuchParam(name, Object.keys(strategy.params)))
  else return { name, path: name, values: texts, made: await madeOf(name, values, request, problem) }
  return { name, path: name, values: texts, made: [] }
}

function noSuchParam(name: string, names: readonly string[]): string {
  const accepted = names.length === 0 ? 'The strategy has no parameters.' : `One of: ${names.join(', ')}`
  const path = 'or a path in the scenario such as venues.0.queue.model.'
  return `The strategy has no parameter "${name}". ${accepted}, ${path}${didYouMean(name, names)}`
}

/** Each value with what the scenario gives for the others. */
function checkParam(
  name: string,
  values: readonly ParamValue[],
  specs: ParamSpecs,
  { full }: LoadedScenario,
  problem: TellProblem,
): void {
  for (const { text, value } of values) {
    try {
      resolveParams(specs, { ...full.strategy.params, [name]: value })
    } catch (error) {
      if (!(error instanceof ParamsError)) throw error
      for (const { message } of error.problems) problem(`--param ${name}=${text}`, message)
    }
  }
}

/** Prepares one run a value: what it is made of, its code and data included, tells the value from others. */
async function madeOf(
  path: string,
  values: readonly ParamValue[],
  { file, overrides }: SweepRequest,
  problem: TellProblem,
): Promise<string[]> {
  const made: string[] = []
  for (const { text } of values) {
    try {
      const { manifest } = await prepareRun(await loadScenario(file, [...overrides, `${path}=${text}`]))
      made.push(digest(manifest))
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      for (const { message, path: at } of error.problems) {
        problem(`--param ${path}=${text}`, at === '' || at === path ? message : `${at}: ${message}`)
      }
    }
  }
  return made
}

/** From the first row, or the scenario's own first instant, to behind the last. */
function wholeSpan({ instruments, manifest, scenario }: PreparedRun): SweepSpan {
  const stamps = instruments.flatMap(({ files }) =>
    files.flatMap(({ manifest: { span } }) => (span === undefined ? [] : Object.values(span).map(BigInt))),
  )
  stamps.sort((a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0))
  const epochNs = BigInt(manifest.epochNs)
  const { from, to } = scenario.span ?? {}
  const fromNs = from === undefined ? undefined : parseInstant(from, epochNs)
  const toNs = to === undefined ? undefined : parseInstant(to, epochNs)
  return {
    from: formatInstant(fromNs ?? stamps[0] ?? epochNs),
    to: formatInstant(toNs ?? (stamps.at(-1) ?? epochNs) + 1n),
  }
}

export function digest(value: unknown): string {
  return toHex(sha256(new TextEncoder().encode(canonicalJson(value))))
}
