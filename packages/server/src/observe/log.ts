/** Where operational log lines go. Fields are plain data; never a token, a certificate or a key. */
export interface Log {
  readonly info: (fields: object, message: string) => void
  readonly warn: (fields: object, message: string) => void
  readonly error: (fields: object, message: string) => void
}

/** A log that may hold lines back for a moment. */
export interface ClosableLog extends Log {
  /** writes what was held back; further lines may still come */
  readonly close: () => void
}
