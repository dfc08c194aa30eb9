/**
 * Keeps the joined modules in few files. esbuild puts into one file what the same entries need, and whatever `import()`
 * loads is an entry: with fifty of them, what a run needs would be cut into as many files. So a module that is loaded
 * late also imports, as a whole, what is there by then or needed anyway: the start of the command line, and all of a
 * run.
 */
import { join, relative } from 'node:path'

const START = 'cli/main.ts'
const RUN = 'scenario/jobs/execute-job.ts'
/** Rooms whose modules are about a run. */
const RUN_ROOMS = ['scenario', 'report']

/** A plugin for esbuild. `src` is the folder of the modules. */
export function lateModules(src) {
  const roomOf = (path) => relative(src, path).split(/[/\\]/)[0]
  return {
    name: 'late-modules',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ kind, path, resolveDir, importer }) => {
        if (kind !== 'dynamic-import' || roomOf(importer) === '..') return undefined
        // Names of files are made of this path, too: it is the same in every folder.
        const target = relative(src, join(resolveDir, path)).replaceAll('\\', '/')
        const along = []
        // Threads that run jobs load late, too, and have no command line.
        if (roomOf(importer) === 'cli') along.push(START)
        if (RUN_ROOMS.includes(target.split('/')[0])) along.push(RUN)
        return { path: target, namespace: 'late', pluginData: along }
      })
      onLoad({ filter: /./, namespace: 'late' }, ({ path, pluginData: along }) => {
        const imports = along.map((module) => `import './${module}'\n`)
        return { contents: `${imports.join('')}export * from './${path}'\n`, resolveDir: src }
      })
    },
  }
}
