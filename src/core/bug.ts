/**
 * Two kinds of failure. A `Bug` is a broken promise of this program or of a plug-in: it stops the run and shows a
 * stack. An `InputError` is the answer to bad input: it names the place, the value and what would be right, and needs
 * no stack.
 */

/** A broken invariant. Never caught to be survived. */
export class Bug extends Error {
  override name = 'Bug'
}

/** A strategy or a plug-in asked for what cannot be: the mistake is in the user's own lines, which the stack shows. */
export class Misuse extends Bug {
  override name = 'Misuse'
}

/** Where a piece of bad input stands. All parts optional; what is known is printed. */
export interface InputPlace {
  readonly file?: string
  /** From 1. */
  readonly line?: number
  /** From 1. */
  readonly column?: number
  /** Data row, from 0. */
  readonly row?: number
  /** Path of the field, such as `venues.binance-usdm.queue.model`. */
  readonly path?: string
}

/** Bad input: a file, a scenario, an option. `message` says what is wrong with which value and what would be right. */
export class InputError extends Error {
  override name = 'InputError'
  readonly place: InputPlace

  constructor(place: InputPlace, message: string) {
    super(`${formatPlace(place)}${message}`)
    this.place = place
  }
}

export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Bug(message)
}

export function assertInteger(value: number, what: string): void {
  if (!Number.isSafeInteger(value)) throw new Bug(`Cannot use ${value} as ${what}: not an exact integer`)
}

/** The place as the start of a message: `file:line:column  path: `, of what is known. */
export function formatPlace(place: InputPlace): string {
  let text = place.file ?? ''
  if (place.line !== undefined) text += `:${place.line}`
  if (place.column !== undefined) text += `:${place.column}`
  if (place.row !== undefined) text += `${text ? ' ' : ''}row ${place.row}`
  if (place.path) text += `${text ? '  ' : ''}${place.path}`
  return text ? `${text}: ` : ''
}
