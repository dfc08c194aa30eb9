/**
 * The same scenario under models that are harder or kinder than its own: the ends of a report's band. Random numbers
 * stay the same, for each has its named stream from the one seed; models of the user's own stay as they are.
 */
import type { FillModelName, FullScenario, LatencyChoice, QueueModelName, VenueModels } from './full-scenario.ts'

export type ModelVariant = 'pessimistic' | 'optimistic'

interface VariantModels {
  readonly queue: QueueModelName
  readonly fill: FillModelName
  /** What fixed times are multiplied by. */
  readonly times: number
}

const MODELS: Readonly<Record<ModelVariant, VariantModels>> = {
  pessimistic: { queue: 'RiskAverse', fill: 'PartialFill', times: 2 },
  optimistic: { queue: 'CancelsAhead', fill: 'NoPartialFill', times: 0.5 },
}

export interface VariedScenario {
  readonly scenario: FullScenario
  /** What was changed and what could not be, in words, such as "queue RiskAverse". */
  readonly changed: readonly string[]
}

/** `scenario` must name all its venues: see `completeVenues`. */
export function underVariant(scenario: FullScenario, variant: ModelVariant): VariedScenario {
  const venues: Record<string, VenueModels> = {}
  const wordsOf = new Map<string, readonly string[]>()
  for (const [name, models] of Object.entries(scenario.venues)) {
    const varied = variedVenue(models, variant)
    venues[name] = varied.models
    wordsOf.set(name, varied.changed)
  }
  const alike = new Set([...wordsOf.values()].map((words) => words.join('\n'))).size <= 1
  const changed = [...wordsOf].flatMap(([name, words], i) => {
    if (alike) return i === 0 ? words : []
    return words.map((word) => `${name}: ${word}`)
  })
  return { scenario: { ...scenario, venues }, changed }
}

function variedVenue(
  { latency, feed, queue, fill, fees }: VenueModels,
  variant: ModelVariant,
): { readonly models: VenueModels; readonly changed: readonly string[] } {
  const to = MODELS[variant]
  const changed: string[] = []
  const varied = variedLatency(latency, variant, changed)
  const variedFeed = typeof feed === 'number' ? Math.round(feed * to.times) : feed
  if (variedFeed !== feed) changed.push(`feed ${timesOf(to)}`)
  const ownQueue = 'use' in queue
  if (ownQueue) changed.push(`queue ${queue.use} stays`)
  else if (queue.model !== to.queue) changed.push(`queue ${to.queue}`)
  const ownFill = 'use' in fill
  if (ownFill) changed.push(`fill ${fill.use} stays`)
  else if (fill.model !== to.fill) changed.push(`fill ${to.fill}`)
  const models: VenueModels = {
    latency: varied,
    feed: variedFeed,
    queue: ownQueue ? queue : { model: to.queue },
    fill: ownFill ? fill : { model: to.fill },
    fees,
  }
  return { models, changed }
}

function variedLatency(latency: LatencyChoice, variant: ModelVariant, changed: string[]): LatencyChoice {
  const { times } = MODELS[variant]
  if ('use' in latency || 'file' in latency) {
    changed.push(`latency ${'use' in latency ? latency.use : `as recorded in ${latency.file}`} stays`)
    return latency
  }
  if ('constant' in latency) {
    const [entry, response] = [latency.constant.entry * times, latency.constant.response * times].map(Math.round)
    if (entry !== latency.constant.entry || response !== latency.constant.response) {
      changed.push(`latency ${timesOf(MODELS[variant])}`)
    }
    return { constant: { entry: entry!, response: response! } }
  }
  if (latency.profile !== variant) changed.push(`latency ${latency.family} ${variant}`)
  return { family: latency.family, profile: variant }
}

function timesOf({ times }: VariantModels): string {
  return times > 1 ? 'doubled' : 'halved'
}
