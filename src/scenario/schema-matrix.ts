/** The part of the schema that says which fields take several values in turn: `hftsim compare` runs them all. */
import * as z from 'zod'
import type { Matrix, MatrixValues } from './matrix.ts'
import type { Field } from './schema-fields.ts'

const values: Field<MatrixValues> = z.xor([
  z.array(z.unknown()).min(1, { error: 'The list of values is empty.' }).describe('The values, named by themselves.'),
  z
    .record(z.string(), z.unknown())
    .refine((named) => Object.keys(named).length > 0, { error: 'There is no value: give at least one "name: value".' })
    .describe('The values by names of your choice.'),
])

export const matrix: Field<Matrix> = z
  .record(z.string(), values)
  .refine((paths) => Object.keys(paths).length > 0, { error: 'Names no field: give at least one "path: [values]".' })
