/**
 * Port: where market rows of one instrument come from. One shape for files, generators, tests and (later) sockets.
 *
 * - `read(into)` appends the next rows behind `into.length` (growing the columns as needed) and says whether more may
 *   follow. Instants are nanoseconds since the run epoch that the source was opened with.
 * - Both clocks never decrease over the rows that the node in question sees, also across calls: the source guarantees
 *   it.
 * - A source is read once, from its start, by one reader. `close` may be called at any time and more than once.
 */
import type { MarketColumns } from '../market/columns.ts'

export interface DataSource {
  /** False when nothing was appended and nothing ever will be. */
  read(into: MarketColumns): Promise<boolean>
  close(): Promise<void>
}
