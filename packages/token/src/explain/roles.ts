import { type Case, type Finding, found } from './finding.ts'
import { endOf, privilegesOf } from './life.ts'
import type { PublishKind } from './situation.ts'

const privilegeOf = { audio: 'publishAudio', video: 'publishVideo', data: 'publishData' } as const
const kinds: readonly PublishKind[] = ['audio', 'video', 'data']

/** Whether the client may publish what it wants to. */
export function* roles(c: Case): Iterable<Finding> {
  const { situation, wanted } = c
  const { role, project, clientRole, publish } = situation
  if (wanted !== 'rtc' || c.subject === undefined) return
  if (clientRole === 'audience' && role === 'publisher') yield found('CLIENT_IS_AUDIENCE', 'likely')
  if (role !== 'publisher' && publish === undefined) {
    if (role === 'subscriber' && project?.coHostAuthentication === false)
      yield found('COHOST_OFF', 'likely')
    return
  }
  const { missing, ended, seconds } = publishing(c, publish ?? kinds)
  const none = publish === undefined ? missing.length + ended.length < kinds.length : false
  if (missing.length + ended.length === 0 || none) return
  if (project?.coHostAuthentication === false) {
    yield found('COHOST_OFF', 'likely')
    return
  }
  const certainty = project?.coHostAuthentication ? 'proved' : 'hint' // nobody said whether it is on
  if (missing.length > 0)
    yield found('PUBLISH_PRIVILEGE_MISSING', certainty, { value: missing.join(', ') })
  if (ended.length > 0)
    yield found('PUBLISH_PRIVILEGE_EXPIRED', certainty, { value: ended.join(', '), seconds })
}

function publishing(
  c: Case,
  wants: readonly PublishKind[],
): { missing: string[]; ended: string[]; seconds: number } {
  const missing: string[] = []
  const ended: string[] = []
  let seconds = 0
  for (const kind of wants) {
    const values = privilegesOf(c).flatMap((held) => held[privilegeOf[kind]] ?? [])
    const end = Math.max(...values.map((value) => endOf(c.claims, value)))
    if (values.length === 0) missing.push(kind)
    else if (c.situation.now >= end) {
      ended.push(kind)
      seconds = c.situation.now - end
    }
  }
  return { missing, ended, seconds }
}
