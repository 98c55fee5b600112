import type { Io } from './io.ts'

const codes = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const

export type Paint = (colour: keyof typeof codes, text: string) => string

/** Colours for a terminal; none in a pipe or with NO_COLOR (https://no-color.org). */
export function painter({ isTty, env }: Pick<Io, 'isTty' | 'env'>): Paint {
  if (!isTty || env.NO_COLOR || env.TERM === 'dumb') return (_, text) => text
  return (colour, text) => `\u001b[${codes[colour]}m${text}\u001b[0m`
}
