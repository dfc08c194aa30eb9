/** Runs one scenario as the command line does, in a process of its own, and prints its peak memory. */
import { join } from 'node:path'
import { main } from '../../src/cli/main.ts'
import { peakMb } from './peak.ts'

const [scenario, folder] = process.argv.slice(2)
const log = console.log
console.log = () => {}
const startedMs = performance.now()
await main(['backtest', scenario!, '--quiet', '--force', '--out', join(folder!, 'peak')])
const seconds = (performance.now() - startedMs) / 1000
log(`peak ${peakMb()} MB, whole process ${seconds.toFixed(2)} s`)
