/** What is really drawn on a chart: pixels in the colour of a line, since axes alone are pixels too. */
import type { Page } from 'playwright-core'

export interface Pixels {
  readonly count: number
  /** Middle of them, in pixels of the window. */
  readonly x: number
  readonly y: number
}

/** Pixels of a chart's canvas in a colour of the page's style, such as `equity`; thin lines are paler than it. */
export function pixelsOf(page: Page, chart: string, colour: string, tolerance = 6): Promise<Pixels> {
  return page.evaluate(
    ([selector, name, tolerance]) => {
      const canvas = document.querySelector<HTMLCanvasElement>(`${selector} canvas`)!
      const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height })
      const probe = copy.getContext('2d', { willReadFrequently: true })!
      probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
      probe.fillRect(0, 0, 1, 1)
      const wanted = probe.getImageData(0, 0, 1, 1).data
      probe.clearRect(0, 0, 1, 1)
      probe.drawImage(canvas, 0, 0)
      const { data, width } = probe.getImageData(0, 0, canvas.width, canvas.height)
      let [count, sumX, sumY] = [0, 0, 0]
      for (let i = 0; i < data.length; i += 4) {
        const apart = Math.abs(data[i]! - wanted[0]!) + Math.abs(data[i + 1]! - wanted[1]!)
        if (apart + Math.abs(data[i + 2]! - wanted[2]!) > tolerance || data[i + 3]! < 250) continue
        count++
        sumX += (i / 4) % width
        sumY += Math.floor(i / 4 / width)
      }
      const { left, top, width: shown } = canvas.getBoundingClientRect()
      const scale = shown / width
      return { count, x: left + (sumX / count) * scale, y: top + (sumY / count) * scale }
    },
    [chart, colour, tolerance] as const,
  )
}
