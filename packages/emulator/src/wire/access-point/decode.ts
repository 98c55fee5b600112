import Type, { type Static } from 'typebox'
import type { JoinRequest, Subject } from '../../join.ts'
import { shaped } from '../check.ts'
import { BadRequest, readJson } from '../http.ts'

/** "Choose a server", the one thing that the SDK was ever seen to ask. */
const chooseServer = 22
const mostUid = 2 ** 32 - 1

const whole = (maximum: number) => Type.Integer({ minimum: 0, maximum })

const askedSchema = Type.Object({
  uri: Type.Literal(chooseServer),
  buffer: Type.Object({
    cname: Type.String({ maxLength: 1024 }),
    key: Type.String({ maxLength: 4096 }),
    uid: Type.Optional(whole(mostUid)),
    service_ids: Type.Array(whole(1000), { minItems: 1, maxItems: 16 }),
    detail: Type.Optional(
      Type.Object({
        6: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
        17: Type.Optional(Type.String({ maxLength: 16 })),
      }),
    ),
  }),
})

const requestSchema = Type.Object({
  appid: Type.String({ maxLength: 2047 }),
  opid: whole(Number.MAX_SAFE_INTEGER),
  sid: Type.String({ maxLength: 128 }),
  request_bodies: Type.Array(askedSchema, { minItems: 1, maxItems: 4 }),
})

/** The SDK's first request: who wants to join, and for which services it wants an address. */
export interface AccessPointRequest {
  readonly opid: number
  readonly sid: string
  readonly asks: readonly {
    readonly serviceIds: readonly number[]
    readonly join: JoinRequest
  }[]
}

/** Reads the multipart form, its one field and the JSON in it. @throws BadRequest */
export async function decodeAccessPoint(
  body: Uint8Array<ArrayBuffer>,
  { contentType, ip }: { readonly contentType: string; readonly ip: string },
): Promise<AccessPointRequest> {
  const checked = shaped(requestSchema, readJson(await readField(body, contentType)))
  if ('fault' in checked) throw new BadRequest(`request: ${checked.fault}`)
  const { appid, opid, sid, request_bodies } = checked.value
  const asks = request_bodies.map(({ buffer }) => ({
    serviceIds: buffer.service_ids,
    join: joinOf(appid, buffer, ip),
  }))
  return { opid, sid, asks }
}

function joinOf(
  appId: string,
  { cname, key, uid = 0, detail }: Static<typeof askedSchema>['buffer'],
  ip: string,
): JoinRequest {
  const account = detail?.[6]
  const subject: Subject = account === undefined ? { uid } : { account }
  const role = detail?.[17] === '2' ? 'audience' : 'host'
  // the request does not tell the profile; nothing is decided by it before the edge
  return { appId, channel: cname, token: key, subject, role, mode: 'live', ip }
}

async function readField(body: Uint8Array<ArrayBuffer>, contentType: string): Promise<string> {
  if (!contentType.startsWith('multipart/form-data')) {
    throw new BadRequest('expected multipart/form-data with the field "request"')
  }
  const headers = { 'content-type': contentType }
  // the platform's own parser; what it throws tells nothing to whoever asked
  const form = await new Response(body, { headers }).formData().catch(() => undefined)
  if (form === undefined) throw new BadRequest('the multipart body cannot be read')
  const field = form.get('request')
  if (typeof field !== 'string') throw new BadRequest('there is no field "request"')
  return field
}
