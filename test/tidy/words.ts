/** Names and words that do not belong into the project, each with what to write instead. */
import { OUTSIDE_ROW, ROWS } from './imports.ts'
import { codeOnly } from './mask.ts'
import { isCode, lineAt, type Problem, type Rule, roomOf, type SourceFile } from './source-file.ts'

interface Ban {
  readonly pattern: RegExp
  readonly instead: string
}

/** Rows below 4 give the same bits on every machine at every time. */
const BANNED_INSIDE: readonly Ban[] = [
  { pattern: /\bDate\b/g, instead: 'take the time from the event, or from the clock that you were given' },
  { pattern: /\bperformance\b/g, instead: 'measure in row 4 or above' },
  { pattern: /\bMath\.random\b/g, instead: 'draw from an Rng that you were given: rng.fork(name)' },
  { pattern: /\b(?:setTimeout|setInterval|setImmediate|queueMicrotask)\b/g, instead: 'set a timer of the kernel' },
  { pattern: /\b(?:async|await|Promise)\b/g, instead: 'be synchronous: the waiting is done in row 4 or above' },
  { pattern: /(?<![#.\w])(?:process|globalThis|fetch|Buffer)\b/g, instead: 'ask for what you need as a parameter' },
  { pattern: /\bparseFloat\b/g, instead: 'read decimals exactly, with core/decimal.ts' },
  { pattern: /\b(?:localeCompare|toLocale\w*|Intl)\b/g, instead: 'compare and print without a locale' },
  { pattern: /\.(?:sort|toSorted)\(\)/g, instead: 'give sort a comparator that ends in a unique key' },
  {
    pattern: /\bfor \((?:const|let) \w+ in\b/g,
    instead: 'iterate over a Map, a Set or an array: they keep their order',
  },
]

/**
 * What differs between engines in the last bit; square roots and roundings are exact. So are powers of a bigint, and
 * powers of which both parts are written as figures.
 */
const BANNED_MATH: readonly Ban[] = [
  /\bMath\.(?:log\w*|expm?1?|pow|a?sinh?|a?cosh?|a?tanh?|atan2|hypot|cbrt)\b/g,
  /(?<!\d[\d_]*n? )\*\*|(?<!\dn )\*\*(?! [\d_]+\b)/g,
].map((pattern) => ({ pattern, instead: 'use core/math.ts, or a bigint power: engines differ in the last bit' }))

const LEFTOVERS: readonly Ban[] = [
  { pattern: /\b(?:FIXME|TODO|XXX)\b/g, instead: 'do it, or write down where it is missing' },
  { pattern: /(?<![\w.~-])\/(?:work|root|home|tmp|Users)\//g, instead: 'paths of a machine mean nothing on another' },
  {
    pattern: /https?:\/\/[^\s/'"`)]*(?:registry|artifactory|nexus|verdaccio)[^\s'"`)]*/gi,
    instead: 'name no registry',
  },
  { pattern: /-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[A-Z0-9]{16}\b|\bghp_\w{30,}|\bnpm_\w{30,}/g, instead: 'revoke it' },
  { pattern: /^(?:<{7}|>{7}) /gm, instead: 'finish the merge' },
]

export const noAmbientInside: Rule = (files) =>
  files.filter(isInside).flatMap((file) => found(file, codeOnly(file.text), BANNED_INSIDE, 'is not for rows 0 to 3'))

export const noInexactMath: Rule = (files) =>
  files
    .filter((file) => isInside(file) && !file.path.startsWith('src/core/math'))
    .flatMap((file) => found(file, codeOnly(file.text), BANNED_MATH, 'is not for rows 0 to 3'))

export const noAny: Rule = (files) =>
  files.filter(isCode).flatMap((file) => {
    const bans = [{ pattern: /(?<![.\w])any\b(?! ?[(:])/g, instead: 'name the type, or use unknown and look' }]
    return found(file, codeOnly(file.text), bans, 'hides a type')
  })

export const noLeftovers: Rule = (files) =>
  files
    .filter(({ path }) => !isAboutWords(path) && path !== 'package-lock.json')
    .flatMap((file) => found(file, file.text, LEFTOVERS, 'was left behind'))

export const noFocusedTests: Rule = (files) =>
  files
    .filter(({ path }) => path.endsWith('.test.ts'))
    .flatMap((file) => {
      const bans = [{ pattern: /\b(?:test|it|describe)\.only\b/g, instead: 'run one test with -t on the command line' }]
      return found(file, codeOnly(file.text), bans, 'turns the other tests off')
    })

const EMPTY_NAME = /^(?:utils?|helpers?|common|managers?|misc|shared)$/

/** A name says what is inside. `shared` is what everything is; `common` is what nothing is. */
export const tellingNames: Rule = (files) =>
  files.filter(isCode).flatMap(({ path }): Problem[] => {
    const words = path.split('/').flatMap((part) => part.replace(/\.\w+$/, ''))
    const empty = words.find((word) => EMPTY_NAME.test(word) || /-(?:utils?|helpers?|manager)$/.test(word))
    if (empty === undefined) return []
    return [{ path, line: 1, message: `"${empty}" says nothing: name the file after the thing that it holds.` }]
  })

export const noJunkFiles: Rule = (files) =>
  files
    .filter(({ path }) => /\.(?:orig|rej|log|bak|swp|tgz|pem|key)$|(?:^|\/)(?:\.DS_Store|\.env)$|~$/.test(path))
    .map(({ path }) => ({ path, line: 1, message: 'The file is no part of the project: delete it, or ignore it.' }))

function found(file: SourceFile, text: string, bans: readonly Ban[], verdict: string): Problem[] {
  return bans.flatMap(({ pattern, instead }) =>
    [...text.matchAll(pattern)].map((hit) => ({
      path: file.path,
      line: lineAt(text, hit.index),
      message: `"${hit[0].trim()}" ${verdict}: ${instead}.`,
    })),
  )
}

function isInside(file: SourceFile): boolean {
  const row = ROWS.get(roomOf(file.path) ?? '')
  return isCode(file) && row !== undefined && row < OUTSIDE_ROW
}

/** The files that name the words in order to forbid them. */
function isAboutWords(path: string): boolean {
  return path.startsWith('test/tidy')
}
