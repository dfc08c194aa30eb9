/**
 * The named policies of the importers: everything that an import may change, leave out or refuse. What a policy did
 * stands in the manifest's `repairs` under its name. Most do the only right thing and are named to be counted; those
 * with a choice are in `POLICY_CHOICES`, the default first.
 */
import { InputError } from '../../core/bug.ts'
import type { MarketRepair } from '../manifest.ts'

export const POLICY_CHOICES = {
  /** The recorder's clock is behind the venue's: shift every receipt, or keep negative latencies. */
  'clock-skew': ['shift', 'keep'],
  /** A price that is no whole number of ticks: refuse the input, or leave the row out. */
  'off-tick': ['error', 'drop'],
  /** A quantity that is no whole number of quantity steps: refuse the input, or leave the row out. */
  'off-step': ['error', 'drop'],
  /** A trade whose `X` is not MARKET: leave it out, or take it as a trade. */
  'insurance-fund': ['drop', 'keep'],
  /** A file that ends inside a line or inside its compression: refuse it, or keep the whole lines before the tear. */
  'torn-tail': ['error', 'keep'],
} as const

type Choices = typeof POLICY_CHOICES
/** What the user chose; what is absent has its default. */
export type ImportPolicies = { readonly [Name in keyof Choices]?: Choices[Name][number] }
/** Every policy with its choice. */
export type ResolvedPolicies = { readonly [Name in keyof Choices]: Choices[Name][number] }

/** What each policy did, in the words of the manifest, and in the order of the manifest. */
const POLICY_WORDS = {
  'torn-tail': 'left out the torn line at the end of a file',
  'receipt-order': 'raised localTs to that of the line before, since receipt cannot go back',
  'before-snapshot': 'left out levels of depth messages that no snapshot joins',
  'late-snapshot': 'raised localTs of levels that had to wait for their snapshot to that of the snapshot',
  'repeated-depth': 'left out levels of depth messages whose updates were applied already',
  'depth-order': 'raised exchTs to that of the depth message before, since updates are ordered by id',
  'repeated-trade': 'left out trades whose id is not above the one before',
  'insurance-fund': 'left out trades whose X is not MARKET',
  'off-tick': 'left out rows whose price is no whole number of ticks',
  'off-step': 'left out rows whose quantity is no whole number of quantity steps',
  'clock-skew': 'added one shift to every localTs, so that the smallest latency is the base latency',
  'event-order': 'split rows whose two clocks disagree into one for the venue and one for the trader',
} as const

export type PolicyName = keyof typeof POLICY_WORDS

/** Fills in the defaults. Throws `InputError` for a policy or a choice that does not exist. */
export function resolvePolicies(chosen: ImportPolicies): ResolvedPolicies {
  const resolved: Record<string, string> = {}
  for (const [name, choices] of Object.entries(POLICY_CHOICES)) resolved[name] = choices[0]
  for (const [name, choice] of Object.entries(chosen)) {
    if (choice === undefined) continue
    const choices: readonly string[] | undefined = POLICY_CHOICES[name as keyof Choices]
    if (!choices) {
      const names = Object.keys(POLICY_CHOICES).join(', ')
      throw new InputError({ path: 'policies' }, `"${name}" is no policy with a choice. One of: ${names}.`)
    }
    if (!choices.includes(choice)) {
      throw new InputError({ path: `policies.${name}` }, `"${choice}" is no choice. One of: ${choices.join(', ')}.`)
    }
    resolved[name] = choice
  }
  return resolved as ResolvedPolicies
}

/** Counts what the policies did. */
export class RepairTally {
  readonly #rows = new Map<PolicyName, number>()
  #shiftNs = 0

  count(policy: PolicyName, rows = 1): void {
    this.#rows.set(policy, (this.#rows.get(policy) ?? 0) + rows)
  }

  shift(policy: 'clock-skew', rows: number, shiftNs: number): void {
    this.count(policy, rows)
    this.#shiftNs = shiftNs
  }

  /** What happened at least once. */
  repairs(): MarketRepair[] {
    const repairs: MarketRepair[] = []
    for (const [name, did] of Object.entries(POLICY_WORDS)) {
      const rows = this.#rows.get(name as PolicyName) ?? 0
      if (rows === 0) continue
      const shift = name === 'clock-skew' ? { shiftNs: String(this.#shiftNs) } : {}
      repairs.push({ policy: name, did, rows, ...shift })
    }
    return repairs
  }
}
