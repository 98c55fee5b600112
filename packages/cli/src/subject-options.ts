import { usageError } from './errors.ts'

/**
 * A uid as typed. Decimal digits only: `Number` would take `0x7` and blanks for numbers.
 *
 * @throws CommandError `USAGE`
 */
export function readUid(text: string): number {
  if (/^-?\d{1,16}(\.\d{1,6})?$/.test(text)) return Number(text)
  throw usageError(`--uid is a number; for a user named by text use --account`)
}

/** @throws CommandError `USAGE` */
export function readInteger(text: string, option: string): number {
  if (/^-?\d{1,15}$/.test(text)) return Number(text)
  throw usageError(`${option} is a whole number`)
}

/** @throws CommandError `USAGE` */
export function readWord<const Word extends string>(
  text: string,
  option: string,
  words: readonly Word[],
): Word {
  const word = words.find((one) => one === text)
  if (word === undefined) throw usageError(`${option} is one of ${words.join(', ')}`)
  return word
}

/** @throws CommandError `USAGE` */
export function readInstant(text: string, option: string): number {
  if (!/^\d{1,11}$/.test(text)) throw usageError(`${option} is a Unix time in seconds`)
  return Number(text)
}
