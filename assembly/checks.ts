/**
 * The checks of a journal's records, in AssemblyScript: what `continueCheck` of src/journal/chain.ts computes, over
 * many records at a time. The tables of `chain.ts` lie at the start of the memory, the records behind them.
 */
export const RECORDS: u32 = 8192

/** Ends every record in `[from, to)` with its check; returns the last one. `check` is that of the record before. */
export function writeChecks(from: u32, to: u32, check: i32): i32 {
  let crc: u32 = ~check
  let at: usize = from
  while (at < to) {
    // The length in front counts what follows it, and the check is the last of that.
    const end = at + load<u16>(at) + 2 - 4
    for (; at + 8 <= end; at += 8) crc = afterFour(load<u32>(at) ^ crc, 4) ^ afterFour(load<u32>(at, 4), 0)
    if (at + 4 <= end) {
      crc = afterFour(load<u32>(at) ^ crc, 0)
      at += 4
    }
    crc = afterRest(crc, at, end - at)
    store<u32>(end, ~crc)
    at = end + 4
  }
  return ~crc
}

/** What four bytes come to when `further` bytes follow them: table k advances a byte by k zero bytes. */
// @ts-ignore: decorator
@inline
function afterFour(word: u32, further: u32): u32 {
  const tables = further << 10
  return (
    load<u32>(tables + 3072 + ((word & 0xff) << 2)) ^
    load<u32>(tables + 2048 + ((word >>> 8 & 0xff) << 2)) ^
    load<u32>(tables + 1024 + ((word >>> 16 & 0xff) << 2)) ^
    load<u32>(tables + (word >>> 24 << 2))
  )
}

/** What the last bytes come to, up to three of them: each looked up without waiting for the one before. */
// @ts-ignore: decorator
@inline
function afterRest(crc: u32, at: usize, bytes: usize): u32 {
  if (bytes == 0) return crc
  const word = load<u32>(at) ^ crc
  let after = crc >>> (<u32>bytes << 3)
  for (let i: u32 = 0; i < bytes; i++) {
    after ^= load<u32>(((<u32>bytes - 1 - i) << 10) + ((word >>> (i << 3) & 0xff) << 2))
  }
  return after
}
