/** The wheel over a chart: zooms where the pointer is, sideways or with Shift it pans. */
import type uPlot from 'uplot'
import type { TimeGroup } from './time-group.ts'

/**
 * Only with Ctrl, or while the charts have the focus: a page that is scrolled with the wheel must not stop at each of
 * its charts.
 */
export function listenToWheel(chart: uPlot, group: TimeGroup, focusable: HTMLElement): void {
  chart.over.addEventListener(
    'wheel',
    (event) => {
      if (!(event.ctrlKey || event.metaKey || focusable.contains(document.activeElement))) return
      event.preventDefault()
      const { width, left } = chart.rect
      const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)
      if (isSideways) return group.pan((event.deltaX || event.deltaY) / width)
      const share = (event.clientX - left) / width
      const { min, max } = group.shown
      // A notch of the wheel is 100 or 120: a quarter more or less.
      group.zoom(Math.exp(Math.max(-200, Math.min(200, event.deltaY)) * 0.002), min + (max - min) * share)
    },
    { passive: false },
  )
}
