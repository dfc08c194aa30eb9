/** Loaded into a process, prints its peak memory in MB as the last line when it ends. */
import { peakMb } from '../peak.ts'

process.on('exit', () => console.log(peakMb()))
