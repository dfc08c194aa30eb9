/** What an import or a generator has made, so that a trader can judge whether to trust it. */
import type { MarketManifest } from '../data/manifest.ts'

export function printMarketFile(
  path: string,
  manifest: MarketManifest,
  { json = false }: { readonly json?: boolean },
): void {
  if (json) console.log(JSON.stringify({ path, ...manifest }))
  else for (const line of formatMarketFile(path, manifest)) console.log(line)
}

export function formatMarketFile(path: string, manifest: MarketManifest): string[] {
  const { instrument, rows, span, repairs, gaps, health } = manifest
  const { symbol, venue, tickSize, lotSize } = instrument
  const lines = [`${path}    ${symbol} on ${venue}    tick ${tickSize}, lot ${lotSize}`, '']
  lines.push(`Rows      ${count(rows, 'row')}${span ? spanText(span.firstLocalTs, span.lastLocalTs) : ''}`)
  const counts = Object.entries(health).map(([name, number]) => `${name} ${number.toLocaleString('en-US')}`)
  if (counts.length > 0) lines.push(`Counts    ${counts.join('    ')}`)
  lines.push(...labelled('Repairs', repairs.length === 0 ? ['none needed'] : repairs.map(repairText)))
  lines.push(...labelled('Gaps', gaps.length === 0 ? ['none'] : gapTexts(gaps)))
  lines.push(`Content   ${manifest.contentHash}`)
  return lines
}

const GAPS_SHOWN = 5

function gapTexts(gaps: MarketManifest['gaps']): string[] {
  const shown = gaps
    .slice(0, GAPS_SHOWN)
    .map(({ afterRow, what }) => `after row ${afterRow.toLocaleString('en-US')}: ${what}`)
  const more = gaps.length - shown.length
  return more === 0 ? shown : [...shown, `and ${more.toLocaleString('en-US')} more: see hftsim data info`]
}

function repairText({ policy, did, rows, shiftNs }: MarketManifest['repairs'][number]): string {
  const shift = shiftNs === undefined ? '' : ` (by ${Number(shiftNs) / 1e6} ms)`
  return `${policy.padEnd(16)} ${count(rows, 'row').padStart(14)}    ${did}${shift}`
}

/** The first line carries the label, the others stand under it. */
function labelled(label: string, texts: readonly string[]): string[] {
  return texts.map((text, i) => `${(i === 0 ? label : '').padEnd(9)} ${text}`)
}

function spanText(firstNs: string, lastNs: string): string {
  const seconds = Number((BigInt(lastNs) - BigInt(firstNs)) / 1_000_000_000n)
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const length = [h > 0 ? `${h} h` : '', h > 0 || m > 0 ? `${m} min` : '', `${s} s`].filter(Boolean).join(' ')
  return `    ${utc(firstNs)} to ${utc(lastNs)} UTC, ${length}`
}

function utc(ns: string): string {
  return new Date(Number(BigInt(ns) / 1_000_000n)).toISOString().slice(0, 23).replace('T', ' ')
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`
}
