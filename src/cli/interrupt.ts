/** What a job ends with when Ctrl-C cut it short and nothing of it was kept. */
export class Interrupted extends Error {
  override name = 'Interrupted'
}

/** Ctrl-C as a signal: the first ends the work in good order, the second ends the process at once. */
export function onInterrupt(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController()
  const abort = (): void => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort(new Interrupted('Interrupted: nothing was kept.'))
  }
  process.on('SIGINT', abort)
  process.on('SIGTERM', abort)
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', abort)
      process.off('SIGTERM', abort)
    },
  }
}
