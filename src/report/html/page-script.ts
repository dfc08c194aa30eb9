/**
 * Scripts of pages. They are modules under `client/`, written and checked like all code, and become one text that a
 * page can hold: joined and made small by esbuild when a page is written, from the sources under tests and from
 * `dist/` once built. Pages know a browser and no Node, so they are compiled with types of their own
 * (tsconfig.client.json), and import nothing from outside of `client/`.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'

const bundled = new Map<string, string>()

/**
 * The module and all that it imports, as one classic script without a name in the page. The entry is named by its URL
 * without the ending: `new URL('./client/main', import.meta.url)`.
 */
export function pageScript(entry: URL): string {
  const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
  const path = fileURLToPath(entry) + ending
  const known = bundled.get(path)
  if (known !== undefined) return known
  const { outputFiles } = buildSync({
    entryPoints: [path],
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
  bundled.set(path, text)
  return text
}

/** uPlot, which draws the charts of a time axis: its script, which makes the name `uPlot`, and its style. */
export function uPlotParts(): { readonly script: string; readonly style: string } {
  const folder = pathToFileURL(createRequire(import.meta.url).resolve('uplot'))
  const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8')
  return { script: read('uPlot.iife.min.js'), style: read('uPlot.min.css') }
}
