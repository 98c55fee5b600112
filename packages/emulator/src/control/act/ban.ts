import Type from 'typebox'
import { demandBody, obey } from '../demand.ts'
import { banView } from '../read/bans.ts'
import type { ControlVerb } from '../verb.ts'
import { countOut, targetFields, targetOf } from './target.ts'

const privilege = Type.Union([
  Type.Literal('join_channel'),
  Type.Literal('publish_audio'),
  Type.Literal('publish_video'),
])

const shape = Type.Object(
  {
    ...targetFields,
    seconds: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
    privileges: Type.Optional(Type.Array(privilege, { minItems: 1 })),
  },
  { additionalProperties: false },
)

const standardSeconds = 3600

/** `POST /emulator/v1/bans`: out and kept out, 60 minutes unless told otherwise; not put between bounds. */
export const ban: ControlVerb = (control, call) => {
  const { seconds = standardSeconds, privileges, ...named } = demandBody(call, shape)
  const wish = { ...targetOf(control, named), seconds, privileges }
  const { result, expelled } = countOut(control, () =>
    obey('REQUEST_INVALID', () => control.platform.ban(wish)),
  )
  return { status: 201, body: { ban: banView(control.platform.world, result), expelled } }
}
