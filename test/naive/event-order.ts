/**
 * The merge of hftbacktest's `correct_event_order`, all rows in memory, written down step by step: the twin of the
 * streamed one. Rows are in order of receipt.
 */
export interface TwoClocks {
  readonly exchTs: number
  readonly localTs: number
  readonly isTrade: boolean
}

/** `[row, venue sees it, trader sees it]`, in order. */
export type Placed = readonly [row: number, venue: boolean, trader: boolean]

export function naiveEventOrder(rows: readonly TwoClocks[]): Placed[] {
  const local = rows.map((_, i) => i)
  const rank = (i: number): number => (rows[i]!.isTrade ? 0 : 1)
  const venue = [...local].sort((a, b) => rows[a]!.exchTs - rows[b]!.exchTs || rank(a) - rank(b) || a - b)
  const placed: Placed[] = []
  for (let v = 0, t = 0; v < venue.length || t < local.length; ) {
    const e = venue[v]
    const l = local[t]
    if (e !== undefined && e === l) {
      placed.push([e, true, true])
      v++
      t++
    } else if (e !== undefined && (l === undefined || isEarlier(rows[e]!, rows[l]!))) {
      placed.push([e, true, false])
      v++
    } else {
      placed.push([l!, false, true])
      t++
    }
  }
  return placed
}

const isEarlier = (a: TwoClocks, b: TwoClocks): boolean =>
  a.exchTs < b.exchTs || (a.exchTs === b.exchTs && a.localTs < b.localTs)
