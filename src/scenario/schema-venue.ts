/** The part of the schema that describes a venue: its links, its queue, its fills and its fees. */
import * as z from 'zod'
import { show } from '../core/quantity.ts'
import {
  type FeeChoice,
  FILL_MODELS,
  type FillChoice,
  LATENCY_FAMILIES,
  LATENCY_PROFILES,
  type LatencyChoice,
  QUEUE_MODELS,
  type QueueChoice,
  type QueueModelName,
  type VenueModels,
} from './full-scenario.ts'
import {
  duration,
  type Field,
  isModulePath,
  modelOrPath,
  money,
  needsModel,
  ownModule,
  PARAMS_NEED_MODULE,
  params,
  path,
  rate,
} from './schema-fields.ts'

const POWER_MODELS: readonly string[] = ['PowerProb', 'PowerProb2', 'PowerProb3'] satisfies QueueModelName[]

const latency: Field<LatencyChoice> = z.xor([
  z.strictObject({
    family: z
      .enum(LATENCY_FAMILIES)
      .prefault('cloud')
      .describe(
        'cloud: milliseconds with heavy tails, fitted to measured orders. colo: nanoseconds, for a desk at the venue.',
      ),
    profile: z.enum(LATENCY_PROFILES).prefault('realistic').describe('How good the times of the family are.'),
  }),
  z.strictObject({
    constant: z
      .strictObject({
        entry: duration.describe('From the trader to the venue.'),
        response: duration.describe('From the venue back to the trader.'),
      })
      .describe('The same times for every order.'),
  }),
  z.strictObject({
    file: path.describe('Path to recorded (request, exchange, response) stamps, between which times are interpolated.'),
  }),
  ownModule,
])

const feed: Field<VenueModels['feed']> = z.xor([z.enum(['data', 'modelled']), duration], {
  error: ({ input }) => `${show(input)} is not accepted. One of: data, modelled, or a duration such as "5ms".`,
})

const queueInput = z
  .strictObject({
    model: modelOrPath('a queue model', QUEUE_MODELS)
      .prefault('RiskAverse')
      .describe(
        'How an order moves up while others at its price trade and cancel. RiskAverse gives the fewest fills, ' +
          'CancelsAhead the most.',
      ),
    n: z.exactOptional(
      z
        .number()
        .positive({ error: 'Must be more than 0.' })
        .describe('Exponent of the PowerProb models, which have 3 by default.'),
    ),
    params: z.exactOptional(params.describe('What a module of yours is given, by name.')),
  })
  .meta({ allOf: [needsModel('n', { enum: POWER_MODELS }), PARAMS_NEED_MODULE] })

const queue: Field<QueueChoice> = z.codec(queueInput, z.custom<QueueChoice>(), {
  decode: ({ model, n, params }, context) => {
    const wrong = (key: string, why: string): void => {
      context.issues.push({ code: 'custom', path: [key], message: why, input: key })
    }
    const isPower = POWER_MODELS.includes(model)
    if (n !== undefined && !isPower)
      wrong('n', `Only ${POWER_MODELS.join(', ')} have an exponent: leave it out with ${model}.`)
    if (isModulePath(model)) return { use: model, params: params ?? {} }
    if (params) wrong('params', 'Only a module of yours takes parameters: leave them out.')
    return isPower ? { model: model as QueueModelName, n: n ?? 3 } : { model: model as QueueModelName }
  },
  encode: (choice) => ('use' in choice ? { model: choice.use, params: choice.params } : choice),
})

const fillInput = z
  .strictObject({
    model: modelOrPath('a fill model', FILL_MODELS)
      .prefault('NoPartialFill')
      .describe('Whether an order is filled in part by what traded, or only as a whole.'),
    params: z.exactOptional(params.describe('What a module of yours is given, by name.')),
  })
  .meta({ allOf: [PARAMS_NEED_MODULE] })

const fill: Field<FillChoice> = z.codec(fillInput, z.custom<FillChoice>(), {
  decode: ({ model, params }, context) => {
    if (isModulePath(model)) return { use: model, params: params ?? {} }
    if (params) {
      const message = 'Only a module of yours takes parameters: leave them out.'
      context.issues.push({ code: 'custom', path: ['params'], message, input: params })
    }
    return { model: model as (typeof FILL_MODELS)[number] }
  },
  encode: (choice) => ('use' in choice ? { model: choice.use, params: choice.params } : choice),
})

const sideRates = {
  buyer: rate.prefault('0bp').describe('Share of the value that a buyer pays on top.'),
  seller: rate.prefault('0bp').describe('Share of the value that a seller pays on top, such as a stamp duty.'),
}

const moneyFees = (per: 'quantity' | 'trade', of: string) =>
  z.strictObject({
    per: z.literal(per).describe(`Money for each ${of}.`),
    maker: money.describe(`Fee for each ${of} as maker; negative is a rebate.`),
    taker: money.describe(`Fee for each ${of} as taker.`),
    ...sideRates,
  })

const fees: Field<FeeChoice> = z.xor([
  z.strictObject({
    per: z.literal('value').prefault('value').describe('A share of the value traded.'),
    maker: rate.prefault('0bp').describe('Share of the value as maker; negative is a rebate.'),
    taker: rate.prefault('0bp').describe('Share of the value as taker.'),
    ...sideRates,
  }),
  moneyFees('quantity', 'unit of quantity'),
  moneyFees('trade', 'fill'),
  ownModule,
])

const venueInput = z.strictObject({
  latency: latency.prefault({}).describe('How long orders and answers travel.'),
  feed: z.exactOptional(
    feed.describe(
      'Where the delay of market data comes from: its stamps (data), the latency model (modelled) or one fixed time. ' +
        'By default modelled with a profile or a module, data with constant times or a file.',
    ),
  ),
  queue: queue.prefault({}).describe('Model of our place in the queue.'),
  fill: fill.prefault({}).describe('Model of how much is filled.'),
  fees: fees.prefault({}).describe('What trading costs. Free by default: state what your venue takes.'),
})

/** A venue with its defaults; the default of `feed` follows from the latency. */
export const venue: Field<VenueModels> = z.codec(venueInput, z.custom<VenueModels>(), {
  decode: ({ latency, feed, ...models }, context) => {
    const hasFeed = !('constant' in latency || 'file' in latency)
    if (feed === 'modelled' && !hasFeed) {
      const message =
        'Constant times and files have no delay for market data. One of: data, or a duration such as "5ms".'
      context.issues.push({ code: 'custom', path: ['feed'], message, input: feed })
    }
    return { latency, feed: feed ?? (hasFeed ? 'modelled' : 'data'), ...models }
  },
  encode: (models) => models,
})
