/** What a report has besides every page: charts over time, the story of a fill, drawings. */

const OVER_TIME = `
.headline { font-size: 1.35rem; line-height: 1.35; margin: .6rem 0; max-width: 60ch; }
#verdict { margin-top: 0; }
#verdict h2 { margin-top: 1.2rem; }
.stamp { max-width: 76ch; }
.over-time { display: grid; grid-template-columns: minmax(0, 1fr) 18.5rem; gap: 0 1.8rem; align-items: start; }
@media (max-width: 860px) { .over-time { grid-template-columns: minmax(0, 1fr); } }
.charts { min-width: 0; border-radius: 4px; }
.hint { max-width: none; }
@media (pointer: coarse) { .hint { display: none; } }
.within a { text-decoration: none; }
.within a:hover, .within a:focus-visible { text-decoration: underline; }
.tools { display: flex; flex-wrap: wrap; align-items: center; gap: .35rem; margin: .6rem 0; }
.shown { color: var(--quiet); font-size: .87rem; margin-left: .2rem; font-variant-numeric: tabular-nums; }
button { font: inherit; font-size: .87rem; color: var(--ink); background: var(--raised); border: 1px solid var(--line);
  border-radius: 4px; padding: .12rem .55rem; cursor: pointer; }
button:hover { border-color: var(--quiet); }
td button, th button { background: none; border: 0; padding: 0; color: var(--link); white-space: nowrap;
  font-variant-numeric: tabular-nums; }
figure.chart { margin: .5rem 0 .9rem; }
figure.chart figcaption { display: flex; justify-content: space-between; gap: 1rem; }
figure.chart figcaption span:first-child { color: var(--ink); }
.readout { font-variant-numeric: tabular-nums; white-space: pre; }
.plot { width: 100%; overflow: hidden; }
.below { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; justify-content: space-between; max-width: none;
  font-size: .87rem; color: var(--quiet); margin: .2rem 0; }
.legend .bid { border-bottom: 2px solid var(--bid); } .legend .ask { border-bottom: 2px solid var(--ask); }
.legend .buy { color: var(--buy); } .legend .sell { color: var(--sell); }
.legend > span { margin-right: .6rem; } .legend span span { margin-right: .25rem; }
.u-cursor-x, .uplot .u-hz .u-cursor-x { border-color: var(--quiet) !important; }
.u-select { background: var(--focus) !important; opacity: .16; }
.uplot { font-family: inherit; }
.story { position: sticky; top: 1rem; background: var(--raised); border-radius: 6px; padding: .9rem 1.1rem;
  max-height: calc(100vh - 2rem); overflow-y: auto; font-size: .93rem; }
.story p { margin: 0 0 .5rem; }
.story .title { font-weight: 600; }
.story dl { margin: .6rem 0; }
.story dt { color: var(--quiet); font-size: .87rem; }
.story dd { margin: 0 0 .45rem; font-variant-numeric: tabular-nums; }
.story pre { background: var(--paper); white-space: pre-wrap; user-select: all; margin: .3rem 0 0; }
`

const DRAWINGS = `
svg .axis { stroke: var(--line); fill: none; }
svg .zero { stroke: var(--quiet); fill: none; }
svg .grid { stroke: var(--grid); fill: none; }
.histogram .bars rect { fill: var(--bar); }
.histogram .mark { stroke: var(--ink); stroke-dasharray: 3 3; fill: none; }
.histogram figcaption { color: var(--ink); }
.band .pessimistic, .band .optimistic { fill: var(--bar); }
.band .base { fill: var(--ink); }
svg.bar { display: inline-block; margin-left: .6rem; vertical-align: baseline; }
svg.bar rect { fill: var(--bar); } svg.bar .soft { fill: var(--grid); }
.markouts .maker { fill: var(--buy); stroke: var(--buy); }
.markouts .taker { fill: var(--sell); stroke: var(--sell); }
.markouts .maker path, .markouts .taker path { stroke-width: 1.5; }
pre.manifest { max-height: 30rem; overflow: auto; }
#assumptions td, #assumptions th { min-width: 9rem; max-width: 26rem; }
@media screen and (max-width: 700px) {
  #assumptions :is(table, tbody, tr, th, td) { display: block; width: auto; max-width: none; border: 0; padding: 0; }
  #assumptions thead { display: none; }
  #assumptions tr { border-bottom: 1px solid var(--line); padding: .5rem 0; }
  #assumptions tbody th { font-weight: 600; }
  #assumptions td:last-child::before { content: 'Where that ends: '; color: var(--quiet); }
}
@media print {
  .over-time { display: block; }
  pre.manifest { max-height: none; }
  figure.chart { break-inside: avoid; }
  .bars rect, svg.bar rect, .band rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`

export const REPORT_STYLE: string = OVER_TIME + DRAWINGS
