/**
 * What runs for every market row, in AssemblyScript: the books, the passes of two nodes over the rows, and the search
 * for what is due next. Compiled ahead it takes a third of what the same code takes as JavaScript.
 */
export { AGENDA_BUDGET, LANE_VENUE_ROW, newAgenda, newLane, nextEvent, setLane, settle } from './agenda'
export { BOOK_BIDS, clear, newBook, setLevel } from './book'
export { allocate, clearAll } from './memory'
export { COLUMNS_BYTES, toDoubles } from './rows'
export { nextWorse, SIDE_BEST, stepsAt, watch } from './side'
export { LATENCY_BINS, newPass, PASS_CHANGES, PASS_LATENCY_MAX, PASS_SEEN, traderPass } from './trader-pass'
export { venuePass } from './venue-pass'
