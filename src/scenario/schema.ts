/**
 * What a scenario may say: every field with its meaning and its default. Checking, the JSON Schema for editors, the
 * full form and the reference in docs/scenario.md all come from here.
 */
import * as z from 'zod'
import { didYouMean } from '../core/nearest-name.ts'
import type { DataEntry, ScenarioFile } from './full-scenario.ts'
import { isAmount, type SizeLimit } from './quantities.ts'
import { expectations, misnamedFigures } from './schema-expect.ts'
import { decimal, type Field, name, ownModule, path, positiveDuration, positiveRate, size } from './schema-fields.ts'
import { matrix } from './schema-matrix.ts'
import { span } from './schema-span.ts'
import { venue } from './schema-venue.ts'

// Tick and quantity step cannot be changed here: the files hold prices and quantities as counts of them.
const instrument = z.strictObject({
  symbol: z.exactOptional(z.string().describe("The venue's string for it.")),
  venue: z.exactOptional(name.describe('Where it trades.')),
  lotSize: z.exactOptional(decimal.describe('Smallest order quantity.')),
  contract: z.exactOptional(z.enum(['linear', 'inverse']).describe('How price and quantity make money.')),
  contractSize: z.exactOptional(
    decimal.describe('Base per unit of quantity (linear), or its value in quote currency (inverse).'),
  ),
  base: z.exactOptional(z.string().describe('What quantity counts, such as BTC or contracts.')),
  settle: z.exactOptional(z.string().describe('Currency of profit and fees.')),
})

const files = z.array(path).min(1, { error: 'The list of files is empty.' })

const dataEntry: Field<DataEntry> = z.codec(
  z.xor([
    path.describe('Path to a market data file, relative to this file.'),
    files.describe('Files of one instrument that continue one another.'),
    z.strictObject({
      files: files.describe('Files of one instrument that continue one another.'),
      instrument: z.exactOptional(instrument.describe("What differs from the instrument of the files' manifest.")),
    }),
  ]),
  z.custom<DataEntry>(),
  {
    decode: (entry) => {
      if (typeof entry === 'string') return { files: [entry] }
      return Array.isArray(entry) ? { files: entry } : entry
    },
    encode: (entry) => {
      if (entry.instrument) return { files: [...entry.files], instrument: entry.instrument }
      return entry.files.length === 1 ? entry.files[0]! : [...entry.files]
    },
  },
)

const sizeLimit: Field<SizeLimit> = z.xor([
  size.describe('The same for all instruments.'),
  z.record(name, size).describe('By alias of the instrument.'),
])

const risk = z.strictObject({
  maxOrderSize: z.exactOptional(sizeLimit.describe('No order is larger. Unlimited by default.')),
  maxPosition: z.exactOptional(
    sizeLimit.describe(
      'If all open orders of a side were filled, the position would not pass this, long or short. Default: unlimited.',
    ),
  ),
  maxOrdersPerSecond: z.exactOptional(
    z
      .int()
      .min(1)
      .describe('No more submissions and modifications than this pass in any second. Unlimited by default.'),
  ),
  priceBand: z.exactOptional(
    positiveRate.describe(
      'Limit prices stay within this of the mid, either way; without a mid they are refused. No band by default.',
    ),
  ),
})

const scenario = z.strictObject({
  name: name.describe('Name of the scenario; runs are named after it.'),
  seed: z.int().min(0).prefault(1).describe('Seed of everything random in the run.'),
  data: z
    .record(name, dataEntry)
    .refine((entries) => Object.keys(entries).length > 0, {
      error: 'Has no instrument: give at least one "alias: path".',
    })
    .describe(
      'Market data: for each instrument an alias of your choice and its file. Tick, lot and venue are in the file.',
    ),
  span: z.exactOptional(span.describe('The part of the data that the run is on. All of it by default.')),
  venues: z
    .record(name, venue)
    .prefault({})
    .describe('Models of each venue, by its name in the data. A venue that is left out has all defaults.'),
  strategy: ownModule.describe('The strategy and its parameters.'),
  risk: risk.prefault({}).describe('Limits that the risk gate holds every command to.'),
  metrics: z
    .strictObject({
      sampleEvery: positiveDuration
        .prefault('10s')
        .describe('How often equity is sampled for drawdown, Sharpe and Sortino.'),
    })
    .prefault({})
    .describe('How results are measured.'),
  matrix: z.exactOptional(
    matrix.describe(
      'Fields by path, each with the values that it takes in turn: "hftsim compare" runs every combination. ' +
        'No part of what a run is made of.',
    ),
  ),
  expect: z.exactOptional(
    expectations.describe('What the run must come to: "hftsim test" checks it. No part of what a run is made of.'),
  ),
})

export const scenarioSchema: Field<ScenarioFile> = scenario.superRefine(({ data, risk, expect }, context) => {
  for (const [name, message] of expect ? misnamedFigures(expect, Object.keys(data)) : []) {
    context.addIssue({ code: 'custom', path: ['expect', name], message, params: { at: 'key' } })
  }
  for (const field of ['maxOrderSize', 'maxPosition'] as const) {
    const limit = risk[field]
    if (limit === undefined || isAmount(limit)) continue
    for (const alias of Object.keys(limit).filter((alias) => !Object.hasOwn(data, alias))) {
      const names = Object.keys(data)
      const accepted = `One of: ${names.join(', ')}.${didYouMean(alias, names)}`
      const message = `"${alias}" is not an instrument of this scenario. ${accepted}`
      context.addIssue({ code: 'custom', path: ['risk', field, alias], message })
    }
  }
})
