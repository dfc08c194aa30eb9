/**
 * What happens first when several things are due at one nanosecond. Ties break by (time, instrument, rank, arrival),
 * which is the reference simulator's order, so that results can be compared fill by fill:
 *
 * - a market row at the venue comes before a command that arrives at the same instant: a trade cannot fill an order
 *   that arrives with it, and a level change is already in the book when crossing is tested;
 * - an answer reaches the trader before a venue row of that instant;
 * - everything of an instant, at every instrument, comes before the strategy is told of market data and before timers:
 *   a strategy never acts on half an instant.
 *
 * The order is kept in `assembly/agenda.ts`, which has the same ranks.
 */
export const TieRank: {
  readonly TraderRow: 0
  readonly Answer: 1
  readonly VenueRow: 2
  readonly Command: 3
} = { TraderRow: 0, Answer: 1, VenueRow: 2, Command: 3 }
