/** What a screen reader and weak eyes need of a page; what is missing, in words. */
import type { Page } from 'playwright-core'

export async function accessibilityProblems(page: Page): Promise<string[]> {
  return [...(await structureProblems(page)), ...(await contrastProblems(page))]
}

function structureProblems(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const problems: string[] = []
    const all = (selector: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(selector)]
    const name = (element: Element): string =>
      (element.getAttribute('aria-label') ?? element.textContent ?? '').replace(/\s+/g, ' ').trim()
    const check = (isFine: boolean, problem: string): void => {
      if (!isFine) problems.push(problem)
    }
    check(document.documentElement.lang !== '', 'the page has no language')
    check(document.title !== '', 'the page has no title')
    for (const landmark of ['main', 'header', 'nav[aria-label]'])
      check(all(landmark).length === 1, `${landmark} not once`)
    check(all('h1').length === 1, 'not one h1')
    let level = 0
    for (const heading of all('h1, h2, h3, h4, h5, h6')) {
      const own = Number(heading.tagName[1])
      check(own <= level + 1, `heading "${name(heading)}" skips a level`)
      check(name(heading) !== '', 'a heading is empty')
      level = own
    }
    for (const table of all('table')) {
      check(
        name(table.querySelector('caption') ?? table.ownerDocument.createElement('i')) !== '',
        'a table has no caption',
      )
      check(
        [...table.querySelectorAll('th')].every((cell) => cell.hasAttribute('scope')),
        'a th has no scope',
      )
      check(table.querySelectorAll('thead th').length > 0, 'a table has no headings')
    }
    for (const image of all('[role="img"], img'))
      check((image.getAttribute('aria-label') ?? '') !== '', 'an image has no words')
    for (const svg of all('svg')) {
      check(svg.getAttribute('role') === 'img' || svg.getAttribute('aria-hidden') === 'true', 'a drawing is neither')
    }
    for (const control of all('a, button, summary, [tabindex="0"]'))
      check(name(control) !== '', `${control.tagName} has no name`)
    const ids = all('[id]').map(({ id }) => id)
    check(new Set(ids).size === ids.length, 'an id is there twice')
    for (const attribute of ['aria-labelledby', 'aria-describedby']) {
      for (const element of all(`[${attribute}]`)) {
        check(ids.includes(element.getAttribute(attribute)!), `${attribute} leads nowhere`)
      }
    }
    for (const link of all('a[href^="#"]'))
      check(ids.includes(link.getAttribute('href')!.slice(1)), 'a link leads nowhere')
    return problems
  })
}

/** Text needs a contrast of 4.5 with what is behind it (WCAG 2, AA). */
function contrastProblems(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const parse = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number)
    const luminance = ([r = 0, g = 0, b = 0]: number[]): number => {
      const [x, y, z] = [r, g, b].map((part) => {
        const share = part / 255
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * x! + 0.7152 * y! + 0.0722 * z!
    }
    const behind = (element: Element | null): number[] => {
      for (let at = element; at; at = at.parentElement) {
        const colour = parse(getComputedStyle(at).backgroundColor)
        if (colour.length === 3 || colour[3] === 1) return colour
      }
      return [255, 255, 255]
    }
    const problems = new Set<string>()
    for (const element of document.querySelectorAll('body *')) {
      const hasText = [...element.childNodes].some(
        ({ nodeType, data }: Node & { data?: string }) => nodeType === 3 && data?.trim(),
      )
      if (!hasText || /^(?:script|style|noscript|title)$/i.test(element.tagName)) continue
      const style = getComputedStyle(element)
      const ink = element instanceof SVGElement ? style.fill : style.color
      const [a, b] = [luminance(parse(ink)), luminance(behind(element))]
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
      // What is not read aloud is a sign, not text.
      const least = element.getAttribute('aria-hidden') === 'true' ? 3 : 4.5
      if (contrast < least)
        problems.add(`"${element.textContent?.slice(0, 40)}" has a contrast of ${contrast.toFixed(2)}`)
    }
    return [...problems]
  })
}
