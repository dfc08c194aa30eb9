/** Numbers as the page's script shows them. */

/** "60,123.40"; no minus before a zero. */
export function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return 'n/a'
  const text = value.toFixed(decimals)
  const [whole = '', fraction] = (Number(text) === 0 ? text.replace('-', '') : text).split('.')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** As many decimals as an axis with this step needs. */
export function decimalsOfStep(step: number): number {
  let decimals = 0
  while (decimals < 12 && Math.abs(step * 10 ** decimals - Math.round(step * 10 ** decimals)) > 1e-6) decimals++
  return decimals
}

/** Decimals that leave an amount of this size three digits, and no more than there are. */
export function decimalsOfSize(size: number, most: number): number {
  return size === 0 ? 0 : Math.max(0, Math.min(most, 2 - Math.floor(Math.log10(size))))
}

/** "+0.5": with its sign. */
export function signed(value: number, decimals: number): string {
  return value > 0 ? `+${fixed(value, decimals)}` : fixed(value, decimals)
}

/** Up to three decimals, without zeros at their end. */
export function short(value: number): string {
  return Number.isFinite(value) ? fixed(value, decimalsOf(value)) : 'n/a'
}

function decimalsOf(value: number): number {
  for (const decimals of [0, 1, 2]) if (Math.abs(value - Number(value.toFixed(decimals))) < 5e-4) return decimals
  return 3
}
