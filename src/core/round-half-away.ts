/**
 * The nearest integer, ties away from zero: how hftbacktest rounds, on which the half-lot edge of the queue depends. It
 * is never -0.
 */
export function roundHalfAway(x: number): number {
  const whole = Math.trunc(x)
  return (Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole) + 0
}
