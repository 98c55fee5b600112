/** An instant as a database has it: PostgreSQL gives text. */
export function instant(value: number | string | null): number | undefined {
  return value === null ? undefined : Number(value)
}
