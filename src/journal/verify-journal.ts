/** Checks a journal from its first byte to its last, and says how much of it stands. */
import { type ByteSource, bytesFrom } from './byte-source.ts'
import type { Sha256 } from './chain.ts'
import { type JournalProblem, JournalReader } from './journal-reader.ts'

export interface VerifyReport {
  /** Canonical JSON of what the run was made of; empty where the header is damaged. */
  readonly manifestText: string
  /** Entries that stand, from the first on without a break. */
  readonly entries: number
  /** Root hash over those entries, in hexadecimal: of a sealed journal, its root hash. */
  readonly root: string
  /** Whether the journal is whole: it ends in its final seal. */
  readonly sealed: boolean
  readonly problem?: JournalProblem
  /** Of a torn journal: its whole entries are good, and take so many bytes with their header. */
  readonly recovered?: { readonly entries: number; readonly bytes: number }
}

/** Reads to the end, in bounded memory. Never throws for what the bytes are, only what their source throws. */
export function verifyJournal(journal: Uint8Array | ByteSource, sha256: Sha256): VerifyReport {
  const reader = new JournalReader(journal instanceof Uint8Array ? bytesFrom(journal) : journal, sha256)
  while (reader.next()) {
    // Reading is checking.
  }
  const { manifestText, entries, rootSoFar: root, sealed, problem } = reader
  const report = { manifestText, entries, root, sealed }
  if (!problem) return report
  if (problem.kind === 'corrupt') return { ...report, problem }
  return { ...report, problem, recovered: { entries, bytes: problem.byteOffset } }
}
