/** Loads a strategy or a model of the user's own, and checks that the file exports one. */
import { InputError } from '../core/bug.ts'
import type { StrategyDefinition } from '../trading/strategy.ts'
import type { PackageEntries } from './bundle.ts'
import { loadCode } from './code-loader.ts'

export interface LoadedStrategy {
  readonly definition: StrategyDefinition
  /** SHA-256 of the user's own code, the same on every machine. */
  readonly codeHash: string
}

/** Loads the strategy that a file exports by default. Throws `InputError` where there is none. */
export async function loadStrategy(path: string, entries?: PackageEntries): Promise<LoadedStrategy> {
  const { exports, codeHash } = await loadCode(path, entries)
  const definition = exports['default']
  if (isStrategy(definition)) return { definition, codeHash }
  const named = Object.entries(exports).find(([, value]) => isStrategy(value))
  if (named) {
    throw new InputError(
      { file: path },
      `"${named[0]}" is a strategy but not the default export: "export default ${named[0]}".`,
    )
  }
  const why = definition === undefined ? 'There is no default export' : 'The default export is not a strategy'
  throw new InputError({ file: path }, `${why}: write "export default strategy({ … })", with strategy from "hftsim".`)
}

export interface LoadedPlugin<Factory> {
  readonly factory: Factory
  /** SHA-256 of the user's own code, the same on every machine. */
  readonly codeHash: string
}

/**
 * Loads a model of the user's own: a file whose default export is a function that makes it. `what` names the model in
 * errors, such as "a queue model". What the function returns is for the caller to check.
 */
export async function loadPlugin<Factory extends (...given: never[]) => unknown>(
  path: string,
  what: string,
  entries?: PackageEntries,
): Promise<LoadedPlugin<Factory>> {
  const { exports, codeHash } = await loadCode(path, entries)
  const factory = exports['default']
  if (typeof factory === 'function') return { factory: factory as Factory, codeHash }
  const why = factory === undefined ? 'There is no default export' : 'The default export is not a function'
  throw new InputError({ file: path }, `${why}: write "export default (params, deps) => …", which makes ${what}.`)
}

/** By its shape: the file may have been made with another copy of `strategy()`. */
function isStrategy(value: unknown): value is StrategyDefinition {
  if (typeof value !== 'object' || value === null) return false
  const { hftsim, params, start } = value as Partial<Record<keyof StrategyDefinition, unknown>>
  return hftsim === 'strategy' && typeof params === 'object' && params !== null && typeof start === 'function'
}
