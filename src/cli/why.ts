/** `hftsim why`: the story of an order of a recorded run. */
import { type Command, InvalidArgumentError } from 'commander'
import pc from 'picocolors'
import { scenarioFolderOf } from '../scenario/run-folder.ts'
import { UsageError } from './errors.ts'
import { durationNs, wholeNumber } from './option-values.ts'

interface WhyCommandOptions {
  readonly fill?: number
  readonly horizon?: number
  readonly from?: string
  readonly all?: boolean
  readonly json?: boolean
}

export function addWhy(program: Command, done: (code: number) => void): void {
  program
    .command('why')
    .description('Tell the story of an order: its queue, the rule that filled or refused it, and by how much.')
    .argument('<run>', 'run folder')
    .argument('[order...]', 'client order ids', orderIds)
    .option('--fill <seq>', 'the order of this fill, by the number of its entry', wholeNumber)
    .option('--all', 'every event in its queue, not the largest and the last')
    .option(
      '--horizon <duration>',
      'how far beyond its end to look for what would have come (default: 10s)',
      durationNs,
    )
    .option('--from <folder>', "folder that the scenario's paths are relative to (default: where the scenario lay)")
    .option('--json', 'print each story as one JSON object a line')
    .action(async (folder: string, orders: readonly number[] | undefined, options: WhyCommandOptions) =>
      done(await why(folder, orders ?? [], options)),
    )
}

async function why(folder: string, orders: readonly number[], options: WhyCommandOptions): Promise<number> {
  const [{ orderOfRecordedFill, tellWhy }, { formatStory }] = await Promise.all([
    import('../scenario/why/why.ts'),
    import('../report/story/story-text.ts'),
  ])
  const { all = false, horizon, fill } = options
  const asked = fill === undefined ? orders : [...orders, orderOfRecordedFill(folder, fill)]
  if (asked.length === 0) throw new UsageError({}, 'Which order? Give its id, or --fill with the number of an entry.')
  const from = options.from ?? scenarioFolderOf(folder)
  const stories = await tellWhy(folder, from, asked, { all, ...(horizon !== undefined && { horizonNs: horizon }) })
  stories.forEach((story, i) => {
    if (options.json) console.log(JSON.stringify(story, bigintAsText))
    else console.log(`${i === 0 ? '' : '\n'}${formatStory(story, { color: pc.isColorSupported })}`)
  })
  return 0
}

function orderIds(text: string, before: readonly number[] | undefined): number[] {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('It is an order id: a whole number.')
  return [...(before ?? []), Number(text)]
}

/** Amounts of money may pass 2^53. */
function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
