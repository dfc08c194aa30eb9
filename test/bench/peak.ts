/** Peak memory of this process, in MB. */
import { existsSync, readFileSync } from 'node:fs'

export function peakMb(): number {
  // What the system counts for resourceUsage may be the memory of the process that started this one, if that had more.
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
  const peakKb = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS
  return Math.round(Number(peakKb) / 1024)
}
