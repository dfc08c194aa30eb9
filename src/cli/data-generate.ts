/** `hftsim data generate`: an invented market, every bit of which follows from its model, seed and length. */
import type { Command } from 'commander'
import { noSuchValue } from './errors.ts'
import { type JobOptions, runJob } from './job.ts'
import { durationNs, wholeNumber } from './option-values.ts'

interface GenerateCommandOptions extends JobOptions {
  readonly model: string
  readonly seed: number
  readonly duration: number
  readonly out: string
  readonly force?: boolean
}

export function addGenerate(data: Command, done: (code: number) => void): void {
  data
    .command('generate')
    .description('Invent a market for tests, measurements and first steps; it teaches nothing about real ones.')
    .option('--model <name>', 'order-flow model', 'zero-intelligence')
    .option('--seed <number>', 'seed of everything random', wholeNumber, 7)
    .requiredOption('--duration <duration>', "length in the market's own time, such as 10m", durationNs)
    .requiredOption('--out <file>', 'market file to make')
    .option('--force', 'replace an existing --out')
    .option('--json', 'print the manifest as one JSON object')
    .option('--quiet', 'no progress')
    .action(async (options: GenerateCommandOptions) => done(await generate(options)))
}

async function generate(options: GenerateCommandOptions): Promise<number> {
  const [{ generateMarket, GENERATOR_MODELS }, { prepareOutput }, { printMarketFile }] = await Promise.all([
    import('../data/generate.ts'),
    import('./files.ts'),
    import('./market-file-summary.ts'),
  ])
  const { seed, duration: durationNs, out, force: overwrite = false } = options
  const model = GENERATOR_MODELS.find((name) => name === options.model)
  if (model === undefined) throw noSuchValue({ path: '--model' }, options.model, 'no model', GENERATOR_MODELS)
  prepareOutput(out, { overwrite })
  const manifest = await runJob(options, (step) =>
    generateMarket({
      model,
      seed,
      durationNs,
      out,
      overwrite,
      onProgress: ({ doneNs }) => step({ phase: 'generating', unit: 'time', done: doneNs, total: durationNs }),
    }),
  )
  printMarketFile(out, manifest, options)
  return 0
}
