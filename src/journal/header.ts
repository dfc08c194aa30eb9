/**
 * The head of a journal: what it is, and what the run was made of.
 *
 *     8 bytes "HFTSIMJ1" | u32 length of the manifest | u32 check | manifest, canonical JSON in UTF-8 | u32 check
 */
import { assert } from '../core/bug.ts'
import { continueCheck } from './chain.ts'

export const MAGIC: Uint8Array = new TextEncoder().encode('HFTSIMJ1')
/** Magic, length and the check over both. */
export const PREAMBLE_BYTES = 16
/** A reader believes no longer manifest, so that a forged length cannot exhaust memory. */
export const MANIFEST_BYTES_MAX: number = 64 * 1024 * 1024

/** The header's bytes and the check that the first record continues. */
export function encodeHeader(manifest: Uint8Array): { readonly bytes: Uint8Array; readonly check: number } {
  const { length } = manifest
  assert(length <= MANIFEST_BYTES_MAX, `Cannot journal a manifest of ${length} bytes: more than ${MANIFEST_BYTES_MAX}`)
  const bytes = new Uint8Array(PREAMBLE_BYTES + length + 4)
  const view = new DataView(bytes.buffer)
  bytes.set(MAGIC)
  view.setUint32(8, length, true)
  view.setUint32(12, continueCheck(0, view, 0, 12), true)
  bytes.set(manifest, PREAMBLE_BYTES)
  const checkAt = PREAMBLE_BYTES + length
  const check = continueCheck(view.getUint32(12, true), view, PREAMBLE_BYTES, checkAt)
  view.setUint32(checkAt, check, true)
  return { bytes, check }
}
