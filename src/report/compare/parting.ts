/** Where the journals of two runs part: the first entry that is not the same, in words, and what led to it. */
import { toFloat } from '../../core/decimal.ts'
import { diffEntries, sameEntry } from '../../journal/compare-entries.ts'
import { ENTRY_FIELDS, type JournalEntry } from '../../journal/entries.ts'
import { formatEntry } from '../../journal/format-entry.ts'
import { formatTimeOfDay } from '../../journal/time-of-day.ts'
import type { Instrument } from '../../market/instrument.ts'
import { formatCount, formatDuration } from '../figures.ts'
import type { SettingDifference } from './setting-differences.ts'

/** A journal that can be read from its start as often as needed. */
export interface ReadableRun {
  readonly label: string
  /** By id. */
  readonly instruments: readonly Instrument[]
  read<T>(look: (entries: Iterable<JournalEntry>) => T): T
}

export interface Parting {
  readonly first: string
  readonly second: string
  readonly settings: readonly SettingDifference[]
  /** Null where both journals are the same to their ends. */
  readonly entry: PartingEntry | null
}

export interface PartingEntry {
  /** Entries before it that are the same. */
  readonly seq: number
  /** What happened, in a sentence or two. */
  readonly words: string
  /** The entries of both runs as `journal show` prints them; null for a journal that has ended. */
  readonly firstLine: string | null
  readonly secondLine: string | null
  /** What led to each of them: its causes, the nearest first. */
  readonly firstCauses: readonly string[]
  readonly secondCauses: readonly string[]
}

const SAMPLING = 'scenario.metrics.sampleEvery'
/** Causes that are looked up, back from the entry. */
const CAUSES_MAX = 3

export function partingOf(first: ReadableRun, second: ReadableRun, settings: readonly SettingDifference[]): Parting {
  // Samples taken at other times change nothing of a run: they would hide what does.
  const samplesDiffer = settings.some(({ path }) => path === SAMPLING)
  const diff = samplesDiffer ? diffWithoutSamples : diffEntries
  const found = first.read((a) => second.read((b) => diff(a, b)))
  const named = { first: first.label, second: second.label, settings }
  if (found === undefined) return { ...named, entry: null }
  const { seq, expected: a, actual: b } = found
  const same = sameBefore(seq, samplesDiffer)
  return {
    ...named,
    entry: {
      seq,
      words: `${same} ${inWords(first, a, second, b)}`,
      firstLine: lineOf(a, first),
      secondLine: lineOf(b, second),
      firstCauses: causesOf(a, first),
      secondCauses: causesOf(b, second),
    },
  }
}

function sameBefore(count: number, samplesLeftOut: boolean): string {
  if (count === 0) return 'They differ from the start on.'
  const without = samplesLeftOut ? ', samples left out,' : ''
  return count === 1
    ? `The entry before${without} is the same.`
    : `The ${formatCount(count)} entries before${without} are the same.`
}

/** As `diffEntries`, of the entries that are no samples: `seq` counts those. */
function diffWithoutSamples(a: Iterable<JournalEntry>, b: Iterable<JournalEntry>): ReturnType<typeof diffEntries> {
  return diffEntries(withoutSamples(a), withoutSamples(b), sameButForPlace)
}

function* withoutSamples(entries: Iterable<JournalEntry>): Generator<JournalEntry> {
  for (const entry of entries) if (entry.kind !== 'MarketMarked') yield entry
}

function sameButForPlace(a: JournalEntry, b: JournalEntry): boolean {
  return sameEntry(a, { ...b, seq: a.seq, cause: a.cause } as JournalEntry)
}

function lineOf(entry: JournalEntry | undefined, { instruments }: ReadableRun): string | null {
  return entry === undefined ? null : formatEntry(entry, instruments)
}

/** An entry knows its cause by number alone: each step back reads the journal up to there once more. */
function causesOf(entry: JournalEntry | undefined, run: ReadableRun): string[] {
  const lines: string[] = []
  for (let here = entry; here !== undefined && here.cause >= 0 && lines.length < CAUSES_MAX; ) {
    const { cause } = here
    here = run.read((entries) => entryAt(entries, cause))
    if (here !== undefined) lines.push(formatEntry(here, run.instruments))
  }
  return lines
}

function entryAt(entries: Iterable<JournalEntry>, seq: number): JournalEntry | undefined {
  for (const entry of entries) if (entry.seq === seq) return entry
  return undefined
}

function inWords(
  { label: first, instruments }: ReadableRun,
  a: JournalEntry | undefined,
  { label: second }: ReadableRun,
  b: JournalEntry | undefined,
): string {
  if (a === undefined || b === undefined) {
    const [ended, goesOn, entry] = a === undefined ? [first, second, b!] : [second, first, a]
    return `Then ${ended} has ended, and ${goesOn} goes on: ${whatOf(entry)} at ${formatTimeOfDay(entry.ts)}.`
  }
  if (a.kind === b.kind && orderOf(a) === orderOf(b)) {
    const ts = a.ts === b.ts ? [] : [`at ${formatTimeOfDay(a.ts)} against ${formatTimeOfDay(b.ts)}`]
    const fields = [...ts, ...differingFields(a, b, instruments)]
    return `In both ${whatOf(a)} is next, but ${fields.join(', ')}.`
  }
  const apart = Math.abs(a.ts - b.ts)
  const when = apart === 0 ? 'at the same time' : `${formatDuration(apart)} ${a.ts < b.ts ? 'later' : 'earlier'}`
  return `Then ${first} has ${whatOf(a)} at ${formatTimeOfDay(a.ts)}, and ${second} has ${whatOf(b)} ${when}.`
}

const WHAT: Readonly<Record<JournalEntry['kind'], string>> = {
  RunStarted: 'the start',
  RunEnded: 'its end',
  TimerFired: 'a timer',
  MarketMarked: 'a sample of the market',
  SubmitOrder: 'a submission',
  ModifyOrder: 'a modification',
  CancelOrder: 'a cancel',
  CommandRefused: "the risk gate's refusal",
  OrderAccepted: "the venue's acceptance",
  OrderRejected: "the venue's rejection",
  OrderExpired: 'the expiry',
  OrderCanceled: 'the end by cancel',
  OrderModified: "the venue's modification",
  CancelRejected: 'a rejected cancel',
  ModifyRejected: 'a rejected modification',
  Fill: 'a fill',
}

function whatOf(entry: JournalEntry): string {
  const order = orderOf(entry)
  return order === undefined ? WHAT[entry.kind] : `${WHAT[entry.kind]} of order ${order}`
}

function orderOf(entry: JournalEntry): number | undefined {
  return 'order' in entry ? entry.order : undefined
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  exchTs: "the venue's time",
  aheadSteps: 'the quantity ahead',
  priceTicks: 'the price in ticks',
  leavesLots: 'the lots that are left',
  feeAtoms: 'the fee in atoms',
  bidTicks: 'the best bid in ticks',
  askTicks: 'the best ask in ticks',
  row: 'the market row seen last',
}

function differingFields(a: JournalEntry, b: JournalEntry, instruments: readonly Instrument[]): string[] {
  const values = (entry: JournalEntry): Readonly<Record<string, unknown>> => ({ ...entry })
  const instrument = 'instrument' in a ? instruments[a.instrument] : undefined
  const text = (name: string, value: unknown): string => {
    if (name === 'exchTs') return formatTimeOfDay(Number(value))
    if (name !== 'aheadSteps' || instrument === undefined) return String(value)
    return `${toFloat(Number(value), instrument.qtyStep)} ${instrument.base}`
  }
  const fields = Object.keys(ENTRY_FIELDS[a.kind]).filter((name) => values(a)[name] !== values(b)[name])
  // Where they say the same, they can only differ in what led to them.
  return (fields.length > 0 || a.ts !== b.ts ? fields : ['cause']).map((name) => {
    return `${FIELD_WORDS[name] ?? name} is ${text(name, values(a)[name])} against ${text(name, values(b)[name])}`
  })
}
