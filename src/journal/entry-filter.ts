/** Which entries a reader of a journal wants to see. */
import type { EntryKind, JournalEntry } from './entries.ts'

/** Every condition that is given must hold. */
export interface EntryFilter {
  readonly kinds?: ReadonlySet<EntryKind>
  /** Only what concerns this client order id. */
  readonly order?: number
  /** Only what concerns this instrument. */
  readonly instrument?: number
  /** From this instant on, inclusive, nanoseconds since the run epoch. */
  readonly fromTs?: number
  /** Up to this instant, inclusive. */
  readonly toTs?: number
}

export function matches(entry: JournalEntry, filter: EntryFilter): boolean {
  if (filter.fromTs !== undefined && entry.ts < filter.fromTs) return false
  if (filter.toTs !== undefined && entry.ts > filter.toTs) return false
  if (filter.kinds && !filter.kinds.has(entry.kind)) return false
  if (filter.order !== undefined && !('order' in entry && entry.order === filter.order)) return false
  return filter.instrument === undefined || ('instrument' in entry && entry.instrument === filter.instrument)
}

/**
 * The entries that match, at most `limit` of them. Stops reading where none can follow: time never goes back in a
 * journal.
 */
export function* selectEntries(
  entries: Iterable<JournalEntry>,
  filter: EntryFilter,
  limit: number = Number.POSITIVE_INFINITY,
): Generator<JournalEntry, void> {
  let left = limit
  if (left <= 0) return
  for (const entry of entries) {
    if (filter.toTs !== undefined && entry.ts > filter.toTs) return
    if (!matches(entry, filter)) continue
    yield entry
    if (--left <= 0) return
  }
}
