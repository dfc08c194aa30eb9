/**
 * The venue's part of an order's story: the order's own commands again, at the instants at which they arrived, with
 * phantoms of it beside. Throws where the venue answers otherwise than in the record.
 */
import { InputError } from '../../core/bug.ts'
import { toFloat } from '../../core/decimal.ts'
import { BUY, KIND_MASK, type MarketColumns, RowKind, SELL } from '../../market/columns.ts'
import { MarketMemory } from '../../market/market-memory.ts'
import type { Answer, ModifyOrder } from '../../market/orders.ts'
import type { Missing, StayMargin } from '../../report/story/order-story.ts'
import { SimulatedVenue } from '../../venue/sim/simulated-venue.ts'
import { type ArrivedCommand, keepsPlace, type Life } from './life.ts'
import { bestPrices, type PassVisitor } from './market-pass.ts'
import { type AnswerEntry, isLost, type OrderRecord } from './order-record.ts'
import { Phantoms } from './phantoms.ts'
import { QueueLog } from './queue-log.ts'
import type { RecordedMarket } from './recorded-market.ts'
import { type Question, Search } from './search.ts'

export interface ReExecutionOptions {
  readonly all: boolean
  readonly horizonNs: number
  /** How far the order's life is known. */
  readonly knownTs: number
  readonly questions: readonly Question[]
  /** Phantoms of a question at once. */
  readonly phantomsMax: number
}

/** Far above the client order ids of any run, and with those of every question within 32 bits, as ids are. */
const FIRST_PHANTOM = 2 ** 31
const PHANTOMS_APART = 2 ** 28

export class ReExecution implements PassVisitor {
  readonly watchFromTs: number
  readonly log: QueueLog
  readonly venue: SimulatedVenue
  /** Of this one pass: the venue's book is there, and the rows should be. */
  readonly memory: MarketMemory = new MarketMemory()
  readonly searches: readonly Search[]
  readonly answers: Answer[] = []
  stay: StayMargin | undefined
  /** How near the other side came while it rested. */
  nearest: Extract<Missing, { by: 'price' }> | undefined
  readonly #market: RecordedMarket
  readonly #record: OrderRecord
  readonly #life: Life
  readonly #knownTs: number
  readonly #stayed: Phantoms | undefined
  readonly #stayUntilTs: number
  #received = 0
  readonly #modifications: ModifyOrder[] = []
  readonly #later: ReadonlySet<ArrivedCommand>
  readonly #heard: readonly AnswerEntry[]
  #lastTs = Number.NEGATIVE_INFINITY
  #wasResting = false
  #tradesSeen = 0
  #priceTicks: number
  #leavesLots: number

  constructor(market: RecordedMarket, record: OrderRecord, life: Life, options: ReExecutionOptions) {
    const { submit } = record
    const { placement } = life
    this.#market = market
    this.#record = record
    this.#life = life
    this.#knownTs = options.knownTs
    this.#heard = record.answers.filter((entry) => !isLost(entry))
    this.#later = new Set(placement?.later)
    this.#priceTicks = submit.priceTicks
    this.#leavesLots = submit.lots
    this.log = new QueueLog(record.order, submit.side > 0 ? 1 : -1, market.instrument, options.all)
    const receive = (answer: Answer): void => this.#receive(answer)
    this.venue = new SimulatedVenue(market.instrument, market.models(), receive, this.log, this.memory)
    this.log.venue = this.venue
    this.watchFromTs = life.arrived.length === 0 ? Number.NEGATIVE_INFINITY : submit.ts
    this.searches =
      placement === undefined
        ? []
        : options.questions.map((question, i) => {
            return new Search(
              question,
              placement,
              this.venue,
              FIRST_PHANTOM + (i + 1) * PHANTOMS_APART,
              options.phantomsMax,
            )
          })
    const stays = life.outcome === 'canceled' && life.leavesLots > 0 && life.endTs !== undefined
    this.#stayUntilTs = stays ? life.endTs! + options.horizonNs : Number.NEGATIVE_INFINITY
    if (!stays || placement === undefined) return
    const span = { fromTs: placement.arrivalTs, toTs: placement.arrivalTs + 1 }
    this.stay = { longerNs: undefined, lots: 0, horizonNs: options.horizonNs, dataEnded: false }
    this.#stayed = new Phantoms(span, placement.submit, this.venue, FIRST_PHANTOM, 2, (phantom, exchTs) => {
      if (exchTs <= life.endTs! || this.stay!.longerNs !== undefined) return
      const lots = phantom.filledLots - life.filledSince.lots
      this.stay = { ...this.stay!, longerNs: exchTs - life.endTs!, lots }
    })
  }

  get endTs(): number {
    if (this.#life.arrived.length === 0) return Number.NEGATIVE_INFINITY
    let endTs = this.#knownTs
    if (this.stay !== undefined && this.stay.longerNs === undefined) endTs = Math.max(endTs, this.#stayUntilTs)
    // Asked for at every row.
    for (const search of this.searches) endTs = Math.max(endTs, search.endTs)
    return endTs
  }

  before(nextTs: number): void {
    const nowTs = Math.max(this.#lastTs, this.watchFromTs)
    const searched = this.searches.filter(({ settled }) => !settled).map(({ phantoms }) => phantoms)
    const all = this.#stayed === undefined ? searched : [...searched, this.#stayed]
    for (const phantoms of all) phantoms.spawn(this.#lastTs, nextTs, this.#modifications)
    for (const search of this.searches) search.arrived(nextTs, nowTs)
    let arrivalTs = nowTs
    const { arrived } = this.#life
    while (this.#received < arrived.length && arrived[this.#received]!.arrivalTs < nextTs) {
      const due = arrived[this.#received++]!
      arrivalTs = due.arrivalTs
      this.log.command = due.of.entry.seq
      this.venue.receive(due.command, due.arrivalTs)
      this.log.command = undefined
      if (due.command.kind !== 'ModifyOrder' || !this.#later.has(due)) continue
      this.#modifications.push(due.command)
      for (const phantoms of all) phantoms.modify(due.command, due.arrivalTs)
    }
    for (const search of this.searches) search.passed(nextTs, nowTs)
    this.#lastTs = nextTs
    this.#wasResting = this.venue.aheadOf(this.#record.order) !== undefined
    if (this.#wasResting && this.nearest === undefined) this.#approach(arrivalTs)
  }

  after(columns: MarketColumns, row: number): void {
    if (!this.#wasResting) return
    const ts = columns.exchTs[row]!
    const flags = columns.flags[row]!
    const against = this.#record.submit.side > 0 ? SELL : BUY
    const told = this.log.trades
    if ((flags & KIND_MASK) === RowKind.Trade && (flags & against) !== 0) {
      const tick = columns.priceTicks[row]!
      if (tick === this.#priceTicks && told === this.#tradesSeen) {
        this.log.passOver(toFloat(columns.qtySteps[row]!, this.#market.instrument.qtyStep))
      }
      this.#note((tick - this.#priceTicks) * this.#record.submit.side, 'trade', ts)
    }
    this.#tradesSeen = told
    this.#approach(ts)
    this.#wasResting = this.venue.aheadOf(this.#record.order) !== undefined
  }

  /** Whether the venue did something of which the run ended before it was heard. */
  get unheard(): boolean {
    return this.answers.length > this.#heard.length
  }

  /** Throws `InputError` where the venue's answers are not those of the record. */
  check(path: string): void {
    const { order, runEnd } = this.#record
    const differs = (what: string): InputError =>
      new InputError(
        { file: path, path: `order ${order}` },
        `${what} Data, models or version are not the record's: see hftsim replay.`,
      )
    for (const [i, heard] of this.#heard.entries()) {
      const answer = this.answers[i]
      const was = `by the record (entry ${heard.seq}) the venue answered ${heard.kind} at ${heard.exchTs},`
      if (answer === undefined) throw differs(`${was} and executed again it says nothing.`)
      const field = differentField(answer, heard)
      if (field === undefined) continue
      const now = `and executed again ${answer.kind} at ${answer.exchTs}`
      if (field === 'kind' || field === 'exchTs') throw differs(`${was} ${now}.`)
      throw differs(`${was} ${now} with another ${field}.`)
    }
    const more = this.answers[this.#heard.length]
    if (more === undefined || runEnd !== undefined) return
    throw differs(
      `executed again the venue answers ${more.kind} at ${more.exchTs} too, which the record does not have.`,
    )
  }

  #receive(answer: Answer): void {
    if (answer.order !== this.#record.order) {
      for (const { phantoms } of this.searches) phantoms.receive(answer)
      this.#stayed?.receive(answer)
      return
    }
    const heard = this.#heard[this.answers.length]
    this.answers.push(answer)
    const best = bestPrices(this.venue.book, this.#market.instrument)
    const event = { exchTs: answer.exchTs, answer, heardTs: heard?.ts, best }
    this.log.answered(answer.kind === 'OrderModified' ? { ...event, kept: this.#keeps(answer) } : event)
    if ('leavesLots' in answer) this.#leavesLots = answer.leavesLots
    if (answer.kind === 'OrderModified') {
      this.#priceTicks = answer.priceTicks
      this.nearest = undefined
    }
  }

  #keeps({ priceTicks, leavesLots, order }: Extract<Answer, { kind: 'OrderModified' }>): boolean {
    return keepsPlace(this.#priceTicks, this.#leavesLots, { kind: 'ModifyOrder', order, priceTicks, lots: leavesLots })
  }

  #approach(ts: number): void {
    const { side } = this.#record.submit
    const opposite = side > 0 ? this.venue.book.asks : this.venue.book.bids
    if (opposite.best !== opposite.none) this.#note((opposite.best - this.#priceTicks) * side, 'quote', ts)
  }

  #note(ticks: number, of: 'quote' | 'trade', exchTs: number): void {
    if (ticks < 0 || (this.nearest !== undefined && this.nearest.ticks <= ticks)) return
    this.nearest = { by: 'price', ticks, of, exchTs }
  }
}

/** The first field of an answer that its entry holds otherwise. */
function differentField(answer: Answer, entry: AnswerEntry): string | undefined {
  const recorded = entry as unknown as Readonly<Record<string, unknown>>
  for (const [field, value] of Object.entries(answer)) if (recorded[field] !== value) return field
  return undefined
}
