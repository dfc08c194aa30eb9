/** Progress on standard error: a bar on a terminal, a plain line now and then elsewhere, nothing when asked for silence. */
import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  update(rows: number): void
  /** Takes the bar off the screen. */
  stop(): void
}

const PLAIN_LINE_MS = 5000

export function progress(totalRows: number, { silent }: { readonly silent: boolean }): Progress {
  if (silent) return { update: () => {}, stop: () => {} }
  return process.stderr.isTTY ? bar(totalRows) : plainLines(totalRows)
}

function bar(totalRows: number): Progress {
  const startedMs = performance.now()
  const single = new SingleBar(
    {
      format: '{bar} {percentage}%  {value} / {total} rows  {rate} M rows/s  {eta_formatted} left',
      clearOnComplete: true,
      hideCursor: true,
      formatValue: (value, _options, type) =>
        type === 'value' || type === 'total' ? value.toLocaleString('en-US') : String(value),
    },
    Presets.shades_classic,
  )
  single.start(totalRows, 0, { rate: '0.0' })
  return {
    update: (rows) => single.update(rows, { rate: (rows / (performance.now() - startedMs) / 1000).toFixed(1) }),
    stop: () => single.stop(),
  }
}

function plainLines(totalRows: number): Progress {
  let lastMs = performance.now()
  const startedMs = lastMs
  return {
    update: (rows) => {
      const nowMs = performance.now()
      if (nowMs - lastMs < PLAIN_LINE_MS) return
      lastMs = nowMs
      const rate = rows / (nowMs - startedMs) / 1000
      const leftS = (totalRows - rows) / (rate * 1e6)
      console.error(
        `${rows.toLocaleString('en-US')} of ${totalRows.toLocaleString('en-US')} rows, ` +
          `${rate.toFixed(1)} M rows/s, ${Math.ceil(leftS)} s left`,
      )
    },
    stop: () => {},
  }
}
