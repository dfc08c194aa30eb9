/** `hftsim scenario show|schema`: a scenario with all its defaults, and what a scenario may say. */
import type { Command } from 'commander'
import { oneMore } from './option-values.ts'

interface ShowOptions {
  readonly set: readonly string[]
  readonly json?: boolean
}

interface SchemaOptions {
  readonly out?: string
  readonly force?: boolean
}

export function addScenario(program: Command, done: (code: number) => void): void {
  const scenario = program.command('scenario').description('Show a scenario in full, or what a scenario may say.')
  scenario
    .command('show')
    .description(
      "Print a scenario with every default filled in, those of its venues and its strategy's parameters too.",
    )
    .argument('<scenario>', 'YAML file')
    .option(
      '--set <path=value>',
      'change a value, such as venues.0.latency.profile=optimistic; may be repeated',
      oneMore,
      [],
    )
    .option('--json', 'print it as one JSON object')
    .action(async (file: string, options: ShowOptions) => done(await show(file, options)))
  scenario
    .command('schema')
    .description('Print the JSON Schema of scenarios, by which editors complete and check them.')
    .option('--out <file>', 'write it to a file instead')
    .option('--force', 'replace an existing --out')
    .action(async (options: SchemaOptions) => done(await schema(options)))
}

async function show(file: string, { set, json = false }: ShowOptions): Promise<number> {
  const [{ loadScenario }, { prepareRun }, { showScenario, writtenForm }] = await Promise.all([
    import('../scenario/load.ts'),
    import('../scenario/prepare.ts'),
    import('../scenario/show.ts'),
  ])
  const loaded = await loadScenario(file, set)
  const { scenario } = await prepareRun(loaded)
  const full = { ...scenario, ...loaded.beside }
  console.log(json ? JSON.stringify(writtenForm(full)) : showScenario(full).trimEnd())
  return 0
}

async function schema({ out, force: overwrite = false }: SchemaOptions): Promise<number> {
  const { scenarioJsonSchema } = await import('../scenario/json-schema.ts')
  const text = JSON.stringify(scenarioJsonSchema(), null, 2)
  if (out === undefined) {
    console.log(text)
    return 0
  }
  const [{ prepareOutput }, { OutputFile }] = await Promise.all([
    import('./files.ts'),
    import('../data/output-file.ts'),
  ])
  prepareOutput(out, { overwrite })
  const file = new OutputFile(out, { overwrite })
  file.write(new TextEncoder().encode(`${text}\n`))
  file.commit()
  console.log(out)
  return 0
}
