/** Colours of the page's style, for what is drawn on a canvas. */

export type ColourName =
  | 'paper'
  | 'ink'
  | 'quiet'
  | 'line'
  | 'grid'
  | 'focus'
  | 'buy'
  | 'sell'
  | 'bid'
  | 'ask'
  | 'equity'
  | 'drawdown'
  | 'position'

export function colour(name: ColourName): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}

/** Calls back when the colours have changed: the system goes dark or light, or the page is about to be printed. */
export function onColours(changed: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed)
  // A canvas is printed as it was drawn: in light colours, for the time of printing.
  addEventListener('beforeprint', () => {
    document.documentElement.dataset['theme'] = 'light'
    changed()
  })
  addEventListener('afterprint', () => {
    delete document.documentElement.dataset['theme']
    changed()
  })
}
