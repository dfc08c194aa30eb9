/**
 * The look of the heat map. Its shades go from light to dark in one hue, so that they keep their order for every eye
 * and on grey paper; each cell has its number as well.
 */
import { SHADES } from './client/grid-cells.ts'

/** Share of ink in the shade of each step: lightness falls evenly. */
const shades = Array.from({ length: SHADES }, (_, i) => {
  const share = Math.round(6 + (i * 88) / (SHADES - 1))
  // Light paper takes dark text up to almost the full hue, dark paper light text to the half of it.
  const inkUpTo = (most: number): string => (share > most ? 'var(--paper)' : 'var(--ink)')
  const text = `light-dark(${inkUpTo(85)}, ${inkUpTo(55)})`
  return `.shade-${i} { background: color-mix(in oklab, var(--buy) ${share}%, var(--paper)); color: ${text}; }`
})

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
