import { userInfo } from 'node:os'
import type { Act } from '@symbolon/server/project'
import type { Io } from '../io.ts'

/** What the system calls who runs this; their number where it knows no name, as in many containers. */
export function ownName(read = () => userInfo().username): string {
  try {
    return read()
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}

/** The user of this machine, now. */
export function ownerActs({ now }: Pick<Io, 'now'>): Act {
  return { by: { kind: 'owner', id: ownName() }, at: now() }
}
