/** Writes a full scenario back as YAML, every default filled in: reading it again gives the same scenario. */
import { stringify } from 'yaml'
import * as z from 'zod'
import { type FullScenario, type ScenarioFile, splitScenario } from './full-scenario.ts'
import { formatPath, ScenarioError } from './problems.ts'
import { scenarioSchema } from './schema.ts'
import { schemaProblems } from './schema-problems.ts'

/** The form that a file holds, as plain JSON with units in its values: for YAML and for a run's manifest. */
export function writtenForm(full: ScenarioFile): Readonly<Record<string, unknown>> {
  return z.encode(scenarioSchema, full) as Readonly<Record<string, unknown>>
}

/** Reads the written form back, from a run's manifest for example. */
export function fromWrittenForm(written: unknown, file: string): FullScenario {
  const result = scenarioSchema.safeParse(written)
  if (result.success) return splitScenario(result.data).full
  const problems = schemaProblems(result.error.issues, written)
  throw new ScenarioError(
    problems.map(({ path, message }) => ({ file, line: 0, column: 0, path: formatPath(path), message })),
  )
}

export function showScenario(full: ScenarioFile): string {
  return stringify(writtenForm(full), { lineWidth: 0 })
}
