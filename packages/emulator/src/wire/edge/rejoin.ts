import Type from 'typebox'
import { resume } from '../../session/interrupt.ts'
import { shaped } from '../check.ts'
import type { Connection, Reply } from './connection.ts'
import { EdgeFailure } from './failure.ts'
import { hold } from './hold.ts'
import { identityOf } from './join.ts'
import type { Member } from './members.ts'
import { tell } from './pushes.ts'

const schema = Type.Object({ token: Type.String({ maxLength: 128 }) })

/** Back after a short loss, by the token of the join's reply. Media went on; nobody is published or subscribed anew. */
export function rejoin(connection: Connection, message: unknown): Reply {
  const { edge, line } = connection
  if (connection.member !== undefined) {
    throw new EdgeFailure('REPEAT_JOIN_REQUEST', 'this connection has joined already')
  }
  const checked = shaped(schema, message)
  const member = 'value' in checked ? edge.members.withToken(checked.value.token) : undefined
  const events = hold()
  for (const known of member?.told.values() ?? []) known.stale = true
  if (member === undefined || !resume(edge.platform.world, member.session, events.sink)) {
    throw new EdgeFailure('REJOIN_TOKEN_INVALID', 'there is no such session any more')
  }
  if (member.line !== line) member.line.drop() // the new connection may come before the old one's end was noticed
  member.line = line
  connection.member = member
  return {
    message: { ...identityOf(member.session), rejoin_token: member.rejoinToken },
    after() {
      events.open((event) => tell(edge, member, event))
      forgetStale(member)
    },
  }
}

/** Who is not announced again is gone for the SDK too. */
function forgetStale({ told }: Member): void {
  for (const [session, { stale }] of told) if (stale) told.delete(session)
}
