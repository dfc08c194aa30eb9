/** Instants as people read them: the time of day in UTC with its nanoseconds, since a run begins at midnight. */
import { NANOS_PER_DAY } from '../core/units.ts'

const SECOND = 1_000_000_000
const TIME = /^(?:(\d{1,3})d )?(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/

/** "00:00:10.100000000"; on later days of a run "2d 00:00:10.100000000". */
export function formatTimeOfDay(ts: number): string {
  const day = Math.floor(ts / NANOS_PER_DAY)
  const ofDay = ts - day * NANOS_PER_DAY
  const seconds = Math.floor(ofDay / SECOND)
  const two = (count: number): string => String(count).padStart(2, '0')
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return `${day === 0 ? '' : `${day}d `}${clock}.${String(ofDay - seconds * SECOND).padStart(9, '0')}`
}

/** The inverse; seconds and their fraction may be left out ("09:30"). Undefined for any other text. */
export function parseTimeOfDay(text: string): number | undefined {
  const match = TIME.exec(text)
  if (!match) return undefined
  const [days, hours, minutes, seconds] = [match[1], match[2], match[3], match[4]].map((part) => Number(part ?? 0))
  if (hours! > 23 || minutes! > 59 || seconds! > 59) return undefined
  const fraction = Number((match[5] ?? '').padEnd(9, '0'))
  return days! * NANOS_PER_DAY + (hours! * 3600 + minutes! * 60 + seconds!) * SECOND + fraction
}
