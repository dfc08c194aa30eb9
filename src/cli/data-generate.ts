/** `hftsim data generate`: an invented market, every bit of which follows from its model, seed and length. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { binanceInstrument } from '../data/import/binance-instruments.ts'
import { noSuchValue } from './errors.ts'
import { type JobOptions, runJob } from './job.ts'
import { durationNs, stepText, wholeNumber } from './option-values.ts'

interface GenerateCommandOptions extends JobOptions {
  readonly model: string
  readonly seed: number
  readonly duration: number
  readonly symbol: string
  readonly tick?: string
  readonly lot?: string
  readonly set: Readonly<Record<string, number>>
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
    .option('--symbol <symbol>', 'name of the instrument on binance-usdm', 'BTCUSDT')
    .option('--tick <decimal>', 'smallest price step, where it is not known here', stepText)
    .option('--lot <decimal>', 'smallest order quantity, where it is not known here', stepText)
    .addOption(
      new Option(
        '--set <name=value>',
        'change a parameter of the model, such as limitsPerSecond=5; any number of times',
      )
        .argParser(settingOf)
        .default({}, 'none'),
    )
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
  const { seed, duration: durationNs, symbol, tick, lot, set: params, out, force: overwrite = false } = options
  const model = GENERATOR_MODELS.find((name) => name === options.model)
  if (model === undefined) throw noSuchValue({ path: '--model' }, options.model, 'no model', GENERATOR_MODELS)
  const instrument = binanceInstrument('binance-usdm', symbol, { tickSize: tick, lotSize: lot })
  prepareOutput(out, { overwrite })
  const manifest = await runJob(options, (step) =>
    generateMarket({
      model,
      seed,
      durationNs,
      instrument,
      params,
      out,
      overwrite,
      onProgress: ({ doneNs }) => step({ phase: 'generating', unit: 'time', done: doneNs, total: durationNs }),
    }),
  )
  printMarketFile(out, manifest, options)
  return 0
}

/** Adds one `name=value` to those before it; whether there is such a parameter, the model says. */
function settingOf(text: string, before: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const [, name, value] = /^(\w+)=(-?\d+(?:\.\d+)?)$/.exec(text) ?? []
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('It is the name of a parameter and a number, such as limitsPerSecond=5.')
  }
  return { ...before, [name]: Number(value) }
}
