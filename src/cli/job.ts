/** A long job on files: with progress, and with Ctrl-C, which leaves nothing half-made behind. */
import { onInterrupt } from './interrupt.ts'
import { type PhaseProgress, phasedProgress } from './progress.ts'

/** What every command with a long job takes. */
export interface JobOptions {
  readonly json?: boolean
  readonly quiet?: boolean
}

/**
 * Runs `work`, which tells where it stands through `step`. On Ctrl-C its next step throws `Interrupted`: what it has
 * begun it must undo.
 */
export async function runJob<Result>(
  { json = false, quiet = false }: JobOptions,
  work: (step: (now: PhaseProgress) => void, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const shown = phasedProgress({ silent: json || quiet })
  const { signal, release } = onInterrupt()
  const step = (now: PhaseProgress): void => {
    signal.throwIfAborted()
    shown.update(now)
  }
  try {
    return await work(step, signal)
  } finally {
    shown.stop()
    release()
  }
}
