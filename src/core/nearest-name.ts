/** Finds what somebody meant to type: the accepted name with the smallest edit distance. */

/**
 * The nearest of `names` when it is near enough to be a slip (a third of its letters, at least one), else the first
 * that begins with what was typed (three letters or more), else undefined.
 */
export function nearestName(wrong: string, names: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const name of names) {
    const distance = editDistance(wrong.toLowerCase(), name.toLowerCase())
    if (distance <= Math.max(1, Math.floor(name.length / 3)) && distance < bestDistance) {
      best = name
      bestDistance = distance
    }
  }
  return best ?? beginningWith(wrong.toLowerCase(), names)
}

function beginningWith(wrong: string, names: Iterable<string>): string | undefined {
  if (wrong.length < 3) return undefined
  for (const name of names) if (name.toLowerCase().startsWith(wrong)) return name
  return undefined
}

/** ` Did you mean "…"?`, or nothing when no name is near. */
export function didYouMean(wrong: string, names: Iterable<string>): string {
  const nearest = nearestName(wrong, names)
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`
}

/**
 * Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other (Damerau and
 * Levenshtein, restricted form: no letter is edited twice).
 */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let distance = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, beforeLast[j - 2]! + 1)
      }
      row.push(distance)
    }
    beforeLast = last
    last = row
  }
  return last[b.length]!
}
