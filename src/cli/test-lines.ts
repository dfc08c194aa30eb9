/** The lines that `hftsim test` prints: one for each scenario, what was wrong below it, totals at the end. */
import pc from 'picocolors'
import type { JUnitCase } from '../report/junit.ts'
import type { FirstWrong, GoldenFindings, TestFindings } from '../scenario/expect/run-test.ts'
import type { GoldenUpdate, Verdict } from '../scenario/expect/suite.ts'
import type { Change } from '../scenario/golden-diff.ts'
import { errorText } from './errors.ts'

const FIGURES_SHOWN = 12
/** What stands before the two sides of a difference. */
const [WANTED, GOT] = ['  - ', '  + ']
const INDENT = '        '

/** A verdict with everything that belongs below it. Lines of a width for names so that columns line up. */
export function verdictLines(verdict: Verdict, nameWidth: number): string[] {
  const { file, status, seconds } = verdict
  const time = `${seconds.toFixed(2)} s`.padStart(8)
  const name = file.padEnd(nameWidth)
  switch (status) {
    case 'not-tested':
      return [`${pc.yellow(' none ')}  ${name}  ${' '.repeat(8)}  not tested: no expect section and no golden result`]
    case 'no-data':
      return [`${pc.yellow(' none ')}  ${name}  ${' '.repeat(8)}  ${problemLines(verdict).join(' ')}`]
    case 'passed': {
      const { findings, update } = verdict
      // An empty expect section: that it runs is what is tested.
      const held = heldTo(findings!) || (update ? '' : 'runs to its end')
      const said = [held, ...notes(verdict)].filter((text) => text !== '').join('; ')
      return [`${pc.green('   ok ')}  ${name}  ${time}  ${said}`.trimEnd(), ...updateLines(update)]
    }
    case 'failed':
      return [`${pc.red(' FAIL ')}  ${name}  ${time}`, ...problemLines(verdict).map((line) => INDENT + colored(line))]
  }
}

/** What was wrong, without colours. */
export function problemLines({ status, findings, error, missingData, withheld }: Verdict): string[] {
  if (error) return errorText(error).split('\n')
  if (missingData) {
    const hint = status === 'failed' ? ' (--allow-missing-data leaves such scenarios out)' : ''
    return [`data not there: ${missingData.join(', ')}${hint}`]
  }
  if (!findings) return []
  const unmet = findings.expectations.filter(({ met }) => !met)
  return [
    ...unmet.map(({ place, name, wanted, got }) => `${place}  ${name}: wanted ${wanted}, got ${got}`),
    ...(findings.golden ? goldenLines(findings.golden) : []),
    ...(withheld ? ['the golden result is not written: the run is not what its scenario expects'] : []),
  ]
}

export function totalsLine(verdicts: readonly Verdict[], seconds: number): string {
  const count = (status: Verdict['status']): number => verdicts.filter((one) => one.status === status).length
  const parts = [
    count('failed') > 0 ? pc.red(`${count('failed')} failed`) : '',
    pc.green(`${count('passed')} passed`),
    count('not-tested') > 0 ? `${count('not-tested')} not tested` : '',
    count('no-data') > 0 ? `${count('no-data')} left out for lack of data` : '',
  ]
  return `${parts.filter((text) => text !== '').join(', ')}    ${seconds.toFixed(1)} s`
}

export function junitCase(verdict: Verdict): JUnitCase {
  const { file, status, seconds, error, missingData } = verdict
  const lines = problemLines(verdict)
  const told = { message: lines[0] ?? '', text: lines.join('\n') }
  const base = { name: file, file, seconds }
  if (status === 'not-tested') return { ...base, skipped: 'no expect section and no golden result' }
  if (status === 'no-data') return { ...base, skipped: told.text }
  if (status === 'passed') return base
  return error || missingData ? { ...base, error: told } : { ...base, failure: told }
}

function heldTo({ expectations, golden }: TestFindings): string {
  const { length } = expectations
  const parts = [length > 0 ? `${length} expectation${length === 1 ? '' : 's'}` : '', golden ? 'golden' : '']
  return parts.filter((text) => text !== '').join(', ')
}

function notes({ findings, update }: Verdict): string[] {
  const journal = update ? undefined : findings?.golden?.journal
  if (journal === 'none') return ['no golden journal to compare with']
  return journal === 'other' ? ['the golden journal is of another run: --update writes it anew'] : []
}

function goldenLines({ figures, made, firstWrong, journal, unreadable }: GoldenFindings): string[] {
  if (unreadable !== undefined) return [unreadable]
  if (figures.length === 0) return []
  return [
    `golden result: ${counted(figures, 'figure')} not the same (golden -> now)`,
    ...changeLines(figures),
    ...(made.length === 0 ? [] : ['the run is made of something else', ...changeLines(made)]),
    ...(firstWrong ? wrongLines(firstWrong, journal === 'other') : [journalWords(journal)]),
  ]
}

function wrongLines({ seq, before, wanted, got }: FirstWrong, isOther: boolean): string[] {
  const of = isOther ? ' (by a golden journal that is not of the golden result)' : ''
  return [
    `golden journal: entry ${seq} is the first that differs${of}`,
    ...before.map((line) => `    ${line}`),
    `${WANTED}${wanted}`,
    `${GOT}${got}`,
  ]
}

function colored(line: string): string {
  return line.startsWith(WANTED) ? pc.red(line) : line.startsWith(GOT) ? pc.green(line) : line
}

function journalWords(journal: GoldenFindings['journal']): string {
  return journal === 'none'
    ? 'golden journal: none to compare with, so the first wrong entry is not known; --update writes one'
    : 'golden journal: every entry is the same'
}

function updateLines(update: GoldenUpdate | undefined): string[] {
  if (update === undefined) return []
  const { what, figures, firstChanged, keepsJournal, fills, entries } = update
  const size = `${fills} fills, ${entries} entries`
  const lines = {
    new: [`golden result written: ${size}`],
    kept: ['golden result: nothing changes'],
    changed: [
      `golden result written: ${counted(figures, 'figure')} changed (was -> is)`,
      ...changeLines(figures),
      ...(firstChanged === undefined ? [] : [`entries change from entry ${firstChanged} on`]),
    ],
  }[what]
  if (!keepsJournal) lines.push('its journal is too large to be kept: a first wrong entry will not be told')
  return lines.map((line) => `${INDENT}${line}`)
}

function changeLines(changes: readonly Change[]): string[] {
  const lines = changes.slice(0, FIGURES_SHOWN).map(({ path, was, now }) => `  ${path}  ${text(was)} -> ${text(now)}`)
  const more = changes.length - FIGURES_SHOWN
  return more > 0 ? [...lines, `  and ${more} more`] : lines
}

function counted(changes: readonly Change[], what: string): string {
  return `${changes.length} ${what}${changes.length === 1 ? '' : 's'}`
}

/** Hashes are cut: that they differ is all that can be seen of them. */
function text(value: string | undefined): string {
  if (value === undefined) return '(none)'
  return /^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 8)}…` : value
}
