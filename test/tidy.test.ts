/** The rules of the house, held against the project. `test/tidy/` says what they are; each message says what to do. */
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import * as imports from './tidy/imports.ts'
import * as papers from './tidy/papers.ts'
import * as sizes from './tidy/sizes.ts'
import { formatProblem, projectFiles } from './tidy/source-file.ts'
import * as words from './tidy/words.ts'

const files = projectFiles(fileURLToPath(new URL('..', import.meta.url)))

const RULES = {
  'a file imports from its own room or a smaller row': imports.roomRow,
  'imports form no cycles': imports.noCycles,
  'imported files exist': imports.importsExist,
  'rows 0 to 3 import neither Node nor packages': imports.noBuiltinsInside,
  'every source file is used': imports.everyFileIsUsed,
  'strategies use the package as a user would': imports.strategiesUseThePackage,
  'the command line starts quickly': imports.quickStart,
  'rows 0 to 3 know no machine and no clock': words.noAmbientInside,
  'inexact functions come from one module': words.noInexactMath,
  'types are said': words.noAny,
  'nothing was left behind': words.noLeftovers,
  'no test turns others off': words.noFocusedTests,
  'names tell': words.tellingNames,
  'no junk': words.noJunkFiles,
  'files are short': sizes.shortFiles,
  'functions are short': sizes.shortFunctions,
  'lines are short': sizes.shortLines,
  'dependencies are exact': papers.pinnedDependencies,
  'dependencies are justified': papers.justifiedDependencies,
  'documents can be found': papers.linkedPages,
  'links lead somewhere': papers.linksResolve,
  'pages name files that are there': papers.namedFilesExist,
}

describe('tidy', () => {
  for (const [name, rule] of Object.entries(RULES)) {
    test(name, () => expect(rule(files).map(formatProblem)).toEqual([]))
  }
})
