/**
 * Checks that need more than the scenario's text: the venues that the data names, the parameters that the strategy
 * declares.
 */
import { didYouMean } from '../core/nearest-name.ts'
import { formatDuration } from '../core/quantity.ts'
import { type ParamSpecs, type Params, ParamsError, resolveParams } from '../trading/params.ts'
import type { FullScenario, VenueModels } from './full-scenario.ts'
import type { LoadedScenario } from './load.ts'
import { ScenarioError } from './problems.ts'
import { venue } from './schema-venue.ts'

/**
 * The scenario with the defaults of every venue that the data names and the scenario leaves out, in the order of the
 * data. Throws `ScenarioError` for a venue that no data names.
 */
export function completeVenues({ full, problemAt }: LoadedScenario, venuesOfData: readonly string[]): FullScenario {
  const known = new Set(venuesOfData)
  const problems = Object.keys(full.venues)
    .filter((name) => !known.has(name))
    .map((name) => {
      const accepted = `One of: ${[...known].join(', ')}.${didYouMean(name, known)}`
      return problemAt(['venues', name], `No data names the venue "${name}". ${accepted}`, 'key')
    })
  if (problems.length > 0) throw new ScenarioError(problems)
  const venues: Record<string, VenueModels> = {}
  for (const name of known) venues[name] = full.venues[name] ?? venue.parse({})
  return { ...full, venues }
}

/**
 * The strategy's parameters with its defaults. Throws `ScenarioError` with each problem where the parameter is
 * written.
 */
export function strategyParams<S extends ParamSpecs>({ full, problemAt }: LoadedScenario, specs: S): Params<S> {
  try {
    return resolveParams(specs, full.strategy.params)
  } catch (error) {
    if (!(error instanceof ParamsError)) throw error
    throw new ScenarioError(
      error.problems.map(({ param, kind, message }) =>
        problemAt(['strategy', 'params', param], message, kind === 'unknown' ? 'key' : 'value'),
      ),
    )
  }
}

/** Parameters as a scenario would write them: durations as text with their unit. */
export function writtenParams<S extends ParamSpecs>(specs: S, params: Params<S>): Readonly<Record<string, unknown>> {
  const written = Object.entries<unknown>(params).map(([name, value]) => [
    name,
    specs[name]?.kind === 'duration' ? formatDuration(Number(value)) : value,
  ])
  return Object.fromEntries(written)
}
