import type { PlatformView, RegisteredProject } from '@symbolon/server/project'

/** A command tells no platform: a server of the same database does, or the emulator beside symbolon dev. */
export function viewFromHere({ origin }: RegisteredProject): PlatformView {
  return origin === 'local' ? 'emulator' : 'elsewhere'
}
