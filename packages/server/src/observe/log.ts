/** Plain data of a line; never a token, a certificate or a key. A function is asked for it when the line is written. */
export type Fields = object | (() => object) | QuickFields

/** Data that writes itself: a line for every token must cost less than the token. */
export abstract class QuickFields {
  abstract data(): object
  /** `JSON.stringify` of `data()`, by a shorter way */
  abstract json(): string
}

/** Where operational log lines go. */
export interface Log {
  readonly info: (fields: Fields, message: string) => void
  readonly warn: (fields: Fields, message: string) => void
  readonly error: (fields: Fields, message: string) => void
}

/** A log that may hold lines back for a moment. */
export interface ClosableLog extends Log {
  /** writes what was held back; further lines may still come */
  readonly close: () => void
}

export function dataOf(fields: Fields): object {
  if (fields instanceof QuickFields) return fields.data()
  return typeof fields === 'function' ? fields() : fields
}

export function jsonOf(fields: Fields): string {
  return fields instanceof QuickFields ? fields.json() : JSON.stringify(dataOf(fields))
}
