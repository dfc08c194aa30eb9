/**
 * Keeps the joined modules in few files. esbuild puts into one file what the same entries need, and whatever `import()`
 * loads is an entry: with fifty of them, what a run needs would be cut into as many files. So a module that is loaded
 * late also imports, as a whole, what is there by then or needed anyway: the start of the command line, and all of a
 * run.
 */
import { dirname, join, relative } from 'node:path'

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
        const target = join(resolveDir, path)
        const along = []
        // Threads that run jobs load late, too, and have no command line.
        if (roomOf(importer) === 'cli') along.push(START)
        if (RUN_ROOMS.includes(roomOf(target))) along.push(RUN)
        return { path: target, namespace: 'late', pluginData: along }
      })
      onLoad({ filter: /./, namespace: 'late' }, ({ path, pluginData: along }) => {
        const imports = along.map((module) => `import ${JSON.stringify(join(src, module))}\n`)
        return { contents: `${imports.join('')}export * from ${JSON.stringify(path)}\n`, resolveDir: dirname(path) }
      })
    },
  }
}
