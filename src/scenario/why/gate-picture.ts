/**
 * What the risk gate looked at when it refused commands, folded from the journal up to each of them: the executor's
 * view of position and open orders, and the commands of the last second.
 */
import type { EntryOf, JournalEntry } from '../../journal/entries.ts'

export interface GatePicture {
  readonly positionLots: number
  /** Open on the side of the order, without it. */
  readonly openLots: number
  readonly sentInLastSecond: number
}

export interface RefusedCommand {
  readonly entry: EntryOf<'SubmitOrder'> | EntryOf<'ModifyOrder'>
  /** Of its order. */
  readonly side: number
}

interface OpenOrder {
  readonly instrument: number
  readonly side: number
  leavesLots: number
  modifyLots: number
}

const SECOND_NS = 1_000_000_000

/** The pictures by the seqs of the commands, in one pass that ends at the last of them. */
export function gatePictures(
  entries: Iterable<JournalEntry>,
  commands: readonly RefusedCommand[],
): ReadonlyMap<number, GatePicture> {
  const wanted = new Map(commands.map((command) => [command.entry.seq, command]))
  const pictures = new Map<number, GatePicture>()
  const fold = new GateFold()
  for (const entry of entries) {
    const command = wanted.get(entry.seq)
    if (command !== undefined) pictures.set(entry.seq, fold.picture(command))
    if (pictures.size === wanted.size) break
    fold.take(entry)
  }
  return pictures
}

class GateFold {
  readonly #open = new Map<number, OpenOrder>()
  /** By instrument. */
  readonly #positionLots = new Map<number, number>()
  /** Instants of the commands of the last second, from `#since` on. */
  #sentTs: number[] = []
  #since = 0
  /** Before the last modification, which may yet be refused. */
  #modifyLotsBefore = 0

  picture({ entry, side }: RefusedCommand): GatePicture {
    let openLots = 0
    for (const [id, order] of this.#open) {
      if (order.instrument !== entry.instrument || id === entry.order || order.side !== side) continue
      openLots += Math.max(order.leavesLots, order.modifyLots)
    }
    this.#forgetUpTo(entry.ts - SECOND_NS)
    return {
      positionLots: this.#positionLots.get(entry.instrument) ?? 0,
      openLots,
      sentInLastSecond: this.#sentTs.length - this.#since,
    }
  }

  take(entry: JournalEntry): void {
    if (entry.kind === 'SubmitOrder' || entry.kind === 'ModifyOrder') {
      this.#forgetUpTo(entry.ts - SECOND_NS)
      this.#sentTs.push(entry.ts)
    } else if (entry.kind === 'CommandRefused') this.#sentTs.pop()
    if (entry.kind === 'SubmitOrder') {
      const { instrument, side, lots } = entry
      this.#open.set(entry.order, { instrument, side, leavesLots: lots, modifyLots: 0 })
    }
    const order = 'order' in entry ? this.#open.get(entry.order) : undefined
    if (order !== undefined) this.#takeOf(order, entry)
  }

  #takeOf(order: OpenOrder, entry: JournalEntry): void {
    switch (entry.kind) {
      case 'ModifyOrder':
        this.#modifyLotsBefore = order.modifyLots
        order.modifyLots = entry.lots
        break
      case 'CommandRefused':
        if (entry.command === 'SubmitOrder') this.#open.delete(entry.order)
        else order.modifyLots = this.#modifyLotsBefore
        break
      case 'Fill': {
        const positionLots = this.#positionLots.get(entry.instrument) ?? 0
        this.#positionLots.set(entry.instrument, positionLots + order.side * entry.lots)
        order.leavesLots = entry.leavesLots
        if (entry.leavesLots === 0) this.#open.delete(entry.order)
        break
      }
      case 'OrderModified':
        order.leavesLots = entry.leavesLots
        order.modifyLots = 0
        break
      case 'ModifyRejected':
        order.modifyLots = 0
        break
      case 'OrderRejected':
      case 'OrderExpired':
      case 'OrderCanceled':
        this.#open.delete(entry.order)
    }
  }

  #forgetUpTo(ts: number): void {
    while (this.#since < this.#sentTs.length && this.#sentTs[this.#since]! <= ts) this.#since++
    if (this.#since < 4096) return
    this.#sentTs = this.#sentTs.slice(this.#since)
    this.#since = 0
  }
}
