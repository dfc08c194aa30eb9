/**
 * Runs one command line in a process of its own, says nothing of it, and prints its time, the processor time that it
 * got, and its peak memory as JSON.
 */
import { main } from '../../src/cli/main.ts'
import { peakMb } from './peak.ts'

const { log } = console
console.log = () => {}
const startedMs = performance.now()
const code = await main(process.argv.slice(2))
const seconds = (performance.now() - startedMs) / 1000
if (code !== 0) throw new Error(`Exit code ${code}`)
const { user, system } = process.cpuUsage()
log(JSON.stringify({ seconds, processorSeconds: (user + system) / 1e6, peakMb: peakMb() }))
