import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { processOf, ROOT } from '../fakes/command-line.ts'
import { testOnLinux } from '../fakes/where-possible.ts'

/** Runs hftsim in bash, with its standard output redirected. */
function redirected(redirection: string, ...args: string[]): { code: number; out: string; err: string } {
  const [command, full] = processOf(...args)
  const script = `"$@" ${redirection}; exit "\${PIPESTATUS[0]}"`
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', command, ...full], { encoding: 'utf8' })
  return { code: status ?? -1, out: stdout, err: stderr }
}

test('a reader that has seen enough is no failure', () => {
  const { code, out, err } = redirected('| head -2', 'scenario', 'schema')
  expect([code, err]).toEqual([0, ''])
  expect(out.split('\n')).toHaveLength(3)
  expect(redirected('| true', 'scenario', 'schema')).toEqual({ code: 0, out: '', err: '' })
})

testOnLinux('a full disk is one', () => {
  const { code, err } = redirected('> /dev/full', 'data', 'info', join(ROOT, 'data/btcusdt-sample.arrow'))
  expect(code).toBe(1)
  expect(err).toMatch(/^Standard output cannot be written: ENOSPC/)
})
