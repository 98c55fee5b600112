import Type from 'typebox'
import { loginOutcomes } from '../../login-outcomes.ts'
import { isLoginRefusal } from '../../login-refusal.ts'
import type { Platform } from '../../platform.ts'
import { shaped } from '../check.ts'
import { BadRequest, readJson } from '../http.ts'

/** What `login` of agora-rtm-sdk 2.3.0 was seen to post; docs/emulator/rtm.md says how. */
const schema = Type.Object({
  opid: Type.Optional(Type.Integer()),
  sid: Type.Optional(Type.String({ maxLength: 128 })),
  /** the token, or the App ID when there is none */
  key: Type.String(),
  /** the user id */
  cname: Type.String(),
  /** 25 = the App ID */
  detail: Type.Object({ 25: Type.String({ maxLength: 2047 }) }),
})

/** The SDK rejects with -10010 "No server resources" then, which it does for no fault of a token. */
const noMessagingHere = 2_010_019

/**
 * The access point's answer to a login; undefined during an outage, when there is none. A login that is in order
 * is told that there are no servers: the emulator has no messaging, but it has looked at the token.
 *
 * @throws BadRequest
 */
export function answerLogin(
  text: string,
  { login, isOut }: Pick<Platform, 'login' | 'isOut'>,
): Record<string, unknown> | undefined {
  const checked = shaped(schema, readJson(text))
  if ('fault' in checked) throw new BadRequest(`request: ${checked.fault}`)
  if (isOut()) return undefined
  const { opid, sid, key: token, cname: userId, detail } = checked.value
  const code = codeOf(() => login({ appId: detail[25], userId, token }))
  // without `detail` the SDK takes the answer for a damaged one and asks again
  return { code, opid, sid, cname: userId, uid: 0, detail: {} }
}

function codeOf(act: () => unknown): number {
  try {
    act()
    return noMessagingHere
  } catch (error) {
    if (!isLoginRefusal(error)) throw error
    // a user id that is none has no number: SDKs refuse it themselves
    return (error.outcome.accessPoint ?? loginOutcomes.WRONG_USER.accessPoint).code
  }
}
