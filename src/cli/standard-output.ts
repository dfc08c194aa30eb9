/**
 * What becomes of a standard output that cannot be written to. A reader that has seen enough (`| head`) is no failure:
 * the command goes on in silence and ends as it would have. A full disk is one.
 */
export function watchStandardOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return
      if (stream === process.stdout) console.error(`Standard output cannot be written: ${error.message}`)
      process.on('exit', () => {
        process.exitCode = 1
      })
    })
  }
}

/** False once nobody reads any more: long listings end there. */
export function isRead(): boolean {
  return !process.stdout.destroyed && process.stdout.errored === null
}
