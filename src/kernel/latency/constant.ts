/** Every message of a path takes the same time. Draws nothing. */
import { InputError } from '../../core/bug.ts'
import type { LatencyModel } from './latency-model.ts'

/** Nanoseconds, integers >= 0. */
export interface ConstantLatencyConfig {
  readonly feedNs: number
  readonly entryNs: number
  readonly responseNs: number
}

export function createConstantLatency(config: ConstantLatencyConfig): LatencyModel {
  const feedNs = checked('feedNs', config.feedNs)
  const entryNs = checked('entryNs', config.entryNs)
  const responseNs = checked('responseNs', config.responseNs)
  return { delayNs: (path) => (path === 'entry' ? entryNs : path === 'response' ? responseNs : feedNs) }
}

function checked(field: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new InputError({ path: field }, `${value} is no latency: a whole number of nanoseconds of at least 0 is.`)
}
