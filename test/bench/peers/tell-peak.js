/** Loaded into a process, prints its peak memory in MB as the last line when it ends. */
import { existsSync, readFileSync } from 'node:fs'

process.on('exit', () => {
  // What the system counts for resourceUsage may be the memory of the process that started this one, if that had more.
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
  const peakKb = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS
  console.log(Math.round(Number(peakKb) / 1024))
})
