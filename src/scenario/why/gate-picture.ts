/**
 * What the risk gate looked at when it refused a command, folded from the journal up to there: the executor's view of
 * position and open orders, and the commands of the last second.
 */
import type { EntryOf, JournalEntry } from '../../journal/entries.ts'

export interface GatePicture {
  readonly positionLots: number
  /** Open on the side of the order, without it. */
  readonly openLots: number
  readonly sentInLastSecond: number
}

interface OpenOrder {
  readonly side: number
  leavesLots: number
  modifyLots: number
}

const SECOND_NS = 1_000_000_000

/** `command`: the one that was refused. Reads the entries before it. */
export function gatePictureAt(
  entries: Iterable<JournalEntry>,
  command: EntryOf<'SubmitOrder'> | EntryOf<'ModifyOrder'>,
  side: number,
): GatePicture {
  const open = new Map<number, OpenOrder>()
  let positionLots = 0
  let sentTs: number[] = []
  let before: { readonly order: number; readonly modifyLots: number } | undefined
  for (const entry of entries) {
    if (entry.seq >= command.seq) break
    if (entry.kind === 'SubmitOrder' || entry.kind === 'ModifyOrder') {
      if (sentTs.length > 10_000) sentTs = sentTs.filter((ts) => ts > entry.ts - SECOND_NS)
      sentTs.push(entry.ts)
    } else if (entry.kind === 'CommandRefused') sentTs.pop()
    if (!('instrument' in entry) || entry.instrument !== command.instrument || !('order' in entry)) continue
    if (entry.kind === 'SubmitOrder') open.set(entry.order, { side: entry.side, leavesLots: entry.lots, modifyLots: 0 })
    const order = open.get(entry.order)
    if (order === undefined) continue
    switch (entry.kind) {
      case 'ModifyOrder':
        before = { order: entry.order, modifyLots: order.modifyLots }
        order.modifyLots = entry.lots
        break
      case 'CommandRefused':
        if (entry.command === 'SubmitOrder') open.delete(entry.order)
        else order.modifyLots = before?.modifyLots ?? 0
        break
      case 'Fill':
        positionLots += order.side * entry.lots
        order.leavesLots = entry.leavesLots
        if (entry.leavesLots === 0) open.delete(entry.order)
        break
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
        open.delete(entry.order)
    }
  }
  let openLots = 0
  for (const [id, order] of open) {
    if (id !== command.order && order.side === side) openLots += Math.max(order.leavesLots, order.modifyLots)
  }
  return { positionLots, openLots, sentInLastSecond: sentTs.filter((ts) => ts > command.ts - SECOND_NS).length }
}
