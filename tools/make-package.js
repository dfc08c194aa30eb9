/**
 * What is in `dist/`. The modules, and the packages that `package.json` names for development only, are joined to files
 * of which a run loads forty: it would load three hundred modules, at a fifth of a millisecond each. Code is not
 * made smaller. What several entries use is in files that they share: a class is there once, for the command line
 * and for strategies that import the package. Declarations and the scripts of pages are made module by module.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { keepReachable } from './declarations.js'
import { lateModules } from './late-modules.js'
import { licencesOf } from './licences.js'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** What is started or imported from outside, by its path below `src/` without the ending. */
export const ENTRIES = ['index', 'testing', 'cli/main', 'cli/standard-output', 'scenario/jobs/job-worker']

/** Writes all of it into a folder. Returns what esbuild tells about its files. */
export async function makePackage(folder) {
  for (const config of ['tsconfig.build.json', 'tsconfig.client.json']) compile(config, folder)
  keepReachable(folder, ['index', 'testing'])
  const metafile = await joinModules(ENTRIES, folder)
  writeFileSync(join(folder, 'licences.txt'), licencesOf(metafile, ROOT))
  return metafile
}

/** Writes the JavaScript of some modules, and of all that they import, into a folder of the project's. */
export async function joinModules(entries, folder) {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const { metafile, outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: entries.map((entry) => ({ in: `src/${entry}.ts`, out: entry })),
    outdir: folder,
    // As deep in `dist/` as src/disk/own-files.ts is in `src/`.
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node22.18',
    external: Object.keys(dependencies),
    plugins: [lateModules(join(ROOT, 'src'))],
    // Packages in CommonJS ask for modules of Node with it.
    banner: {
      js: "import { createRequire as requireFor } from 'node:module'\nconst require = requireFor(import.meta.url)",
    },
    // The licences are in a file of their own.
    legalComments: 'none',
    metafile: true,
    write: false,
  })
  for (const { path, text } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  return metafile
}

function compile(config, folder) {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  execFileSync(process.execPath, [tsc, '-p', join(ROOT, config), '--outDir', folder], { stdio: 'inherit' })
}
