/**
 * As much of the zip format as .npz files need: finding a stored or deflated member by the central directory, and the
 * headers of an archive of one member. Sizes beyond 4 GiB by the Zip64 extension. Source: PKWARE APPNOTE 6.3.
 */
import type { FileHandle } from 'node:fs/promises'
import { InputError } from '../core/bug.ts'
import { messageOf, readExactly } from './input-file.ts'

export const STORED = 0
export const DEFLATED = 8

export interface ZipMember {
  readonly name: string
  readonly method: number
  readonly crc32: number
  readonly packedBytes: number
  readonly bytes: number
  /** Where its packed bytes start in the file. */
  readonly start: number
}

const END_MAGIC = 0x06054b50
const END64_MAGIC = 0x06064b50
const LOCATOR64_MAGIC = 0x07064b50
const ENTRY_MAGIC = 0x02014b50
const LOCAL_MAGIC = 0x04034b50
const END_BYTES = 22
const LOCATOR64_BYTES = 20
const COMMENT_MAX = 65_535
const DIRECTORY_MAX = 16_777_216
const UINT32_MAX = 0xffffffff
const ZIP64_EXTRA = 1
const VERSION = 45
/** 1980-01-01, the first date of the format: an archive of the same rows has the same bytes whenever it is written. */
const DATE = 0x21

/** Finds the member of this name. Throws `InputError` where the file is no zip archive, is damaged, or lacks it. */
export async function findZipMember(file: string, handle: FileHandle, name: string): Promise<ZipMember> {
  const { size } = await handle.stat()
  const directory = await readDirectory(file, handle, size)
  const members = parseDirectory(file, directory)
  const found = members.find((member) => member.name === name)
  if (!found) {
    const names = members.slice(0, 10).map((member) => member.name)
    throw new InputError({ file }, `has no member ${name}; it holds ${names.join(', ') || 'nothing'}.`)
  }
  if (found.encrypted) throw new InputError({ file }, `its member ${name} is encrypted.`)
  if (found.method !== STORED && found.method !== DEFLATED) {
    throw new InputError({ file }, `its member ${name} is packed by method ${found.method}; 0 and 8 are understood.`)
  }
  const local = await readAt(file, handle, found.start, 30, size)
  if (local.getUint32(0, true) !== LOCAL_MAGIC) throw damaged(file, 'a local header is not where the directory says')
  const start = found.start + 30 + local.getUint16(26, true) + local.getUint16(28, true)
  if (start + found.packedBytes > size) throw damaged(file, `${name} reaches beyond its end`)
  return { ...found, start }
}

async function readDirectory(file: string, handle: FileHandle, size: number): Promise<DataView> {
  const tailBytes = Math.min(size, END_BYTES + COMMENT_MAX)
  const tail = await readAt(file, handle, size - tailBytes, tailBytes, size)
  let end = tailBytes - END_BYTES
  while (end >= 0 && tail.getUint32(end, true) !== END_MAGIC) end--
  if (end < 0) throw new InputError({ file }, 'is not a zip archive, or is cut short: it has no end record.')
  let bytes = tail.getUint32(end + 12, true)
  let start = tail.getUint32(end + 16, true)
  const locator = end - LOCATOR64_BYTES
  if (locator >= 0 && tail.getUint32(locator, true) === LOCATOR64_MAGIC) {
    const record = await readAt(file, handle, Number(tail.getBigUint64(locator + 8, true)), 56, size)
    if (record.getUint32(0, true) !== END64_MAGIC) throw damaged(file, 'its Zip64 end record is not where it should be')
    bytes = Number(record.getBigUint64(40, true))
    start = Number(record.getBigUint64(48, true))
  }
  if (bytes > DIRECTORY_MAX) throw damaged(file, `its directory would be ${bytes} bytes long`)
  return await readAt(file, handle, start, bytes, size)
}

function parseDirectory(file: string, view: DataView): (ZipMember & { readonly encrypted: boolean })[] {
  const members = []
  for (let at = 0; at < view.byteLength; ) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY_MAGIC)
      throw damaged(file, 'its directory is broken')
    const nameBytes = view.getUint16(at + 28, true)
    const extraBytes = view.getUint16(at + 30, true)
    const next = at + 46 + nameBytes + extraBytes + view.getUint16(at + 32, true)
    if (next > view.byteLength) throw damaged(file, 'its directory is broken')
    const sizes = {
      bytes: view.getUint32(at + 24, true),
      packedBytes: view.getUint32(at + 20, true),
      start: view.getUint32(at + 42, true),
    }
    readZip64Extra(new DataView(view.buffer, view.byteOffset + at + 46 + nameBytes, extraBytes), sizes)
    members.push({
      name: new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameBytes)),
      method: view.getUint16(at + 10, true),
      crc32: view.getUint32(at + 16, true),
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      ...sizes,
    })
    at = next
  }
  return members
}

/** Replaces sizes that did not fit 32 bits: the extra field holds those, in this order, and only those. */
function readZip64Extra(extra: DataView, sizes: { bytes: number; packedBytes: number; start: number }): void {
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== ZIP64_EXTRA) continue
    let field = at + 4
    for (const name of ['bytes', 'packedBytes', 'start'] as const) {
      if (sizes[name] !== UINT32_MAX || field + 8 > extra.byteLength) continue
      sizes[name] = Number(extra.getBigUint64(field, true))
      field += 8
    }
  }
}

async function readAt(file: string, handle: FileHandle, at: number, length: number, size: number): Promise<DataView> {
  if (at < 0 || at + length > size) throw damaged(file, `it refers to bytes ${at} to ${at + length} of ${size}`)
  const bytes = new Uint8Array(length)
  try {
    await readExactly(handle, at, bytes)
  } catch (error) {
    throw damaged(file, messageOf(error))
  }
  return new DataView(bytes.buffer)
}

function damaged(file: string, what: string): InputError {
  return new InputError({ file }, `is a damaged zip archive: ${what}.`)
}

/** Length of the header that `localHeader` makes, whatever the sizes. */
export function localHeaderBytes(name: string): number {
  return 30 + name.length + 20
}

/** The header before a member. It always has room for Zip64 sizes, as numpy's has. */
export function localHeader(member: ZipMember): Uint8Array {
  const view = new DataView(new ArrayBuffer(localHeaderBytes(member.name)))
  view.setUint32(0, LOCAL_MAGIC, true)
  view.setUint16(4, VERSION, true)
  view.setUint16(8, member.method, true)
  view.setUint16(12, DATE, true)
  view.setUint32(14, member.crc32, true)
  view.setUint32(18, UINT32_MAX, true)
  view.setUint32(22, UINT32_MAX, true)
  view.setUint16(26, member.name.length, true)
  view.setUint16(28, 20, true)
  putText(view, 30, member.name)
  const extra = 30 + member.name.length
  view.setUint16(extra, ZIP64_EXTRA, true)
  view.setUint16(extra + 2, 16, true)
  view.setBigUint64(extra + 4, BigInt(member.bytes), true)
  view.setBigUint64(extra + 12, BigInt(member.packedBytes), true)
  return new Uint8Array(view.buffer)
}

/**
 * All that follows the last member, for an archive of one member whose local header is at 0. `wide`: with Zip64 sizes,
 * which is right for every archive and needed where a size or a position passes 32 bits.
 */
export function zipEnd(member: ZipMember, wide: boolean = passes32Bits(member)): Uint8Array {
  const directoryStart = member.start + member.packedBytes
  const entry = directoryEntry(member, wide)
  const end64 = wide ? zip64End(directoryStart, entry.length) : new Uint8Array(0)
  const end = new DataView(new ArrayBuffer(END_BYTES))
  end.setUint32(0, END_MAGIC, true)
  end.setUint16(8, 1, true)
  end.setUint16(10, 1, true)
  end.setUint32(12, entry.length, true)
  end.setUint32(16, wide ? UINT32_MAX : directoryStart, true)
  return Buffer.concat([entry, end64, new Uint8Array(end.buffer)])
}

function passes32Bits(member: ZipMember): boolean {
  return Math.max(member.bytes, member.start + member.packedBytes) > UINT32_MAX
}

function directoryEntry(member: ZipMember, wide: boolean): Uint8Array {
  const { name } = member
  const view = new DataView(new ArrayBuffer(46 + name.length + (wide ? 20 : 0)))
  view.setUint32(0, ENTRY_MAGIC, true)
  view.setUint16(4, VERSION, true)
  view.setUint16(6, VERSION, true)
  view.setUint16(10, member.method, true)
  view.setUint16(14, DATE, true)
  view.setUint32(16, member.crc32, true)
  view.setUint32(20, wide ? UINT32_MAX : member.packedBytes, true)
  view.setUint32(24, wide ? UINT32_MAX : member.bytes, true)
  view.setUint16(28, name.length, true)
  view.setUint16(30, wide ? 20 : 0, true)
  putText(view, 46, name)
  if (wide) {
    const extra = 46 + name.length
    view.setUint16(extra, ZIP64_EXTRA, true)
    view.setUint16(extra + 2, 16, true)
    view.setBigUint64(extra + 4, BigInt(member.bytes), true)
    view.setBigUint64(extra + 12, BigInt(member.packedBytes), true)
  }
  return new Uint8Array(view.buffer)
}

function zip64End(directoryStart: number, directoryBytes: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(56 + LOCATOR64_BYTES))
  view.setUint32(0, END64_MAGIC, true)
  view.setBigUint64(4, 44n, true)
  view.setUint16(12, VERSION, true)
  view.setUint16(14, VERSION, true)
  view.setBigUint64(24, 1n, true)
  view.setBigUint64(32, 1n, true)
  view.setBigUint64(40, BigInt(directoryBytes), true)
  view.setBigUint64(48, BigInt(directoryStart), true)
  view.setUint32(56, LOCATOR64_MAGIC, true)
  view.setBigUint64(64, BigInt(directoryStart + directoryBytes), true)
  view.setUint32(72, 1, true)
  return new Uint8Array(view.buffer)
}

function putText(view: DataView, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i))
}
