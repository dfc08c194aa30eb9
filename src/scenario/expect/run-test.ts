/**
 * The test of one run, where it is executed: sees every entry as it is written, and at the end says what of the
 * scenario's expectations was met and where the run parts from its golden journal. Its answer is plain data, which can
 * go to another thread.
 */
import type { EntryBody, EntryKind, JournalEntry, JournalSink } from '../../journal/entries.ts'
import { formatEntry } from '../../journal/format-entry.ts'
import type { JournalReader } from '../../journal/journal-reader.ts'
import { JournalWriter } from '../../journal/journal-writer.ts'
import type { Result } from '../../report/summary.ts'
import { sha256 } from '../../stores/journal-file.ts'
import {
  GOLDEN_JOURNAL_BYTES_MAX,
  goldenFiles,
  hasGolden,
  openGoldenJournal,
  packJournal,
  readGoldenResult,
} from '../golden.ts'
import { type Change, DifferenceSink, figureChanges, makeChanges } from '../golden-diff.ts'
import type { LoadedScenario } from '../load.ts'
import type { PreparedRun } from '../prepare.ts'
import { checkExpectations, type Finding } from './check.ts'
import { SequenceMatcher } from './sequence.ts'

export interface TestOrder {
  /** Also give the journal, packed as a golden one. */
  readonly keepJournal: boolean
}

export interface TestFindings {
  readonly expectations: readonly Finding[]
  /** Undefined where no golden result stands beside the scenario. */
  readonly golden?: GoldenFindings | undefined
  /** Null where it would be too large to be kept. */
  readonly packedJournal?: Uint8Array | null
}

export interface GoldenFindings {
  /** Why the golden files cannot be read. */
  readonly unreadable?: string
  readonly figures: readonly Change[]
  /** What the run is made of, where it differs; known from a golden journal alone. */
  readonly made: readonly Change[]
  /** Undefined where there is no golden journal, or no entry differs. */
  readonly firstWrong?: FirstWrong
  /** `other`: it is not the journal of the golden result. */
  readonly journal: 'compared' | 'none' | 'other'
}

/** The first entry that differs, as lines for people. */
export interface FirstWrong {
  readonly seq: number
  readonly before: readonly string[]
  readonly wanted: string
  readonly got: string
}

/** Journals become some four times smaller: one beyond this is not even tried. */
const JOURNAL_BYTES_MAX = 16 * GOLDEN_JOURNAL_BYTES_MAX

export class RunTest {
  readonly #loaded: LoadedScenario
  readonly #prepared: PreparedRun
  readonly #matchers: readonly SequenceMatcher[]
  readonly #chunks: Uint8Array[] = []
  #bytes = 0
  readonly #keeper: JournalWriter | undefined
  #golden: { readonly result?: Result; readonly journal?: JournalReader; readonly unreadable?: string } | undefined
  #difference: DifferenceSink | undefined

  constructor(loaded: LoadedScenario, prepared: PreparedRun, { keepJournal }: TestOrder) {
    this.#loaded = loaded
    this.#prepared = prepared
    this.#matchers = (loaded.beside?.expect?.sequence ?? []).map((sequence) => new SequenceMatcher(sequence))
    if (keepJournal) {
      this.#keeper = new JournalWriter(prepared.manifest, sha256, (chunk) => this.#keep(chunk))
    }
    if (hasGolden(loaded.file)) this.#golden = openGolden(loaded.file)
  }

  /** Puts itself in front of a journal. */
  through(journal: JournalSink): JournalSink {
    const watched: JournalSink = {
      append: <K extends EntryKind>(kind: K, ts: number, cause: number, body: EntryBody<K>): number => {
        const seq = journal.append(kind, ts, cause, body)
        this.#keeper?.append(kind, ts, cause, body)
        for (const matcher of this.#matchers) matcher.see(kind, seq, body)
        return seq
      },
    }
    if (!this.#golden?.journal) return watched
    this.#difference = new DifferenceSink(this.#golden.journal, watched)
    return this.#difference
  }

  findings(result: Result): TestFindings {
    const outcomes = this.#matchers.map((matcher) => matcher.outcome())
    this.#keeper?.seal()
    return {
      expectations: checkExpectations(this.#loaded, this.#prepared.instruments, result, outcomes),
      golden: this.#goldenFindings(result),
      ...(this.#keeper && { packedJournal: this.#bytes > JOURNAL_BYTES_MAX ? null : packJournal(this.#chunks) }),
    }
  }

  #goldenFindings(result: Result): GoldenFindings | undefined {
    if (this.#golden === undefined) return undefined
    const { result: golden, journal, unreadable } = this.#golden
    if (golden === undefined) return { figures: [], made: [], journal: 'none', unreadable: unreadable ?? '' }
    const aliases = this.#prepared.instruments.map(({ alias }) => alias)
    const figures = figureChanges(golden, JSON.parse(JSON.stringify(result)), aliases)
    const first = this.#difference?.end(result.entries)
    const made = journal ? makeChanges(journal.manifestText, this.#prepared.manifest) : []
    return {
      figures,
      made,
      ...(first && {
        firstWrong: {
          seq: first.seq,
          before: first.before.map((entry) => this.#line(entry)),
          wanted: this.#line(first.expected),
          got: this.#line(first.actual),
        },
      }),
      journal: journal === undefined ? 'none' : rootOf(journal) === golden.rootHash ? 'compared' : 'other',
      ...(unreadable !== undefined && { unreadable }),
    }
  }

  #keep(chunk: Uint8Array): void {
    this.#bytes += chunk.length
    if (this.#bytes > JOURNAL_BYTES_MAX) this.#chunks.length = 0
    else this.#chunks.push(chunk.slice())
  }

  #line(entry: JournalEntry | undefined): string {
    if (entry === undefined) return '(no more entries)'
    const instruments = this.#prepared.instruments.map(({ instrument }) => instrument)
    return formatEntry(entry, instruments)
  }
}

function openGolden(scenarioFile: string): {
  readonly result?: Result
  readonly journal?: JournalReader
  readonly unreadable?: string
} {
  const files = goldenFiles(scenarioFile)
  const read: { result?: Result; journal?: JournalReader } = {}
  try {
    read.result = readGoldenResult(files.result)
    const journal = openGoldenJournal(files.journal)
    return { ...read, ...(journal && { journal }) }
  } catch (error) {
    return { ...read, unreadable: (error as Error).message }
  }
}

/** Of what was not read yet too. */
function rootOf(journal: JournalReader): string {
  while (journal.next()) {
    // Reading is hashing.
  }
  return journal.rootSoFar
}
