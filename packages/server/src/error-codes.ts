import { tokenErrorCodes } from '@symbolon/token'
import { type CodeEntry, fieldProblems, serverProblems } from './errors.ts'
import { tokenErrorTexts } from './token-error-texts.ts'

export interface CodeTable {
  readonly title: string
  /** what stands above the table */
  readonly note?: string
  readonly codes: readonly (CodeEntry & { readonly code: string; readonly status?: number })[]
}

/** Every code that the server and the token library refuse something with: for docs/errors.md and /docs/errors. */
export const codeTables: readonly CodeTable[] = [
  { title: 'Answers of the server', codes: rows(serverProblems) },
  { title: 'Fields of a request', codes: rows(fieldProblems) },
  {
    title: 'Tokens and parameters',
    codes: tokenErrorCodes.map((code) => ({ code, ...tokenErrorTexts[code] })),
  },
]

function rows(table: Readonly<Record<string, CodeEntry>>): CodeTable['codes'] {
  return Object.entries(table).map(([code, entry]) => ({ code, ...entry }))
}
