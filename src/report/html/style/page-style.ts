/** The look of every page: quiet text, figures that align, one column, and what a printer needs. */
import { COLOURS } from './colours.ts'

const TEXT = `
* { box-sizing: border-box; }
html { font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; scroll-behavior: smooth; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: break-word; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; font-weight: 600; text-wrap: balance; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.2rem; margin: 2.8rem 0 .6rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.8rem 0 .4rem; }
h4 { font-size: .93rem; margin: 1.2rem 0 .3rem; }
p, ul, ol { margin: .5rem 0; max-width: 72ch; }
a { color: var(--link); }
code, pre, kbd { font: .87em/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
pre { background: var(--raised); padding: .7rem .9rem; overflow-x: auto; border-radius: 4px; margin: .6rem 0; }
kbd { border: 1px solid var(--line); border-radius: 3px; padding: 0 .3em; }
.quiet, .note, figcaption { color: var(--quiet); }
.note, figcaption { font-size: .87rem; }
.loss { color: var(--loss); }
.gain { color: var(--gain); }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
caption.spoken { position: absolute; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .4rem .8rem; z-index: 9; }
`

const LAYOUT = `
.frame { display: grid; grid-template-columns: minmax(0, 1fr); max-width: 1440px; margin: 0 auto; padding: 0 1.5rem; }
header.top { padding: 1.6rem 0 0; }
header.top p { margin: .25rem 0 0; max-width: none; }
main { min-width: 0; padding-bottom: 4rem; outline: none; }
nav.contents { font-size: .87rem; padding: .8rem 0 0; }
nav.contents ul { list-style: none; margin: 0; padding: 0; max-width: none; display: flex; flex-wrap: wrap;
  gap: .1rem 1rem; }
nav.contents a { color: var(--quiet); text-decoration: none; }
nav.contents a:hover, nav.contents a:focus-visible { color: var(--ink); text-decoration: underline; }
@media (min-width: 1100px) {
  .frame { grid-template-columns: 11.5rem minmax(0, 1fr); column-gap: 2.5rem; }
  header.top { grid-column: 2; }
  nav.contents { grid-column: 1; grid-row: 1 / 3; position: sticky; top: 0; align-self: start; max-height: 100vh;
    overflow-y: auto; padding: 1.8rem 0; }
  nav.contents ul { display: block; }
  nav.contents li { margin: .25rem 0; line-height: 1.3; }
  main { grid-column: 2; }
}
@media (max-width: 700px) {
  .frame { padding: 0 1.1rem; }
  nav.contents ul { flex-wrap: nowrap; overflow-x: auto; white-space: nowrap; }
}
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0 2.5rem; }
.thirds { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 0 2.5rem; }
.warn { background: var(--warn-paper); color: var(--warn-ink); border-left: 4px solid var(--warn-line);
  padding: .5rem .9rem; margin: .8rem 0; max-width: 76ch; }
.warn p:first-child { margin-top: 0; }
.warn p:last-child { margin-bottom: 0; }
`

const FIGURES = `
.table { overflow-x: auto; margin: .8rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .93rem; }
@media (max-width: 700px) {
  table { width: max-content; }
  th, td { max-width: 15rem; padding-right: .9rem; }
  figure svg text { font-size: 15px; }
  svg.bar { display: none !important; }
}
caption { text-align: left; color: var(--quiet); font-size: .87rem; padding-bottom: .3rem; }
@media (min-width: 700px) { caption { white-space: nowrap; } }
@media (max-width: 700px) { caption { max-width: calc(100vw - 2.2rem); } }
th, td { text-align: left; vertical-align: baseline; padding: .22rem 1.4rem .22rem 0;
  border-bottom: 1px solid var(--line); }
th { font-weight: 400; }
thead th { color: var(--quiet); font-size: .87rem; white-space: nowrap; vertical-align: bottom; }
th.figure, td.figure { text-align: right; white-space: nowrap; }
td.empty { color: var(--quiet); }
th:last-child, td:last-child { padding-right: 0; }
dl.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1.1rem 1.6rem;
  margin: 1.4rem 0; font-variant-numeric: tabular-nums; }
dl.facts > div { border-top: 2px solid var(--line); padding-top: .35rem; }
dl.facts > div.warn { background: none; color: inherit; border-left: 0; padding: .35rem 0 0; margin: 0;
  border-top-color: var(--warn-line); }
dl.facts dt { color: var(--quiet); font-size: .87rem; }
dl.facts dd { margin: 0; font-size: 1.3rem; line-height: 1.35; }
dl.facts dd.note { font-size: .87rem; line-height: 1.4; }
dl.facts > div.loss dd:not(.note) { color: var(--loss); }
dl.facts > div.loss { color: inherit; }
details { margin: .6rem 0; }
summary { cursor: pointer; color: var(--link); font-size: .87rem; width: fit-content; }
figure { margin: 1rem 0; }
figure svg { display: block; max-width: 100%; height: auto; }
svg text { fill: var(--quiet); font-size: 11px; font-variant-numeric: tabular-nums; }
svg .strong { fill: var(--ink); }
`

const MOTION_AND_PAPER = `
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } * { transition: none !important; } }
@page { margin: 1.4cm; }
@media print {
  html { font-size: 10pt; }
  .frame { display: block; max-width: none; padding: 0; }
  nav.contents, .skip, button, .screen-only { display: none !important; }
  h2, h3, h4 { break-after: avoid; }
  figure, tr, dl.facts > div, .warn { break-inside: avoid; }
  .table { overflow: visible; }
  details:not([open]) { display: none; }
  td button, th button { display: inline !important; font-size: inherit; white-space: normal; text-align: left;
    color: inherit; }
  .fills table { font-size: .82rem; }
  dl.facts { grid-template-columns: repeat(auto-fit, minmax(6.5rem, 1fr)); column-gap: 1.1rem; }
  pre { white-space: pre-wrap; }
  a { color: inherit; text-decoration: none; }
}
`

export const PAGE_STYLE: string = COLOURS + TEXT + LAYOUT + FIGURES + MOTION_AND_PAPER
