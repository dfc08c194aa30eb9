/** The asset and the rows of a micro market as a market of ours. */
import { parseDecimal } from '../../../../src/core/decimal.ts'
import type { FaultModel } from '../../../../src/kernel/fault/fault-model.ts'
import { createInterpolatedRefusals } from '../../../../src/kernel/fault/interpolated-refusals.ts'
import { createConstantLatency } from '../../../../src/kernel/latency/constant.ts'
import { createInterpolatedLatency } from '../../../../src/kernel/latency/interpolated.ts'
import { BUY, NO_PRICE, RowKind, SELL, TRADER_SEES, VENUE_SEES } from '../../../../src/market/columns.ts'
import type { FeeModel } from '../../../../src/venue/sim/fee/fee-model.ts'
import { flatFee, quantityFee, valueFee } from '../../../../src/venue/sim/fee/fees.ts'
import { PartialFill } from '../../../../src/venue/sim/fill/partial-fill.ts'
import {
  logProb,
  logProb2,
  ProbabilityQueue,
  powerProb,
  powerProb2,
  powerProb3,
} from '../../../../src/venue/sim/queue/probability-queue.ts'
import type { QueueModel } from '../../../../src/venue/sim/queue/queue-model.ts'
import { RiskAverseQueue } from '../../../../src/venue/sim/queue/risk-averse.ts'
import { columnsOf, unitInstrument } from '../../../fakes/market-text.ts'
import type { SimulatedMarket } from '../../../fakes/simulation.ts'
import type { Micro } from './case.ts'

const KINDS = {
  depth: RowKind.Depth,
  trade: RowKind.Trade,
  clear: RowKind.Clear,
  snapshot: RowKind.Snapshot,
  bbo: RowKind.Bbo,
}

export function marketOf({ asset, events }: Micro): SimulatedMarket {
  const { tick_size, lot_size, kind, contract_size } = asset.instrument
  const qtyStep = '0.001'
  const instrument = unitInstrument({
    tickSize: String(tick_size),
    lotSize: String(lot_size),
    qtyStep,
    contract: kind,
    contractSize: String(contract_size),
  })
  const rows = columnsOf(
    events.map((event) => ({
      exchTs: event.exch_ts,
      localTs: event.local_ts,
      flags:
        KINDS[event.kind] |
        (event.side === 'buy' ? BUY : event.side === 'sell' ? SELL : 0) |
        (event.exch ? VENUE_SEES : 0) |
        (event.local ? TRADER_SEES : 0),
      // Half away from zero on the quotient, as the reference rounds.
      priceTicks: event.px === null ? NO_PRICE : Math.floor(event.px / tick_size + 0.5),
      qtySteps: Math.round(event.qty * 1000),
    })),
  )
  return {
    instrument,
    rows,
    ...journeyOf(asset.latency),
    queue: queueOf(asset.queue),
    ...(asset.exchange === 'partial_fill' ? { fill: new PartialFill() } : {}),
    fee: feeOf(asset.fee, instrument),
  }
}

function journeyOf({
  constant,
  rows,
}: Micro['asset']['latency']): Pick<SimulatedMarket, 'entry' | 'response' | 'fault'> {
  if (rows !== undefined) {
    const table = {
      length: rows.length,
      requestTs: Float64Array.from(rows, (row) => row[0]),
      exchTs: Float64Array.from(rows, (row) => row[1]),
      responseTs: Float64Array.from(rows, (row) => row[2]),
      refused: Uint8Array.from(rows, (row) => Number(row[1] === 0)),
    }
    const fault = createInterpolatedRefusals(table)
    return { entry: createInterpolatedLatency(table), response: createInterpolatedLatency(table), fault }
  }
  const [entryNs, responseNs] = constant!
  const fault: FaultModel = { verdict: () => 'refuse', refusalDelayNs: () => -entryNs }
  const model = createConstantLatency({ feedNs: 0, entryNs: Math.max(entryNs, 0), responseNs })
  return { entry: model, response: model, ...(entryNs < 0 ? { fault } : {}) }
}

function queueOf({ name, n = 1 }: Micro['asset']['queue']): () => QueueModel {
  switch (name) {
    case 'power_prob1':
      return () => new ProbabilityQueue(powerProb(n))
    case 'power_prob2':
      return () => new ProbabilityQueue(powerProb2(n))
    case 'power_prob3':
      return () => new ProbabilityQueue(powerProb3(n))
    case 'log_prob1':
      return () => new ProbabilityQueue(logProb())
    case 'log_prob2':
      return () => new ProbabilityQueue(logProb2())
    default:
      return () => new RiskAverseQueue()
  }
}

function feeOf({ kind, maker, taker }: Micro['asset']['fee'], instrument: SimulatedMarket['instrument']): FeeModel {
  const noSides = { buyerPpb: 0, sellerPpb: 0 }
  const atoms = (value: number): bigint => BigInt(Math.round(value * 10 ** instrument.moneyDecimals))
  if (kind === 'flat') return flatFee(atoms(maker), atoms(taker), noSides)
  if (kind === 'value') return valueFee(Math.round(maker * 1e9), Math.round(taker * 1e9), noSides)
  return quantityFee(parseDecimal(String(maker))!, parseDecimal(String(taker))!, instrument, noSides)
}
