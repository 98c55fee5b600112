import { userInfo } from 'node:os'

/** What the system calls who runs this; their number where it knows no name, as in many containers. */
export function ownName(read = () => userInfo().username): string {
  try {
    return read()
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
