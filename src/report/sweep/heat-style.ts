/**
 * The look of the heat map. Its shades go from light to dark in one hue, so that they keep their order for every eye
 * and on grey paper; each cell has its number as well.
 */
import { SHADES } from './client/grid-cells.ts'

type Rgb = readonly [number, number, number]

/** The ends of the scale and the two inks, for light and dark: the paper and the blue of style/colours.ts. */
const LIGHT = { paper: [255, 255, 255], hue: [0, 114, 178], inkUpTo: 0.85 } as const
const DARK = { paper: [20, 23, 27], hue: [86, 180, 233], inkUpTo: 0.55 } as const

/** The least is not quite the paper, the most not quite the hue, so that both are seen to be of the scale. */
const shades = Array.from({ length: SHADES }, (_, i) => {
  const share = 0.06 + (i * 0.88) / (SHADES - 1)
  const background = [LIGHT, DARK].map(({ paper, hue }) => mixed(paper, hue, share))
  const text = [LIGHT, DARK].map(({ inkUpTo }) => (share > inkUpTo ? 'var(--paper)' : 'var(--ink)'))
  return `.shade-${i} { background: light-dark(${background.join(', ')}); color: light-dark(${text.join(', ')}); }`
})

function mixed(from: Rgb, to: Rgb, share: number): string {
  return `rgb(${from.map((part, i) => Math.round(part + (to[i]! - part) * share)).join(' ')})`
}

export const HEAT_STYLE: string = `
.heat-controls { display: flex; flex-wrap: wrap; gap: .5rem 1.2rem; margin: .6rem 0; font-size: .93rem; }
.heat-controls select { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line);
  padding: .15rem .3rem; max-width: 16rem; }
table.heat td, table.heat th { padding: .3rem .6rem; border: 1px solid var(--paper); text-align: right;
  white-space: nowrap; }
table.heat td { cursor: default; }
table.heat td.none { color: var(--quiet); background: var(--raised); }
table.heat td.best { outline: 3px solid var(--sell); outline-offset: -3px; font-weight: 600; }
table.heat td:focus-visible { outline: 3px solid var(--ink); outline-offset: -3px; }
.heat-legend span { display: inline-block; width: 1.6rem; height: .9rem; vertical-align: -.1rem; }
dl.heat-run { display: grid; grid-template-columns: max-content max-content; gap: .1rem 1.2rem; margin: .4rem 0;
  font-variant-numeric: tabular-nums; }
dl.heat-run dd { margin: 0; text-align: right; }
@media print { .heat-controls { display: none; } }
${shades.join('\n')}
`
