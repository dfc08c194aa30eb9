/** Test results as JUnit XML, the form that CI servers read: one case a scenario. */

export interface JUnitCase {
  readonly name: string
  readonly file: string
  readonly seconds: number
  /** What was wrong: `message` in one line, `text` in full. Both may be anything that a user wrote. */
  readonly failure?: { readonly message: string; readonly text: string }
  /** It came to no result. */
  readonly error?: { readonly message: string; readonly text: string }
  /** Why it was not run. */
  readonly skipped?: string
}

export function junitXml(suite: string, cases: readonly JUnitCase[]): string {
  const count = (is: (one: JUnitCase) => unknown): number => cases.filter((one) => is(one) !== undefined).length
  const totals = attributes({
    name: suite,
    tests: String(cases.length),
    failures: String(count(({ failure }) => failure)),
    errors: String(count(({ error }) => error)),
    skipped: String(count(({ skipped }) => skipped)),
    time: seconds(cases.reduce((sum, one) => sum + one.seconds, 0)),
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${totals}>`,
    `  <testsuite ${totals}>`,
    ...cases.map(caseXml),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function caseXml({ name, file, seconds: time, failure, error, skipped }: JUnitCase): string {
  const head = `    <testcase ${attributes({ name, classname: file, file, time: seconds(time) })}`
  const inside: string[] = []
  for (const [tag, told] of Object.entries({ failure, error })) {
    if (told) inside.push(`      <${tag} ${attributes({ message: told.message })}>${escapeText(told.text)}</${tag}>`)
  }
  if (skipped !== undefined) inside.push(`      <skipped ${attributes({ message: skipped })}/>`)
  return inside.length === 0 ? `${head}/>` : [`${head}>`, ...inside, '    </testcase>'].join('\n')
}

function attributes(values: Readonly<Record<string, string>>): string {
  // Line ends and tabs in an attribute are read as spaces unless they are written as references.
  const quoted = (text: string): string =>
    escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')
  return Object.entries(values)
    .map(([name, value]) => `${name}="${quoted(value)}"`)
    .join(' ')
}

/** What XML 1.0 cannot hold, not even as a reference (control characters, half surrogate pairs), becomes U+FFFD. */
function escapeText(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll('\r\n', '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that must go.
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
  )
}

function seconds(value: number): string {
  return value.toFixed(3)
}
