/**
 * Apache Arrow, from the one file that it also comes in: as modules it is a hundred and fifty files, which take 75 ms
 * to load, a sixth of a short run.
 */
import { createRequire } from 'node:module'

export const arrow: typeof import('apache-arrow') = createRequire(import.meta.url)('apache-arrow/Arrow.esnext.min')
