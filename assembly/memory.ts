/** The memory that the loops work in: given out from a running end and taken back as a whole, when the run is over. */

/** JavaScript's: says that the memory is full, and does not return. */
@external('env', 'full')
declare function full(): void

/** JavaScript's: arrays over the memory are to be made anew. */
@external('env', 'grown')
declare function grown(): void

let end: usize = __heap_base

/** Takes back all that was given out. */
export function clearAll(): void {
  memory.fill(__heap_base, 0, end - __heap_base)
  end = __heap_base
}

/** Gives out memory, filled with zeros. */
export function allocate(bytes: usize): usize {
  const at = end
  const next = (<u64>at + bytes + 63) & ~63
  // The first address behind all memory is none.
  if (next > <u64>u32.MAX_VALUE) full()
  const pages = <i32>((next + 0xffff) >>> 16)
  end = <usize>next
  if (pages > memory.size()) {
    // In steps of four megabytes, while there are.
    if (memory.grow(max(pages - memory.size(), 64)) < 0 && memory.grow(pages - memory.size()) < 0) full()
    grown()
  }
  return at
}
