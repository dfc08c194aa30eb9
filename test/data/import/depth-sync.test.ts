import { describe, expect, test } from 'vitest'
import type { DepthMessage, SnapshotMessage } from '../../../src/data/import/binance-message.ts'
import { DepthSync } from '../../../src/data/import/depth-sync.ts'

/** Drives a synchroniser and writes down what comes out. Stamps: `exch/local`. */
class Desk {
  readonly log: string[] = []
  readonly #now = { exchTs: 0, localTs: 0, file: 'a', line: 0 }
  readonly #sync = new DepthSync({
    snapshot: (message, { exchTs, localTs }) => this.log.push(`snapshot ${message.lastId} at ${exchTs}/${localTs}`),
    depth: (message, { exchTs, localTs }) => this.log.push(`depth ${message.lastId} at ${exchTs}/${localTs}`),
    broken: (what) => this.log.push(`broken: ${what}`),
    leftOut: (policy, message) => this.log.push(`${policy} ${message.lastId}`),
    late: (message) => this.log.push(`late ${message.lastId}`),
    unusedSnapshot: (message) => this.log.push(`unused ${message.lastId}`),
  })

  futures(firstId: number, lastId: number, previousId: number): this {
    return this.#depth({ ...EMPTY_DEPTH, firstId, lastId, previousId })
  }

  spot(firstId: number, lastId: number): this {
    return this.#depth({ ...EMPTY_DEPTH, firstId, lastId, previousId: undefined })
  }

  /** Without `exchTs` it is a snapshot of spot. */
  snapshot(lastId: number, exchTs = Number.NaN): this {
    this.#now.localTs += 10
    this.#sync.onSnapshot({ ...EMPTY_SNAPSHOT, lastId }, { ...this.#now, exchTs })
    return this
  }

  end(): string[] {
    this.#sync.end()
    return this.log
  }

  #depth(message: DepthMessage): this {
    this.#now.localTs += 10
    this.#sync.onDepth(message, { ...this.#now, exchTs: this.#now.localTs - 5 })
    return this
  }
}

const EMPTY_DEPTH = { kind: 'depth', symbol: 'X', exchMs: 0, bids: [], asks: [] } as const
const EMPTY_SNAPSHOT: SnapshotMessage = { ...EMPTY_DEPTH, kind: 'snapshot', lastId: 0 }

describe('futures', () => {
  test('the message that joins stood before the snapshot and is applied behind it', () => {
    const desk = new Desk().futures(1, 4, 0).futures(5, 9, 4).futures(12, 15, 9).snapshot(7, 100).futures(16, 20, 15)
    expect(desk.end()).toEqual([
      'before-snapshot 4',
      'snapshot 7 at 15/40',
      'late 9',
      'depth 9 at 15/40',
      'late 15',
      'depth 15 at 25/40',
      'depth 20 at 45/50',
    ])
  })

  test('S may equal U and may equal u of the message that joins', () => {
    expect(new Desk().futures(5, 9, 4).snapshot(9, 1).log).toContain('depth 9 at 5/20')
    expect(new Desk().futures(5, 9, 4).snapshot(5, 1).log).toContain('depth 9 at 5/20')
  })

  test('the message that joins may follow the snapshot', () => {
    const desk = new Desk().futures(1, 4, 0).snapshot(7, 18).futures(2, 6, 1).futures(5, 9, 4)
    expect(desk.log).toEqual(['before-snapshot 4', 'snapshot 7 at 18/20', 'before-snapshot 6', 'depth 9 at 35/40'])
  })

  test('a snapshot older than the first message joins nothing, and the next one is taken', () => {
    const desk = new Desk().futures(10, 14, 9).snapshot(8, 1).snapshot(12, 2)
    expect(desk.log).toEqual(['unused 8', 'snapshot 12 at 2/30', 'late 14', 'depth 14 at 5/30'])
  })

  test('a broken chain waits for the next snapshot', () => {
    const desk = new Desk().snapshot(4, 1).futures(3, 6, 2).futures(9, 12, 8).futures(13, 14, 12).snapshot(13, 2)
    expect(desk.futures(15, 16, 14).end()).toEqual([
      'snapshot 4 at 1/10',
      'depth 6 at 15/20',
      'broken: depth updates missing between update 6 and pu 8, U 9',
      'before-snapshot 12',
      'snapshot 13 at 2/50',
      'late 14',
      'depth 14 at 35/50',
      'depth 16 at 55/60',
    ])
  })

  test('a first message behind the snapshot that starts too late breaks the chain', () => {
    const desk = new Desk().snapshot(4, 1).futures(6, 8, 5)
    expect(desk.end()).toEqual([
      'snapshot 4 at 1/10',
      'broken: depth updates missing between snapshot 4 and pu 5, U 6',
      'before-snapshot 8',
    ])
  })

  test('messages that were applied already and snapshots in an unbroken chain are not needed', () => {
    const desk = new Desk().snapshot(4, 1).futures(3, 6, 2).futures(3, 6, 2).snapshot(6, 1).futures(7, 8, 6)
    expect(desk.log).toEqual([
      'snapshot 4 at 1/10',
      'depth 6 at 15/20',
      'repeated-depth 6',
      'unused 6',
      'depth 8 at 45/50',
    ])
  })

  test('messages without any snapshot are left out at the end', () => {
    expect(new Desk().futures(1, 4, 0).futures(5, 6, 4).end()).toEqual(['before-snapshot 4', 'before-snapshot 6'])
  })
})

describe('spot', () => {
  test('u = S is left out, U = S + 1 joins, and the snapshot has the time of the message that joins', () => {
    const desk = new Desk().spot(1, 7).spot(8, 9).spot(10, 12).snapshot(7).spot(13, 13)
    expect(desk.log).toEqual([
      'before-snapshot 7',
      'snapshot 7 at 15/40',
      'late 9',
      'depth 9 at 15/40',
      'late 12',
      'depth 12 at 25/40',
      'depth 13 at 45/50',
    ])
  })

  test('U = previous u + 2 is a gap', () => {
    const desk = new Desk().spot(1, 7).snapshot(6).spot(9, 9)
    expect(desk.log.at(-1)).toBe('broken: depth updates missing between update 7 and U 9')
  })

  test('a snapshot before all messages takes effect with the first of them', () => {
    expect(new Desk().snapshot(7).spot(5, 9).log).toEqual(['snapshot 7 at 15/20', 'depth 9 at 15/20'])
  })
})
