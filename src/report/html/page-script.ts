/**
 * Scripts of pages. They are modules under `client/`, written and checked like all code, and become one text that a
 * page can hold: joined and made small by esbuild when a page is written, from the sources under tests and from
 * `dist/` once built. Pages know a browser and no Node, so they are compiled with types of their own
 * (tsconfig.client.json), and import nothing but packages from outside of
 * `client/`.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { packageModule } from '../../disk/own-files.ts'

const bundled = new Map<string, string>()

/**
 * The module and all that it imports, as one classic script without a name in the page. The entry is named by its path
 * below `src/` without the ending: `report/html/client/report`.
 */
export function pageScript(entry: string): string {
  const known = bundled.get(entry)
  if (known !== undefined) return known
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(packageModule(entry))],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'silent',
    tsconfigRaw: {},
  })
  const text = outputFiles[0]!.text
  bundled.set(entry, text)
  return text
}

/** The style of uPlot, which draws the charts over time; its code is joined to the script that imports it. */
export function uPlotStyle(): string {
  const script = createRequire(import.meta.url).resolve('uplot')
  return UPLOT_NOTICE + readFileSync(join(dirname(script), 'uPlot.min.css'), 'utf8')
}

const UPLOT_NOTICE = '/* uPlot, in the script and here: Copyright (c) Leon Sorokin, MIT licence. */'
