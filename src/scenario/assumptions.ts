/** What the models of a scenario assume, and where that ends, in words: a reader decides by them. */
import { formatDuration, formatRate } from '../core/quantity.ts'
import type { Assumption } from '../report/run-report.ts'
import type {
  FeeChoice,
  FillChoice,
  FillModelName,
  FullScenario,
  LatencyChoice,
  QueueChoice,
  QueueModelName,
  VenueModels,
} from './full-scenario.ts'
import type { PreparedRun } from './prepare.ts'

type Words = Pick<Assumption, 'model' | 'says' | 'limit'>

const OWN_MODULE = 'Nothing is known of it here: read the module.'

/** By venue, in the order of the instruments; venues with the same models are told once. */
export function assumptionsOf({ scenario, instruments }: Pick<PreparedRun, 'scenario' | 'instruments'>): Assumption[] {
  const venues = [...new Set(instruments.map(({ instrument }) => instrument.venue))]
  const told = venues.map((venue) => ({ venue, assumptions: ofVenue(scenario.venues[venue]!) }))
  const alike = new Set(told.map(({ assumptions }) => JSON.stringify(assumptions))).size <= 1
  const models = alike
    ? (told[0]?.assumptions ?? [])
    : told.flatMap(({ venue, assumptions }) =>
        assumptions.map((each) => ({ ...each, topic: `${each.topic} at ${venue}` })),
      )
  return [MARKET, ...models, ...marks(scenario)]
}

const MARKET: Assumption = {
  topic: 'Market',
  model: 'replay of recorded events, level 2',
  says: 'The market goes on as it was recorded, whatever we do; our orders change neither its book nor its trades.',
  limit:
    'Each of our orders sees the whole of what is shown and traded, also when several compete for it. The larger our ' +
    'size against the market, the less it holds: see the self-impact figures.',
}

function marks({ metrics }: FullScenario): Assumption[] {
  return [
    {
      topic: 'Valuation',
      model: `mid of the trader's book every ${formatDuration(metrics.sampleEvery)}`,
      says: 'An open position is worth the middle of the best prices that the trader saw last.',
      limit:
        'Closing it would cost half the spread and fees, more for a large one. Falls between two samples are not seen.',
    },
  ]
}

function ofVenue({ latency, feed, queue, fill, fees }: VenueModels): Assumption[] {
  return [
    { topic: 'Order latency', ...latencyWords(latency) },
    { topic: 'Feed latency', ...feedWords(feed, latency) },
    { topic: 'Queue', ...queueWords(queue) },
    { topic: 'Fills', ...fillWords(fill) },
    { topic: 'Fees', ...feeWords(fees) },
  ]
}

function latencyWords(choice: LatencyChoice): Words {
  if ('use' in choice)
    return { model: choice.use, says: 'Latency as a module of your own draws it.', limit: OWN_MODULE }
  if ('file' in choice) {
    return {
      model: choice.file,
      says: 'Latency is interpolated between measured round trips, by time; refused requests are refused here too.',
      limit:
        'Before the first and after the last measurement that measurement holds. Other hours and other hosts differ.',
    }
  }
  if ('constant' in choice) {
    const { entry, response } = choice.constant
    return {
      model: `constant, ${formatDuration(entry)} there and ${formatDuration(response)} back`,
      says: 'Every command and every answer takes the same time.',
      limit: 'Real latency has a tail, and it is worst when the market moves most, which is when it costs most.',
    }
  }
  const { family, profile } = choice
  return family === 'cloud'
    ? {
        model: `cloud, ${profile}`,
        says: 'Times are drawn from distributions fitted to measured orders, each independently of the others.',
        limit:
          'Slow moments do not come in clusters here, and do not follow the load of the market, as they do in truth.',
      }
    : {
        model: `colo, ${profile}`,
        says: "A fixed time for each leg, as at a desk in the venue's data centre, with a jitter of up to 20 ns.",
        limit: 'Round numbers, not measurements; bursts, load and the computing time of the strategy are left out.',
      }
}

function feedWords(feed: VenueModels['feed'], latency: LatencyChoice): Words {
  if (feed === 'data') {
    return {
      model: 'as recorded',
      says: 'Market data reaches the trader when it reached the recorder.',
      limit: "It is the recorder's place and line, and its clock: where that was off, so is this.",
    }
  }
  if (feed === 'modelled') {
    return {
      model: `modelled, by ${latencyWords(latency).model}`,
      says: 'The delay of each message is drawn anew from the latency model; messages keep their order.',
      limit: 'The recorded arrival times are not used, nor what they say of load.',
    }
  }
  return {
    model: `constant, ${formatDuration(feed)}`,
    says: 'Each message takes the same time to the trader.',
    limit: 'Real feeds are slowest when most happens.',
  }
}

const ESTIMATE = 'It is an estimate: the feed shows how much stands at a price, not whose orders those are.'

const QUEUE: Readonly<Record<QueueModelName, Pick<Words, 'says' | 'limit'>>> = {
  RiskAverse: {
    says: 'Only trades move an order forward; whoever leaves the level is taken to have stood behind us.',
    limit: `${ESTIMATE} It gives the fewest fills of all models.`,
  },
  PowerProb: shared('by a power of what is ahead and behind'),
  PowerProb2: shared('by a power of what is behind against the whole'),
  PowerProb3: shared('by a power of the share that is ahead'),
  LogProb: shared('by logarithms of what is ahead and behind'),
  LogProb2: shared('by logarithms of what is behind against the whole'),
  CancelsAhead: {
    says: 'Whoever leaves the level is taken to have stood ahead of us, so every cancel moves us forward.',
    limit: `${ESTIMATE} It gives the most fills of all models: a bound, not a guess.`,
  },
}

function shared(how: string): Pick<Words, 'says' | 'limit'> {
  return {
    says: `What leaves a level without a trade is shared between those ahead of us and those behind, ${how}.`,
    limit: `${ESTIMATE} It is not fitted to this market; fills that hang on it are marked as queue-dependent.`,
  }
}

function queueWords(choice: QueueChoice): Words {
  if ('use' in choice) return { model: choice.use, says: 'Our place follows a module of your own.', limit: OWN_MODULE }
  const { model, n } = choice
  return { model: n === undefined ? model : `${model}, n = ${n}`, ...QUEUE[model] }
}

const FILL: Readonly<Record<FillModelName, Pick<Words, 'says' | 'limit'>>> = {
  NoPartialFill: {
    says: 'An order is executed as a whole at one price, by any lot that reaches it.',
    limit: 'It takes liquidity that may not be there: fills larger than what was shown are marked as size-dependent.',
  },
  PartialFill: {
    says: 'An order is executed by what is there, level by level and trade by trade.',
    limit:
      'What we took is there again for our next order; what a good-till-cancel order finds short of its size is ' +
      'executed at its limit all the same.',
  },
}

function fillWords(choice: FillChoice): Words {
  if ('use' in choice) return { model: choice.use, says: 'Sizes follow a module of your own.', limit: OWN_MODULE }
  return { model: choice.model, ...FILL[choice.model] }
}

function feeWords(choice: FeeChoice): Words {
  if ('use' in choice) return { model: choice.use, says: 'Fees follow a module of your own.', limit: OWN_MODULE }
  const amounts =
    choice.per === 'value'
      ? `maker ${formatRate(choice.maker)}, taker ${formatRate(choice.taker)} of the value`
      : `maker ${choice.maker.amount} ${choice.maker.unit}, taker ${choice.taker.amount} ${choice.taker.unit} a ` +
        (choice.per === 'trade' ? 'fill' : 'unit')
  const sides = [
    ...(choice.buyer === 0 ? [] : [`buyer ${formatRate(choice.buyer)}`]),
    ...(choice.seller === 0 ? [] : [`seller ${formatRate(choice.seller)}`]),
  ]
  return {
    model: [amounts, ...sides].join(', '),
    says: 'One schedule for the whole run, charged with each fill.',
    limit: 'Tiers that depend on volume, funding payments, borrowing and taxes on profit are left out.',
  }
}
