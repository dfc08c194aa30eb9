/** `hftsim data check`: examines every row of a market file; damage ends it with code 1. */
import type { Command } from 'commander'
import { type JobOptions, runJob } from './job.ts'
import { durationNs } from './option-values.ts'

interface CheckCommandOptions extends JobOptions {
  readonly silence?: number
}

export function addCheck(data: Command, done: (code: number) => void): void {
  data
    .command('check')
    .description('Examine a market file row by row: damage ends with exit code 1, notices do not.')
    .argument('<file>', 'market file')
    .option('--silence <duration>', 'note when nothing arrives for longer than this (default: 10s)', durationNs)
    .option('--json', 'print the findings as one JSON object')
    .option('--quiet', 'no progress')
    .action(async (file: string, options: CheckCommandOptions) => done(await check(file, options)))
}

async function check(file: string, options: CheckCommandOptions): Promise<number> {
  const [{ checkMarketFile, formatCheck }, { refuseMissing }] = await Promise.all([
    import('../data/check.ts'),
    import('./files.ts'),
  ])
  await refuseMissing([file])
  const report = await runJob(options, (step) =>
    checkMarketFile(file, {
      silenceNs: options.silence,
      onProgress: ({ done, total }) => step({ phase: 'checking', unit: 'rows', done, total }),
    }),
  )
  if (options.json) console.log(JSON.stringify(report))
  else for (const line of formatCheck(report)) console.log(line)
  return report.damaged ? 1 : 0
}
