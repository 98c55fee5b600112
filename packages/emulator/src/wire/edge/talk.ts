import Type from 'typebox'
import * as act from '../../session/act.ts'
import { shaped } from '../check.ts'
import type { Joined, Reply } from './connection.ts'
import { EdgeFailure } from './failure.ts'

const roleSchema = Type.Object({
  role: Type.Union([Type.Literal('host'), Type.Literal('audience')]),
})
const renewSchema = Type.Object({ token: Type.String({ maxLength: 4096 }) })

/** The SDK itself stops at about 1 kB; this leaves room for what base64 adds. */
const dataSchema = Type.Object({
  payload: Type.String({ maxLength: 4096, pattern: '^[A-Za-z0-9+/]*={0,2}$' }),
})

/** @throws Refusal `ROLE_REFUSED` */
export function setClientRole({ edge, member }: Joined, message: unknown): Reply {
  const checked = shaped(roleSchema, message)
  if ('fault' in checked) throw new EdgeFailure('SET_CLIENT_ROLE_NO_PERMISSION', checked.fault)
  act.changeRole(edge.platform.world, member.session, checked.value.role)
  return {}
}

/** Whatever the fault, the SDK is told the same: this number and text were seen in the wild. */
export function renewToken({ edge, member }: Joined, message: unknown): Reply {
  const checked = shaped(renewSchema, message)
  const renewed =
    'value' in checked && edge.platform.renew(member.session, checked.value.token) === 'SUCCESS'
  if (!renewed) throw new EdgeFailure('NO_AUTHORIZED', 'error to verify token permission')
  return {}
}

/** Messages travel here, over the WebSocket. @throws Refusal `PUBLISH_REFUSED` */
export function dataStream({ edge, member }: Joined, message: unknown): Reply {
  const checked = shaped(dataSchema, message)
  if ('fault' in checked) throw new EdgeFailure('PUBLISH_REQUEST_INVALID', checked.fault)
  act.send(edge.platform.world, member.session, Buffer.from(checked.value.payload, 'base64'))
  return {}
}

export function leave({ edge, member }: Joined): Reply {
  edge.platform.end(member.session, 'left')
  return {}
}
