/** Characters that do not show, or that turn the writing direction of a terminal. */
const unseen = /[\p{Cf}\p{Zl}\p{Zp}]/gu

/** Text from a token, quoted so that it can neither hide nor steer the terminal. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(
    unseen,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  )
}
