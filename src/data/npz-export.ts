/**
 * Exports a market file to the .npz or .npy of hftbacktest. Of an imported file the records come out as they went in.
 */
import { instrumentFrom } from '../market/instrument.ts'
import { openMarketFile } from './market-file-reader.ts'
import { RECORD_BYTES } from './npy.ts'
import { CHUNK_RECORDS } from './npz-reader.ts'
import { encodeRecords } from './npz-rows.ts'
import { createRecordFile } from './npz-writer.ts'

export interface NpzExportOptions {
  readonly overwrite: boolean
  /** For .npz: deflate (default) or store as it is. */
  readonly deflate?: boolean | undefined
  readonly onProgress?: ((progress: { phase: 'writing'; done: number; total: number }) => void) | undefined
}

/** Writes all rows to `out` (.npz or .npy) and returns their number. On failure it leaves nothing behind. */
export async function exportNpz(path: string, out: string, options: NpzExportOptions): Promise<number> {
  const file = await openMarketFile(path)
  const { rows: total } = file.manifest
  const instrument = instrumentFrom(file.manifest.instrument, 0)
  const { overwrite, deflate = true } = options
  const writer = await createRecordFile(out, { rows: total, overwrite, deflate })
  const records = new Uint8Array(CHUNK_RECORDS * RECORD_BYTES)
  try {
    for await (const block of file.blocks()) {
      for (let from = 0; from < block.rows; from += CHUNK_RECORDS) {
        const rows = Math.min(CHUNK_RECORDS, block.rows - from)
        encodeRecords(block.columns, from, rows, instrument, records)
        await writer.append(records.subarray(0, rows * RECORD_BYTES))
      }
      options.onProgress?.({ phase: 'writing', done: block.firstRow + block.rows, total })
    }
    await writer.close()
  } finally {
    writer.abort()
  }
  return total
}
