/** What strategies and plug-ins import. Everything else is reached through the command line. */

/** `log`, `exp` and `pow` with the same bits on every engine, where those of `Math` may differ in the last one. */
export * as math from './core/math.ts'
export type { Rng } from './core/rng.ts'
export { Side } from './core/units.ts'
export type { LatencyModel, LatencyPath } from './kernel/latency/latency-model.ts'
export type { Instrument } from './market/instrument.ts'
export type { BookView } from './market/l2-book.ts'
export type { Liquidity, OrderType, TimeInForce } from './market/orders.ts'
export type { ModelDeps, ModelFactory } from './scenario/models.ts'
export type { OrderView } from './trading/order.ts'
export type { ParamSpecs, Params } from './trading/params.ts'
export { param } from './trading/params.ts'
export type {
  FillEvent,
  InstrumentContext,
  NewOrder,
  Orders,
  PositionView,
  Quotes,
  StrategyContext,
  StrategyDefinition,
  StrategyHandlers,
  TradeEvent,
} from './trading/strategy.ts'
export { strategy } from './trading/strategy.ts'
export type { FeeableFill, FeeModel } from './venue/sim/fee/fee-model.ts'
export type { Execution, FillModel, OppositeSide } from './venue/sim/fill/fill-model.ts'
export type { QueueModel } from './venue/sim/queue/queue-model.ts'
