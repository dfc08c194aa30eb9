/**
 * Text of others on a terminal. Names come from scenarios and data: a control or format character in one could move
 * the cursor, set the window's title or turn the line around.
 */

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** Each such character as its code point: `\u{1b}`. What is printable already stays as it is. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)
}
