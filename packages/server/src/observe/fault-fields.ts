import { clean } from './clean.ts'

/** A fault for the log: what it is called and says. Of a database's error the rest may hold values of rows. */
export function faultFields(error: unknown): { readonly code?: string; readonly error: string } {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown }
  const text = clean(typeof message === 'string' ? message : String(error))
  return typeof code === 'string' ? { code, error: text } : { error: text }
}
