import type { Archived } from '@symbolon/server/project'

/** What is not shown because it is elsewhere. */
export function archivedText({ through, at }: Archived): string {
  const when = new Date(at * 1000).toISOString().slice(0, 19)
  return `entries 1 to ${through} are archived since ${when}Z\n`
}
