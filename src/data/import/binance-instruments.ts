/**
 * Instruments of Binance whose steps are known here, and what follows from the name of the others. The recordings do
 * not say tick, lot or contract; these are the exchange's specification at the time of the recordings that tests use.
 */
import { InputError, type InputPlace } from '../../core/bug.ts'
import { decimalStep } from '../../core/decimal.ts'
import { type InstrumentSpec, instrumentFrom, specOf } from '../../market/instrument.ts'

export const BINANCE_VENUES = ['binance-usdm', 'binance-coinm', 'binance-spot'] as const
export type BinanceVenue = (typeof BINANCE_VENUES)[number]

export interface InstrumentSteps {
  /** Smallest price step, such as "0.10". */
  readonly tickSize?: string | undefined
  /** Smallest order quantity, such as "0.001". */
  readonly lotSize?: string | undefined
  /** Finest quantity in the recording; divides the lot. By default 0.00000001 on spot, elsewhere the lot. */
  readonly qtyStep?: string | undefined
}

type KnownSteps = Readonly<Record<string, Required<Pick<InstrumentSteps, 'tickSize' | 'lotSize'>>>>

const KNOWN_STEPS: Readonly<Record<BinanceVenue, KnownSteps>> = {
  'binance-usdm': {
    BTCUSDT: { tickSize: '0.1', lotSize: '0.001' },
    ETHUSDT: { tickSize: '0.01', lotSize: '0.001' },
  },
  'binance-coinm': {
    BTCUSD_PERP: { tickSize: '0.1', lotSize: '1' },
    ETHUSD_PERP: { tickSize: '0.01', lotSize: '1' },
  },
  'binance-spot': {
    BTCUSDT: { tickSize: '0.01', lotSize: '0.00001' },
    ETHUSDT: { tickSize: '0.01', lotSize: '0.0001' },
  },
}

/** Every quantity on spot is a multiple of this: levels placed under older rules are finer than the lot. */
export const SPOT_QTY_STEP = '0.00000001'
const QUOTES = ['USDT', 'USDC', 'FDUSD', 'BUSD', 'TUSD', 'BTC', 'ETH', 'BNB', 'EUR', 'TRY', 'BRL', 'JPY'] as const

/**
 * The instrument of a symbol that was met at `place`, in full. `steps` win over what is known. Throws `InputError`
 * where steps are missing.
 */
export function binanceInstrument(
  venue: BinanceVenue,
  symbol: string,
  steps: InstrumentSteps,
  place: InputPlace = {},
): Required<InstrumentSpec> {
  const known = Object.hasOwn(KNOWN_STEPS[venue], symbol) ? KNOWN_STEPS[venue][symbol] : undefined
  const tickSize = steps.tickSize ?? known?.tickSize
  const lotSize = steps.lotSize ?? known?.lotSize
  if (tickSize === undefined || lotSize === undefined) {
    const missing = [tickSize === undefined ? '--tick' : '', lotSize === undefined ? '--lot' : ''].filter(Boolean)
    const names = Object.keys(KNOWN_STEPS[venue]).join(', ')
    throw new InputError(
      { ...place, path: 'symbol' },
      `the steps of ${symbol} on ${venue} are not known here (known: ${names}). Give ${missing.join(' and ')}, ` +
        'such as --tick 0.01 --lot 0.001.',
    )
  }
  const terms = venue === 'binance-coinm' ? inverseTerms(symbol, place) : linearTerms(symbol, place)
  const qtyStep = steps.qtyStep ?? (venue === 'binance-spot' ? finest(lotSize, SPOT_QTY_STEP) : lotSize)
  return specOf(instrumentFrom({ symbol, venue, tickSize, lotSize, qtyStep, ...terms }, 0))
}

type Terms = Pick<InstrumentSpec, 'contract' | 'contractSize' | 'base' | 'settle'>

/** COIN-M: one contract is worth 100 USD in BTC and 10 USD in every other coin, and settles in the coin. */
function inverseTerms(symbol: string, place: InputPlace): Terms {
  const coin = /^([A-Z0-9]+)USD_/.exec(symbol)?.[1]
  if (!coin) {
    throw new InputError({ ...place, path: 'symbol' }, `"${symbol}" is no COIN-M symbol such as BTCUSD_PERP.`)
  }
  return { contract: 'inverse', contractSize: coin === 'BTC' ? '100' : '10', base: 'contracts', settle: coin }
}

function linearTerms(symbol: string, place: InputPlace): Terms {
  const pair = symbol.replace(/_\d{6}$/, '')
  const quote = QUOTES.find((name) => pair.endsWith(name) && pair.length > name.length)
  if (!quote) {
    throw new InputError(
      { ...place, path: 'symbol' },
      `cannot tell base and quote of "${symbol}"; known quotes: ${QUOTES.join(', ')}.`,
    )
  }
  return { contract: 'linear', contractSize: '1', base: pair.slice(0, -quote.length), settle: quote }
}

/** The finer of two steps; a lot that is no decimal is refused later, by name. */
function finest(lotSize: string, qtyStep: string): string {
  const lot = decimalStep(lotSize)
  const step = decimalStep(qtyStep)!
  return lot && lot.numerator / lot.scale < step.numerator / step.scale ? lotSize : qtyStep
}
