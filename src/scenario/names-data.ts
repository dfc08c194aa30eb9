/** Which changes to a scenario are about its market data. */

/** Whether a path, or a `path=value`, may name data: a number at its beginning counts the scenario's own fields. */
export function namesData(path: string): boolean {
  return /^\s*(data|\d+)\b/.test(path)
}
