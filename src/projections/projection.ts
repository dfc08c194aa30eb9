/**
 * Port: a read model folded from a journal, thrown away and rebuilt at will.
 *
 * - The constructor gives the state before the first entry. `apply` gets every entry of one run from seq 0 on, in
 *   order, either while the run writes them or later from its file; it cannot tell which, and both give the same
 *   view. An entry is valid during the call only, and has the fields of its `kind` (ask that, not `in`): what is
 *   needed of it later is copied.
 * - It is called for every entry of a run, so it is cheap, and holds no more than what is open: what has ended is
 *   dropped into sums and histograms.
 * - It knows nothing but the entries and the run's instruments; it asks no clock and no book.
 * - `view` may be asked at any time, changes nothing, and holds for the entries so far. It may share state with the
 *   projection: read it, do not keep it.
 * - `version` goes up when the same entries give another view: what was stored of an older version is then rebuilt.
 *
 * An entry that cannot follow from the ones before (a fill of an order that was never submitted) is a Bug.
 */
import type { JournalEntry } from '../journal/entries.ts'

export interface Projection<View> {
  readonly name: string
  readonly version: number
  apply(entry: JournalEntry): void
  view(): View
}
