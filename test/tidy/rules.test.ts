// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of code that holds templates
/** Each rule catches what was planted, names the place, and lets its good twin pass. */
import { describe, expect, test } from 'vitest'
import * as imports from './imports.ts'
import { codeOnly, withoutComments } from './mask.ts'
import * as papers from './papers.ts'
import * as sizes from './sizes.ts'
import { formatProblem, type Rule, type SourceFile } from './source-file.ts'
import * as words from './words.ts'

type Planted = Readonly<Record<string, string>>

function found(rule: Rule, planted: Planted): string[] {
  const files: SourceFile[] = Object.entries(planted).map(([path, text]) => ({ path, text }))
  return rule(files).map(formatProblem)
}

/** `bad` gives one problem that begins like this; `good` gives none. */
function catches(rule: Rule, bad: Planted, begins: string, good: Planted): void {
  const problems = found(rule, bad)
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(begins)
  expect(found(rule, good)).toEqual([])
}

const lines = (count: number, line = 'x()'): string => `${line}\n`.repeat(count)

describe('imports', () => {
  test('a room of a larger row, types too', () => {
    const bad = { 'src/core/a.ts': "// first\nimport type { B } from '../market/b.ts'\n" }
    const good = { 'src/market/b.ts': "import { a } from '../core/a.ts'\nimport { c } from './deep/c.ts'\n" }
    catches(imports.roomRow, bad, 'src/core/a.ts:2 core (row 0) may not import from market (row 1)', good)
  })

  test('another room of the same row, and a dynamic import', () => {
    const bad = { 'src/kernel/a.ts': "const b = await import('../journal/b.ts')\n" }
    catches(imports.roomRow, bad, 'kernel (row 2) may not import from journal (row 2)', {})
  })

  test('a room that nobody knows', () => {
    catches(imports.roomRow, { 'src/attic/a.ts': '' }, 'src/attic/a.ts:1 "attic" is no room', { 'src/core/a.ts': '' })
  })

  test('a cycle', () => {
    const b = "import {\n  a,\n} from './a.ts'\n"
    const bad = { 'src/core/a.ts': "import type { B } from './b.ts'\n", 'src/core/b.ts': b }
    const good = { 'src/core/a.ts': '', 'src/core/b.ts': b }
    catches(imports.noCycles, bad, 'Import cycle src/core/a.ts -> src/core/b.ts -> src/core/a.ts', good)
  })

  test('modules of Node and packages in small rows', () => {
    const text = "import fs from 'node:fs'\n"
    catches(imports.noBuiltinsInside, { 'src/market/a.ts': text }, 'src/market/a.ts:1 node:fs', {
      'src/data/a.ts': text,
    })
    const zod = { 'src/trading/a.ts': "import { z } from 'zod'\n" }
    catches(imports.noBuiltinsInside, zod, 'zod is a package', {})
  })

  test('a file that nobody imports', () => {
    const used = { 'src/cli/main.ts': "await import('./run.ts')\n", 'src/cli/run.ts': '' }
    catches(imports.everyFileIsUsed, { ...used, 'src/core/a.ts': '' }, 'src/core/a.ts:1 Nobody imports', used)
  })

  test('a file that is not there', () => {
    const fixture = { 'test/a.test.ts': "const text = `\nimport { b } from './b.ts'\n`\n" }
    const bad = { 'test/a.test.ts': "import { b } from './b.ts'\n" }
    catches(imports.importsExist, bad, 'test/a.test.ts:1 There is no ./b.ts', fixture)
  })

  test('a strategy that reaches into the sources', () => {
    const bad = { 'strategies/a.ts': "import { x } from '../src/core/x.ts'\n" }
    const good = {
      'strategies/a.ts': "import { strategy } from 'hftsim'\n",
      'strategies/a.test.ts': "import a from './a.ts'\n",
    }
    catches(imports.strategiesUseThePackage, bad, "strategies/a.ts:1 A strategy imports 'hftsim' alone", good)
  })

  test('a heavy package at the start, through another file', () => {
    const main = "import { Command } from 'commander'\nimport type { z } from 'zod'\nimport { run } from './run.ts'\n"
    const bad = { 'src/cli/main.ts': main, 'src/cli/run.ts': "\nimport { Table } from 'apache-arrow'\n" }
    const good = { 'src/cli/main.ts': main, 'src/cli/run.ts': "const arrow = await import('apache-arrow')\n" }
    catches(imports.quickStart, bad, 'src/cli/run.ts:2 apache-arrow would be loaded', good)
  })
})

describe('words', () => {
  test.each([
    'Date.now()',
    'new Date()',
    'performance.now()',
    'Math.random()',
    'setTimeout(f, 1)',
    'Number.parseFloat(x)',
    'async function f() {}',
    'process.env',
    'a.localeCompare(b)',
    'list.sort()',
    'for (const key in table) f(key)',
  ])('in rows 0 to 3: %s', (text) => {
    const good = { 'src/core/a.ts': `// ${text}\nconst s = '${text}'\n`, 'src/data/a.ts': text }
    catches(words.noAmbientInside, { 'src/core/a.ts': `\n${text}\n` }, 'src/core/a.ts:2 ', good)
  })

  test.each([
    'Math.log(x)',
    'Math.exp(x)',
    'Math.pow(x, 2)',
    'Math.sin(x)',
    'Math.cbrt(x)',
    'x ** 2',
    '2 ** x',
    'x **= 2',
  ])('inexact: %s', (text) => {
    const exact = '2 ** 53 + Math.sqrt(x) + Number(10n ** BigInt(x)) + Math.floor(x)'
    const good = { 'src/core/a.ts': exact, 'src/core/math.ts': text, 'src/report/a.ts': text }
    catches(words.noInexactMath, { 'src/venue/a.ts': text }, 'src/venue/a.ts:1 ', good)
  })

  test.each(['let a: any', 'a as any', 'f<any>(a)', 'type T = any[]'])('any: %s', (text) => {
    catches(words.noAny, { 'test/a.ts': text }, 'test/a.ts:1 "any"', {
      'test/a.ts': "// any\nAbortSignal.any([])\n'any'",
    })
  })

  test.each([
    'FIX' + 'ME',
    '// TO' + 'DO later',
    'in /wo' + 'rk/main',
    '/tm' + 'p/a',
    'https://registry.npm' + 'js.org/a',
  ])('left behind: %s', (text) =>
    catches(words.noLeftovers, { 'docs/a.md': text }, 'docs/a.md:1', { 'docs/a.md': 'a/work/b todo' }),
  )

  test('a focused test', () => {
    const good = { 'test/a.test.ts': "test('only', f)" }
    catches(words.noFocusedTests, { 'test/a.test.ts': "test.only('a', f)" }, 'test/a.test.ts:1 "test.only"', good)
  })

  test.each(['src/core/utils.ts', 'src/common/a.ts', 'test/helpers/a.ts', 'src/data/import-manager.ts'])(
    '%s',
    (path) => {
      catches(words.tellingNames, { [path]: '' }, `${path}:1 `, {
        'src/core/decimal.ts': '',
        'test/fakes/shared-data.ts': '',
      })
    },
  )

  test('junk', () => {
    catches(words.noJunkFiles, { 'src/a.ts.orig': '' }, 'src/a.ts.orig:1', { 'src/a.ts': '' })
  })
})

describe('sizes', () => {
  test('files', () => {
    catches(sizes.shortFiles, { 'src/a.ts': lines(401) }, 'src/a.ts:401 The file has 401', { 'src/a.ts': lines(400) })
    catches(sizes.shortFiles, { 'bin/hftsim.js': lines(40) }, 'bin/hftsim.js:40', { 'bin/hftsim.js': lines(39) })
  })

  test('lines', () => {
    const good = { 'src/a.ts': 'x'.repeat(120), 'test/a.test.ts': `f('${'x'.repeat(150)}')` }
    catches(sizes.shortLines, { 'src/a.ts': `\n${'x'.repeat(121)}` }, 'src/a.ts:2 The line has 121', good)
    catches(sizes.shortLines, { 'test/a.test.ts': `// ${'x'.repeat(150)}` }, 'test/a.test.ts:1', {})
  })

  test.each([
    'function f(a: number): number {',
    'function f(\n  a: number,\n): { b: number } {',
    'const f = (a: number): void => {',
  ])('functions: %s', (head) => {
    const ofLength = (count: number): Planted => {
      const body = lines(count - head.split('\n').length - 1, '  if (a) {}')
      return { 'src/a.ts': `\n${head}\n${body}}\n` }
    }
    catches(sizes.shortFunctions, ofLength(71), 'src/a.ts:2 The function has 71 lines', ofLength(70))
  })

  test('methods; but neither classes nor chapters of a test', () => {
    const method = `class A {\n  #m(a: number): void {\n${lines(70, '    a++')}  }\n}\n`
    const good = {
      'src/a.ts': `class A {\n${lines(90, '  b = 1')}}\n`,
      'test/a.ts': `describe('a', () => {\n${lines(90)}})\n`,
    }
    catches(sizes.shortFunctions, { 'src/a.ts': method }, 'src/a.ts:2 The function has 72', good)
  })
})

describe('papers', () => {
  const manifest = (version: string): Planted => ({
    'package.json': `{\n"devDependencies": {\n"left-pad": "${version}"}}`,
  })
  const page = { 'docs/dependencies.md': '| `left-pad` | pads |' }

  test('a range instead of a version', () => {
    catches(papers.pinnedDependencies, manifest('^1.0.0'), 'package.json:3 left-pad is "^1.0.0"', manifest('1.0.0'))
  })

  test('a dependency without a reason, and a reason without a dependency', () => {
    const good = { ...manifest('1.0.0'), ...page }
    catches(papers.justifiedDependencies, manifest('1.0.0'), 'package.json:3 left-pad is not in', good)
    const gone = { 'package.json': '{}', ...page }
    catches(papers.justifiedDependencies, gone, 'docs/dependencies.md:1 left-pad is no dependency', good)
  })

  test('a page without a link to it', () => {
    const good = { 'docs/a.md': '', 'README.md': 'see [a](docs/a.md#top)' }
    catches(
      papers.linkedPages,
      { 'docs/a.md': '', 'README.md': 'see `[a](docs/a.md)`' },
      'docs/a.md:1 No front page',
      good,
    )
  })

  test('a file that is gone', () => {
    const good = { 'docs/a.md': 'in `src/core/`, `src/core/b.ts`', 'src/core/b.ts': '' }
    catches(
      papers.namedFilesExist,
      { 'docs/a.md': '\nin `src/core/a.ts`' },
      'docs/a.md:2 There is no src/core/a.ts',
      good,
    )
  })

  test('links that lead nowhere', () => {
    const good = {
      'docs/a.md': '[b](../src/) [c](#my-part) [d](https://example.org/x.md)\n## My part\n',
      'src/b.ts': '',
    }
    catches(papers.linksResolve, { 'docs/a.md': '\n[b](b.md)' }, 'docs/a.md:2 There is no docs/b.md', good)
    catches(papers.linksResolve, { 'docs/a.md': '[b](#b)\n# C' }, 'docs/a.md:1 docs/a.md has no heading "#b"', good)
  })
})

describe('what is code and what is text', () => {
  test('strings, templates, comments and patterns', () => {
    const text = "a('b // c') /* d */ + `e ${f(`g`)} h` / i // j\nk = /l['/]/g.test(m)\n"
    expect(codeOnly(text)).toBe("a('      ')         + `  ${f(` `)}  ` / i     \nk =         .test(m)\n")
    expect(withoutComments(text)).toBe("a('b // c')         + `e ${f(`g`)} h` / i     \nk = /l['/]/g.test(m)\n")
  })

  test('every character keeps its place, whatever the text', () => {
    for (const text of ["'", '`${', '/*', "'\\", '`\\', '/[', '}', 'a / b / c', '`${{}}`x']) {
      expect(codeOnly(text)).toHaveLength(text.length)
    }
  })
})
