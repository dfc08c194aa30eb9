/**
 * `npm run build`: makes `dist/` anew. What was there goes when all is made: no file of it stays, and a build that
 * fails leaves it as it was. Plain JavaScript, as an install runs it under the machine's own Node, from 20 on.
 */
import { renameSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { makePackage } from './make-package.js'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
const made = `${dist}.tmp`
rmSync(made, { recursive: true, force: true })
try {
  await makePackage(made)
  rmSync(dist, { recursive: true, force: true })
  renameSync(made, dist)
} catch (error) {
  // The compilers have said what is wrong, and where.
  console.error(`Not built: ${error.message}`)
  process.exitCode = 1
} finally {
  rmSync(made, { recursive: true, force: true })
}
