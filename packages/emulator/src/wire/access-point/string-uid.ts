import Type from 'typebox'
import { isAccount } from '../../admission/account.ts'
import type { World } from '../../world.ts'
import { shaped } from '../check.ts'
import { BadRequest, readJson } from '../http.ts'

const schema = Type.Object({
  sid: Type.Optional(Type.String({ maxLength: 128 })),
  opid: Type.Optional(Type.Integer()),
  appid: Type.String({ maxLength: 2047 }),
  string_uid: Type.String({ minLength: 1, maxLength: 255 }),
})

/** Numbers of the allocator: an App ID that nobody has, and a text that can be no account. */
const invalidAppId = 9_010_001
const invalidAccount = 9_010_002

/** The integer of a string account, always the same within one project. @throws BadRequest */
export function answerStringUid(text: string, { projects, uids }: World): Record<string, unknown> {
  const checked = shaped(schema, readJson(text))
  if ('fault' in checked) throw new BadRequest(`request: ${checked.fault}`)
  const { sid, opid, appid, string_uid } = checked.value
  const echoed = { ...(sid !== undefined && { sid }), ...(opid !== undefined && { opid }) }
  if (projects.find(appid) === undefined) return { code: invalidAppId, ...echoed }
  if (!isAccount(string_uid)) return { code: invalidAccount, ...echoed }
  return { code: 0, uid: uids.ofAccount(appid, string_uid), ...echoed }
}
