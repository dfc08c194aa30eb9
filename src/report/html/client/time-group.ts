/**
 * Charts that show the same stretch of time: what one of them shows, all show. Changes are gathered and drawn once a
 * frame, so that a fast wheel does not pile up work.
 */
import type uPlot from 'uplot'

export interface Span {
  readonly min: number
  readonly max: number
}

/** Below this span labels and instants, doubles in seconds since 1970, would not be told apart. */
const SPAN_S_MIN = 0.001

export class TimeGroup {
  readonly full: Span
  /** Charts with one key share their cursor. */
  readonly key: string
  private span: Span
  private readonly charts: uPlot[] = []
  private readonly listeners: ((span: Span) => void)[] = []
  private isDue = false

  constructor(full: Span, key: string) {
    this.full = full
    this.key = key
    this.span = full
  }

  get shown(): Span {
    return this.span
  }

  add(chart: uPlot): void {
    this.charts.push(chart)
  }

  /** Called with what is shown, now and after each change. */
  onShown(listener: (span: Span) => void): void {
    this.listeners.push(listener)
    listener(this.span)
  }

  show({ min, max }: Span): void {
    const length = Math.max(Math.min(max - min, this.full.max - this.full.min), SPAN_S_MIN)
    const middle = (min + max) / 2
    const from = Math.min(Math.max(middle - length / 2, this.full.min), Math.max(this.full.max - length, this.full.min))
    const same = Math.abs(from - this.span.min) + Math.abs(from + length - this.span.max) < 1e-9
    if (same) return
    this.span = { min: from, max: from + length }
    if (this.isDue) return
    this.isDue = true
    requestAnimationFrame(() => this.draw())
  }

  reset(): void {
    this.show(this.full)
  }

  /** Shows `factor` times as much; the instant `around` stays where it is. */
  zoom(factor: number, around: number = (this.span.min + this.span.max) / 2): void {
    const { min, max } = this.span
    this.show({ min: around - (around - min) * factor, max: around + (max - around) * factor })
  }

  /** Moves by a share of what is shown; above zero to later times. */
  pan(share: number): void {
    const { min, max } = this.span
    const by = (max - min) * share
    this.show({ min: min + by, max: max + by })
  }

  redraw(): void {
    for (const chart of this.charts) chart.redraw(false)
  }

  resize(width: number): void {
    for (const chart of this.charts) if (chart.width !== width) chart.setSize({ width, height: chart.height })
  }

  private draw(): void {
    this.isDue = false
    const { min, max } = this.span
    for (const chart of this.charts) chart.setScale('x', { min, max })
    for (const listener of this.listeners) listener(this.span)
  }
}
