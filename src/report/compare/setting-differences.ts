/** Which settings of two runs differ, by the manifests that say what they are made of. */

export interface SettingDifference {
  /** Dotted, within the manifest. */
  readonly path: string
  /** As JSON text; undefined where there is none. */
  readonly first: string | undefined
  readonly second: string | undefined
}

/**
 * All differences: the scenario first, then the code and the data. `params` of a manifest say once more what the
 * scenario's strategy is given, and are left out where that differs too.
 */
export function settingDifferences(first: unknown, second: unknown): SettingDifference[] {
  const found: SettingDifference[] = []
  compare(first, second, [], found)
  const scenarioParams = found.some(({ path }) => path.startsWith('scenario.strategy.params.'))
  return found
    .filter(({ path }) => !(scenarioParams && path.startsWith('params.')))
    .map((difference, i) => ({ difference, i }))
    .sort((a, b) => rank(a.difference) - rank(b.difference) || a.i - b.i)
    .map(({ difference }) => difference)
}

const FIRST = ['scenario', 'params', 'code', 'instruments', 'data']

function rank({ path }: SettingDifference): number {
  const at = FIRST.indexOf(path.split('.')[0]!)
  return at < 0 ? FIRST.length : at
}

function compare(a: unknown, b: unknown, path: readonly string[], found: SettingDifference[]): void {
  if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) compare(a[key], b[key], [...path, key], found)
    return
  }
  const [first, second] = [a, b].map((value) => (value === undefined ? undefined : JSON.stringify(value)))
  if (first !== second) found.push({ path: path.join('.'), first, second })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** "scenario.seed: 1 against 2". */
export function settingWords({ path, first, second }: SettingDifference): string {
  return `${path}: ${first ?? 'nothing'} against ${second ?? 'nothing'}`
}
