/** Tests that mean something only on some systems, or for some users. Where they are skipped they say so in a line. */
import { test } from 'vitest'

/** The superuser may write anywhere, so there a refusal cannot be seen. */
export function testUnlessRoot(name: string, body: () => void | Promise<void>): void {
  const isRoot = process.platform === 'win32' || process.getuid?.() === 0
  testWhere(!isRoot, name, 'the superuser may write anywhere. Run as another user.', body)
}

export function testOnUnix(name: string, body: () => void | Promise<void>): void {
  testWhere(process.platform !== 'win32', name, 'it needs a Unix shell.', body)
}

/** For /proc and /dev/full. */
export function testOnLinux(name: string, body: () => void | Promise<void>): void {
  testWhere(process.platform === 'linux', name, 'it needs Linux.', body)
}

function testWhere(isPossible: boolean, name: string, why: string, body: () => void | Promise<void>): void {
  if (!isPossible) console.log(`SKIPPED ${name}: ${why}`)
  test.skipIf(!isPossible)(name, body)
}
