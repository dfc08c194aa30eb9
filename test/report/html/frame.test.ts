import { describe, expect, test } from 'vitest'
import { Bug } from '../../../src/core/bug.ts'
import { escapeHtml, html, scriptJson } from '../../../src/report/html/escape.ts'
import { htmlPage, section } from '../../../src/report/html/frame.ts'
import { facts, table } from '../../../src/report/html/table.ts'

describe('text in markup', () => {
  test('is shown as it is, whatever it says', () => {
    expect(escapeHtml(`<script>alert("1 & '2'")</script>\``)).toBe(
      '&lt;script&gt;alert(&quot;1 &amp; &#39;2&#39;&quot;)&lt;/script&gt;&#96;',
    )
    expect(escapeHtml('a\0b\u202Ec\uD800d\te')).toBe('a\uFFFDb\uFFFDc\uFFFDd\te')
    expect(escapeHtml('😀')).toBe('😀')
  })

  test('is escaped once, and markup is not', () => {
    const inner = html`<b>${'<i>'}</b>`
    expect(html`<p>${inner}${['&', 1, null, false, undefined]}</p>`.markup).toBe('<p><b>&lt;i&gt;</b>&amp;1</p>')
  })

  test('as JSON ends no element and comes back as it was', () => {
    const value = { '</script><script>': '<!-- \u2028 & \\u003c "' }
    const json = scriptJson(value)
    expect(json).not.toMatch(/[<>&\u2028]/)
    expect(JSON.parse(json)).toEqual(value)
  })
})

describe('a page', () => {
  test('allows its own scripts and styles by their hash and nothing else', () => {
    const page = htmlPage({
      title: '</title><script>x',
      body: section({ id: 'a', title: 'A', body: 'b' }),
      scripts: ['1'],
    })
    // SHA-256 of "1".
    expect(page).toContain('script-src &#39;sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=&#39;')
    expect(page).toContain('default-src &#39;none&#39;')
    expect(page).toContain('<title>&lt;/title&gt;&lt;script&gt;x</title>')
    expect(page).toContain('<section id="a" aria-labelledby="a-title">\n<h2 id="a-title">A</h2>')
  })

  test('refuses a script that would end its element', () => {
    expect(() => htmlPage({ title: '', body: '', scripts: ['"</script>"'] })).toThrow(Bug)
  })
})

describe('tables', () => {
  test('have a caption, and a scope for each heading', () => {
    const { markup } = table({
      caption: 'Fees <of> all',
      columns: [{ label: 'Who' }, { label: 'USDT', kind: 'figure' }],
      rows: [['maker', '<1>']],
    })
    expect(markup).toContain('<caption>Fees &lt;of&gt; all</caption>')
    expect(markup).toContain('<th scope="col">Who</th><th scope="col" class="figure">USDT</th>')
    expect(markup).toContain('<tr><th scope="row">maker</th><td class="figure">&lt;1&gt;</td></tr>')
  })

  test('say where there is nothing', () => {
    const { markup } = table({ caption: 'c', columns: [{ label: 'a' }, { label: 'b' }], rows: [], empty: 'No fees.' })
    expect(markup).toContain('<td class="empty" colspan="2">No fees.</td>')
  })

  test('single figures are a list of terms', () => {
    const { markup } = facts([{ label: 'Net', value: '-1', note: 'of <2>', tone: 'loss' }])
    expect(markup).toContain('<div class="loss"><dt>Net</dt><dd>-1</dd><dd class="note">of &lt;2&gt;</dd></div>')
  })
})
