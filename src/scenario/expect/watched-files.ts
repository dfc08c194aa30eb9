/** The files whose change may change a scenario's test: its own, its golden ones, its data, and all of its code. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { filesOfCode } from '../code-loader.ts'
import type { FullScenario, VenueModels } from '../full-scenario.ts'
import { goldenFiles } from '../golden.ts'
import { parseScenario } from '../load.ts'

/** Absolute paths. Of a scenario that cannot be read its own files alone. */
export async function watchedFiles(scenarioFile: string): Promise<string[]> {
  const { result, journal } = goldenFiles(scenarioFile)
  const own = [scenarioFile, result, journal].map((file) => resolve(file))
  try {
    const loaded = parseScenario(await readFile(scenarioFile, 'utf8'), scenarioFile)
    const { data, modules } = namedIn(loaded.full)
    const code = await Promise.all(modules.map((name) => filesOfCode(loaded.resolve(name))))
    return [...new Set([...own, ...data.map((name) => resolve(loaded.resolve(name))), ...code.flat()])]
  } catch {
    return own
  }
}

function namedIn({ data, venues, strategy }: FullScenario): { readonly data: string[]; readonly modules: string[] } {
  const models = Object.values(venues).flatMap(({ latency, queue, fill, fees }: VenueModels) => [
    latency,
    queue,
    fill,
    fees,
  ])
  return {
    data: [
      ...Object.values(data).flatMap(({ files }) => files),
      ...models.flatMap((model) => ('file' in model ? [model.file] : [])),
    ],
    modules: [strategy.use, ...models.flatMap((model) => ('use' in model ? [model.use] : []))],
  }
}
