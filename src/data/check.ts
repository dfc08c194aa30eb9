/** Examines a whole market file: `data check`. And tells what it is made of: `data info`. */
import { createHash } from 'node:crypto'
import { InputError } from '../core/bug.ts'
import { instrumentFrom } from '../market/instrument.ts'
import { blockBytes } from './columns-codec.ts'
import { formatInstant } from './instant.ts'
import { type MarketManifest, repairWords } from './manifest.ts'
import { type MarketFile, openMarketFile } from './market-file-reader.ts'
import { type CheckFinding, RowChecks } from './row-checks.ts'

export interface CheckOptions {
  /** A stretch longer than this in which nothing reaches the trader is a notice. Default 10 s. */
  readonly silenceNs?: number | undefined
  readonly onProgress?: ((progress: { phase: 'reading'; done: number; total: number }) => void) | undefined
}

export interface CheckReport {
  readonly path: string
  readonly rows: number
  readonly findings: readonly CheckFinding[]
  /** Whether any finding is damage. */
  readonly damaged: boolean
}

export interface MarketFileDescription {
  readonly path: string
  readonly bytes: number
  readonly manifest: MarketManifest
}

const SILENCE_NS = 10_000_000_000

/** Throws `InputError` where the file is no market file or its footer is damaged; all other damage is a finding. */
export async function checkMarketFile(path: string, options: CheckOptions = {}): Promise<CheckReport> {
  const file = await openMarketFile(path)
  const findings = [...gapFindings(file.manifest), ...(await blockFindings(file, options))]
  return {
    path,
    rows: file.manifest.rows,
    findings,
    damaged: findings.some((finding) => finding.severity === 'damage'),
  }
}

function gapFindings(manifest: MarketManifest): CheckFinding[] {
  return manifest.gaps.map((gap) => ({
    name: 'gap',
    severity: 'damage',
    count: 1,
    firstRow: gap.afterRow,
    what: `gap noted by the importer: ${gap.what}`,
  }))
}

async function blockFindings(file: MarketFile, options: CheckOptions): Promise<CheckFinding[]> {
  const { manifest } = file
  const instrument = instrumentFrom(manifest.instrument, 0)
  const { silenceNs = SILENCE_NS } = options
  const baseNs = BigInt(manifest.span?.firstExchTs ?? '0')
  const checks = new RowChecks({ stepsPerLot: instrument.stepsPerLot, silenceNs, baseNs })
  const hash = createHash('sha256')
  try {
    for await (const block of file.blocks()) {
      for (const bytes of blockBytes(block.columns, block.rows)) hash.update(bytes)
      checks.add(block)
      options.onProgress?.({ phase: 'reading', done: block.firstRow + block.rows, total: manifest.rows })
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    const firstRow = error.place.row ?? 0
    const what = `block that cannot be read, so that nothing from here on was examined: ${error.message}`
    return [...checks.findings(), { name: 'unreadable', severity: 'damage', count: 1, firstRow, what }]
  }
  const contentHash = hash.digest('hex')
  if (contentHash === manifest.contentHash) return checks.findings()
  const what = `content hash that is not the manifest's: ${contentHash} against ${manifest.contentHash}`
  return [...checks.findings(), { name: 'content-hash', severity: 'damage', count: 1, what }]
}

/** One line a finding, damage first, and a last line with the verdict. */
export function formatCheck(report: CheckReport): string[] {
  const ordered = [...report.findings].sort((a, b) => (a.severity < b.severity ? -1 : a.severity > b.severity ? 1 : 0))
  const lines = ordered.map(({ severity, name, count, firstRow, what }) => {
    const from = firstRow === undefined ? '' : `  (first at row ${number(firstRow)})`
    return `${severity}  ${name.padEnd(17)}  ${number(count)} ${what}${from}`
  })
  const damage = ordered.filter((finding) => finding.severity === 'damage').length
  const notices = ordered.length - damage
  const verdict = report.damaged ? `damaged: ${count(damage, 'kind')} of damage` : 'no damage'
  return [...lines, `${report.path}: ${count(report.rows, 'row')}, ${verdict}, ${count(notices, 'notice')}`]
}

export async function describeMarketFile(path: string): Promise<MarketFileDescription> {
  const { bytes, manifest } = await openMarketFile(path)
  return { path, bytes, manifest }
}

/** The manifest in aligned lines. */
export function formatInfo(description: MarketFileDescription): string[] {
  const { bytes, manifest, path } = description
  const { instrument, span } = manifest
  const lines: [label: string, text: string][] = [
    ['file', `${path}, ${count(bytes, 'byte')}`],
    [
      'instrument',
      `${instrument.symbol} on ${instrument.venue}, ${instrument.contract}, settled in ${instrument.settle}`,
    ],
    ['steps', `tick ${instrument.tickSize}, lot ${instrument.lotSize}, quantity step ${instrument.qtyStep}`],
    ['contract', `size ${instrument.contractSize}, quantity in ${instrument.base}`],
    ['rows', number(manifest.rows)],
  ]
  if (span) {
    lines.push(['exchange', interval(span.firstExchTs, span.lastExchTs)])
    lines.push(['local', interval(span.firstLocalTs, span.lastLocalTs)])
  }
  for (const source of manifest.sources) {
    const hash = source.sha256 ? `, sha256 ${source.sha256}` : ''
    lines.push([
      'source',
      `${source.name}${source.bytes === undefined ? '' : `, ${count(source.bytes, 'byte')}`}${hash}`,
    ])
  }
  for (const repair of manifest.repairs) {
    lines.push(['repair', `${repairWords(repair)} (${count(repair.rows, 'row')})`])
  }
  for (const gap of manifest.gaps) lines.push(['gap', `after row ${number(gap.afterRow)}: ${gap.what}`])
  const health = Object.entries(manifest.health).map(([name, rows]) => `${name} ${number(rows)}`)
  if (health.length > 0) lines.push(['counts', health.join(', ')])
  lines.push(['content', `sha256 ${manifest.contentHash}`])
  return lines.map(([label, text]) => `${label.padEnd(11)} ${text}`)
}

function interval(firstNs: string, lastNs: string): string {
  return `${formatInstant(BigInt(firstNs))} to ${formatInstant(BigInt(lastNs))}`
}

function count(amount: number, noun: string): string {
  return `${number(amount)} ${noun}${amount === 1 ? '' : 's'}`
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}
