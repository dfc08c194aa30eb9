/**
 * What the venue of one instrument is made of in a recorded run: its rows and its models, from the journal's own head.
 * The strategy is not loaded; data and models must be what they were.
 */
import { resolve } from 'node:path'
import { Bug, InputError } from '../../core/bug.ts'
import { concatSources } from '../../data/concat-source.ts'
import type { DataSource } from '../../data/data-source.ts'
import { type MarketFile, openMarketFile } from '../../data/market-file-reader.ts'
import { spanSource } from '../../data/span-source.ts'
import { type Instrument, instrumentFrom } from '../../market/instrument.ts'
import type { VenueModels } from '../../venue/sim/simulated-venue.ts'
import type { RiskLimits } from '../full-scenario.ts'
import { feeModel, fillModel, type LoadedParts, type ModelFactory, queueModel } from '../models.ts'
import type { RunManifest } from '../prepare.ts'
import { spanOf } from '../span.ts'
import { loadPlugin } from '../strategy-loader.ts'

export interface RecordedMarket {
  readonly instrument: Instrument
  readonly alias: string
  readonly risk: RiskLimits
  /** The trader sees what the venue sees: arrival times are modelled. */
  readonly feedIsModelled: boolean
  /** A fresh source over the rows. */
  source(): DataSource
  /** Fresh models, as the venue of the run had them. */
  models(): VenueModels
}

/** Paths are relative to `from`. Throws `InputError` where data or code are not the record's. */
export async function openRecordedMarket(manifest: RunManifest, id: number, from: string): Promise<RecordedMarket> {
  const { alias, ...spec } = manifest.instruments[id]!
  const instrument = instrumentFrom(spec, id)
  const choices = manifest.scenario.venues[instrument.venue]!
  const files: MarketFile[] = []
  for (const { file, rows, contentHash } of manifest.data[id]!) {
    const opened = await openMarketFile(resolve(from, file))
    const is = opened.manifest
    if (is.contentHash !== contentHash || is.rows !== rows) {
      const was = `${rows} rows with hash ${contentHash.slice(0, 12)}…`
      const now = `${is.rows} with ${is.contentHash.slice(0, 12)}…`
      throw new InputError({ file: opened.path }, `the run was recorded on ${was}, and here are ${now}.`)
    }
    files.push(opened)
  }
  const modules = new Map<string, ModelFactory<unknown>>()
  const named = { 'a queue model': choices.queue, 'a fill model': choices.fill, 'a fee model': choices.fees }
  for (const [what, choice] of Object.entries(named)) {
    if (!('use' in choice) || modules.has(choice.use)) continue
    const { factory, codeHash } = await loadPlugin<ModelFactory<unknown>>(resolve(from, choice.use), what)
    if (codeHash !== manifest.code[choice.use]) {
      throw new InputError({ file: choice.use }, 'is not the code that the run was recorded with.')
    }
    modules.set(choice.use, factory)
  }
  const parts: LoadedParts = { modules, latencyRows: new Map() }
  const deps = { instrument }
  const epochNs = BigInt(manifest.epochNs)
  // It was held against the data when the run was prepared.
  const problemAt = (_at: unknown, message: string): never => {
    throw new Bug(message)
  }
  const span = spanOf({ full: manifest.scenario, problemAt }, [], epochNs)
  return {
    instrument,
    alias,
    risk: manifest.scenario.risk,
    feedIsModelled: choices.feed !== 'data',
    source() {
      const source = concatSources(files, epochNs)
      return span === undefined ? source : spanSource(source, { ...span, stepsPerLot: instrument.stepsPerLot })
    },
    models: () => ({
      queue: queueModel(choices.queue, parts, deps),
      fill: fillModel(choices.fill, parts, deps),
      fee: feeModel(choices.fees, parts, deps),
    }),
  }
}
