import { expect, test } from 'vitest'
import { type JUnitCase, junitXml } from '../../src/report/junit.ts'

const xml = (...cases: Partial<JUnitCase>[]): string =>
  junitXml(
    'suite',
    cases.map((one) => ({ name: 'a.yaml', file: 'a.yaml', seconds: 0.25, ...one })),
  )

test('a case passes, fails, breaks or is left out', () => {
  const told = { message: 'fills: wanted 3', text: 'fills: wanted 3\nand more' }
  expect(xml({}, { failure: told }, { error: told }, { skipped: 'no data' })).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="suite" tests="4" failures="1" errors="1" skipped="1" time="1.000">
      <testsuite name="suite" tests="4" failures="1" errors="1" skipped="1" time="1.000">
        <testcase name="a.yaml" classname="a.yaml" file="a.yaml" time="0.250"/>
        <testcase name="a.yaml" classname="a.yaml" file="a.yaml" time="0.250">
          <failure message="fills: wanted 3">fills: wanted 3
    and more</failure>
        </testcase>
        <testcase name="a.yaml" classname="a.yaml" file="a.yaml" time="0.250">
          <error message="fills: wanted 3">fills: wanted 3
    and more</error>
        </testcase>
        <testcase name="a.yaml" classname="a.yaml" file="a.yaml" time="0.250">
          <skipped message="no data"/>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `)
})

test('what a user wrote stays text, and what XML cannot hold is marked', () => {
  const hostile = `</testcase><x a="1" b='2'>&amp; ]]> \u0000\u0007\u001b[31m \ud800 \ufffe\r\nline\ttab \u{1f600}`
  const text = xml({ name: hostile, file: hostile, failure: { message: hostile, text: hostile } })
  const safe =
    '&lt;/testcase&gt;&lt;x a="1" b=\'2\'&gt;&amp;amp; ]]&gt; \ufffd\ufffd\ufffd[31m \ufffd \ufffd\nline\ttab \u{1f600}'
  expect(text).toContain(`>${safe}</failure>`)
  const attribute = safe.replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')
  expect(text).toContain(`name="${attribute}" classname="${attribute}"`)
  expect(text.match(/<[a-z]+/g)).toEqual(['<testsuites', '<testsuite', '<testcase', '<failure'])
})
