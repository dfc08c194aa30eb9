/**
 * What a strategy returns from `start`, checked by name: a handler that is misspelt would never be called, without a
 * word.
 */
import { Misuse } from '../core/bug.ts'
import { didYouMean } from '../core/nearest-name.ts'
import type { StrategyHandlers } from './strategy.ts'

const NAMES: Readonly<Record<keyof StrategyHandlers, true>> = {
  onMessage: true,
  onDepth: true,
  onTrade: true,
  onOrder: true,
  onFill: true,
  onStop: true,
}

const NOTHING = (): void => {}

/** The handlers. Throws `Misuse` for a name that is none, for what is no function, and for what is not synchronous. */
export function checkedHandlers(returned: StrategyHandlers | undefined): StrategyHandlers {
  if (returned === undefined || returned === null) return {}
  if (typeof returned !== 'object')
    throw new Misuse(`Cannot use ${typeof returned} as handlers: return an object of them`)
  if ('then' in returned) {
    // What it does after this is nobody's news: a failure of its own would end the process before this one is told.
    ;(returned as { then(done: () => void, failed: () => void): void }).then(NOTHING, NOTHING)
    throw new Misuse('Cannot start an async strategy: start is synchronous')
  }
  for (const [name, handler] of Object.entries(returned)) {
    if (!Object.hasOwn(NAMES, name)) {
      const known = Object.keys(NAMES)
      throw new Misuse(
        `Cannot call "${name}": it is no handler. One of: ${known.join(', ')}.${didYouMean(name, known)}`,
      )
    }
    if (handler === undefined) continue
    if (typeof handler !== 'function') throw new Misuse(`Cannot call ${name}: it is no function`)
    refuseAsync(name, handler)
  }
  return returned
}

/** All handlers, in one shape whatever a strategy has of them: looking up what is not there is slow. */
export type Handlers = { readonly [Name in keyof Required<StrategyHandlers>]: StrategyHandlers[Name] | undefined }

export function allHandlers({ onMessage, onDepth, onTrade, onOrder, onFill, onStop }: StrategyHandlers): Handlers {
  return { onMessage, onDepth, onTrade, onOrder, onFill, onStop }
}

/** What an async function does after its first await would happen outside of the run's time. */
export function refuseAsync(what: string, act: (...given: never[]) => unknown): void {
  if (Object.prototype.toString.call(act) === '[object AsyncFunction]') {
    throw new Misuse(`Cannot use an async function for ${what}: a strategy is synchronous`)
  }
}
