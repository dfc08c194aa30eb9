/** `hftsim data info`: what a market file is made of, from its manifest. */
import type { Command } from 'commander'

export function addInfo(data: Command, done: (code: number) => void): void {
  data
    .command('info')
    .description('What a market file holds and how it was made.')
    .argument('<file>', 'market file')
    .option('--json', 'print the manifest as one JSON object')
    .action(async (file: string, options: { json?: boolean }) => done(await info(file, options)))
}

async function info(file: string, { json = false }: { readonly json?: boolean }): Promise<number> {
  const [{ describeMarketFile, formatInfo }, { refuseMissing }] = await Promise.all([
    import('../data/check.ts'),
    import('./files.ts'),
  ])
  await refuseMissing([file])
  const description = await describeMarketFile(file)
  if (json) console.log(JSON.stringify(description))
  else for (const line of formatInfo(description)) console.log(line)
  return 0
}
