/** `hftsim data export npz`: a market file as the event records of hftbacktest. */
import type { Command } from 'commander'
import { type JobOptions, runJob } from './job.ts'

interface ExportCommandOptions extends JobOptions {
  readonly out: string
  readonly force?: boolean
  readonly deflate: boolean
}

export function addExport(data: Command, done: (code: number) => void): void {
  data
    .command('export')
    .description('Write market files in the formats of other programs.')
    .command('npz')
    .description("hftbacktest's event records; those of an imported .npz come out bit for bit.")
    .argument('<file>', 'market file')
    .requiredOption('--out <file>', 'the .npz or .npy to write')
    .option('--no-deflate', 'store the records uncompressed')
    .option('--force', 'replace an existing --out')
    .option('--json', 'print rows and path as one JSON object')
    .option('--quiet', 'no progress')
    .action(async (file: string, options: ExportCommandOptions) => done(await toNpz(file, options)))
}

async function toNpz(file: string, options: ExportCommandOptions): Promise<number> {
  const [{ exportNpz }, { prepareOutput, refuseMissing }] = await Promise.all([
    import('../data/npz-export.ts'),
    import('./files.ts'),
  ])
  const { out, force: overwrite = false, deflate } = options
  await refuseMissing([file])
  prepareOutput(out, { overwrite })
  const rows = await runJob(options, (step) =>
    exportNpz(file, out, {
      overwrite,
      deflate,
      onProgress: ({ phase, done, total }) => step({ phase, unit: 'rows', done, total }),
    }),
  )
  if (options.json) console.log(JSON.stringify({ path: out, rows }))
  else console.log(`${out}    ${rows.toLocaleString('en-US')} records`)
  return 0
}
