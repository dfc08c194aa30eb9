/** The part of the data that a scenario runs on: from one instant up to another, given as people write instants. */
import * as z from 'zod'
import { show } from '../core/quantity.ts'
import { parseInstant } from '../data/instant.ts'
import type { SpanChoice } from './full-scenario.ts'
import type { Field } from './schema-fields.ts'

const EXAMPLES = ['09:30', '09:30:00.000000001', '2024-08-08T09:30:00Z']
const TIME = '\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?'
const PATTERN = `^(\\d{4}-\\d{2}-\\d{2}[T ]${TIME}Z?|(\\d{1,3}d )?${TIME})$`

/** As it was written: what it means depends on the first day of the data. */
const instant: Field<string> = z.codec(
  z.unknown().meta({ title: 'Instant', examples: EXAMPLES, type: 'string', pattern: PATTERN }),
  z.string(),
  {
    decode: (text, context) => {
      if (typeof text === 'string' && parseInstant(text, 0n) !== undefined) return text
      const [time, exact, withDay] = EXAMPLES
      const ways = `a time of day such as "${time}" or "${exact}", or with its day such as "${withDay}"`
      const message = `${show(text)} is not an instant: write ${ways}.`
      context.issues.push({ code: 'custom', message, input: text })
      return z.NEVER
    },
    encode: (text) => text,
  },
)

export const span: Field<SpanChoice> = z
  .strictObject({
    from: z.exactOptional(
      instant.describe(
        'The first instant of it. Both books are as they were then. Default: the beginning of the data.',
      ),
    ),
    to: z.exactOptional(instant.describe('The first instant behind it. Default: the end of the data.')),
  })
  .refine(({ from, to }) => from !== undefined || to !== undefined, {
    error: 'Says nothing: give "from", "to" or both.',
  })
