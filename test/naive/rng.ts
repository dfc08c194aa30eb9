/** xoshiro128++ and its seeding in bigint arithmetic, from the published definitions. The twin of `core/rng.ts`. */
const WORD = 0xffffffffn

const rotate = (x: bigint, by: bigint): bigint => ((x << by) | (x >> (32n - by))) & WORD

/** 32-bit FNV-1a over the code units, finished by MurmurHash3's finaliser. */
export function naiveHash(text: string): bigint {
  let hash = 0x811c9dc5n
  for (let i = 0; i < text.length; i++) hash = ((hash ^ BigInt(text.charCodeAt(i))) * 0x01000193n) & WORD
  hash = ((hash ^ (hash >> 16n)) * 0x85ebca6bn) & WORD
  hash = ((hash ^ (hash >> 13n)) * 0xc2b2ae35n) & WORD
  return hash ^ (hash >> 16n)
}

export function* naiveXoshiro(seed: number, name: string): Generator<number> {
  let state = naiveHash(`${seed}/${name}`)
  const words: bigint[] = []
  for (let i = 0; i < 4; i++) {
    state = (state + 0x9e3779b9n) & WORD
    let z = ((state ^ (state >> 16n)) * 0x21f0aaadn) & WORD
    z = ((z ^ (z >> 15n)) * 0x735a2d97n) & WORD
    words.push(z ^ (z >> 15n))
  }
  let [a, b, c, d] = words as [bigint, bigint, bigint, bigint]
  // A state of zeros alone would stay there.
  d |= 1n
  for (;;) {
    yield Number((rotate((a + d) & WORD, 7n) + a) & WORD)
    const shifted = (b << 9n) & WORD
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11n)
  }
}
