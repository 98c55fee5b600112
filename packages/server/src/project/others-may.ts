import type { Stats } from 'node:fs'

/** Whether anyone but its owner may read or write a file. Windows has no such modes: there nobody is said to. */
export function othersMay({ mode }: Pick<Stats, 'mode'>): boolean {
  return process.platform !== 'win32' && (mode & 0o066) !== 0
}
