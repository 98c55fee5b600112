import fc from 'fast-check'
import type { KnownService, Rtm2Permissions } from '../src/claims.ts'
import { npmAccessToken2 } from './npm-originals.ts'

/** One service, as our claims say it and as npm builds it. */
export interface Both {
  readonly ours: KnownService
  readonly npm: () => NpmService
}

export interface NpmService {
  service_type(): number
  add_privilege(id: number, seconds: number): void
}

export const uint32 = fc.integer({ min: 0, max: 0xffffffff })
export const hexId = fc.string({
  unit: fc.constantFrom(...'0123456789abcdefABCDEF'),
  minLength: 32,
  maxLength: 32,
})
/** Without U+FFFD, which a reader of UTF-8 cannot tell from its own mark for bytes that are none. */
export const text = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .filter((value) => !value.includes('\ufffd'))
export const salt = fc.integer({ min: 1, max: 0xffffffff })

/** Named privileges by id; 77 stands for all that have no name. */
const names: Record<string, Record<string, number>> = {
  rtc: { joinChannel: 1, publishAudio: 2, publishVideo: 3, publishData: 4, 77: 77 },
  rtm: { login: 1, 77: 77 },
  streaming: { publishMixStream: 1, publishRawStream: 2, 77: 77 },
  fpa: { login: 1, 77: 77 },
  chat: { user: 1, app: 2, 77: 77 },
  fcdn: { publish: 1, play: 2, 77: 77 },
  apaas: { roomUser: 1, user: 2, app: 3, 77: 77 },
  rtm2: { login: 1, 77: 77 },
  convoAi: { 77: 77 },
  stt: { 77: 77 },
}

const kinds = ['messageChannels', 'streamChannels', 'groupChannels', 'serverGroups', 'users']
const accesses = ['read', 'write']

/** Everything a service of some type may hold, beside its privileges. */
const fields = fc.record({
  channel: text,
  user: text,
  // npm writes 0 as -1; see docs/migrate/agora-token.md
  role: fc.integer({ min: -0x8000, max: 0x7fff }).map((role) => role || -1),
  permissions: fc.uniqueArray(
    fc.tuple(
      fc.constantFrom(0, 1, 2, 3, 4, 9),
      fc.constantFrom(0, 1, 5),
      fc.array(text, { maxLength: 3 }),
    ),
    { selector: ([kind, access]) => kind * 10 + access, maxLength: 6 },
  ),
})
type Fields = typeof fields extends fc.Arbitrary<infer Value> ? Value : never

const shapes: Record<string, (fields: Fields) => { ours: object; npm: () => NpmService }> = {
  rtc: ({ channel, user }) => ({
    ours: { channel, uid: user },
    npm: () => new npmAccessToken2.ServiceRtc(channel, user),
  }),
  rtm: ({ user }) => ({ ours: { userId: user }, npm: () => new npmAccessToken2.ServiceRtm(user) }),
  streaming: ({ channel, user }) => ({
    ours: { channel, uid: user },
    npm: () => new npmAccessToken2.ServiceStreaming(channel, user),
  }),
  fpa: () => ({ ours: {}, npm: () => new npmAccessToken2.ServiceFpa() }),
  chat: ({ user }) => ({
    ours: { userId: user },
    npm: () => new npmAccessToken2.ServiceChat(user),
  }),
  fcdn: ({ channel, user }) => ({
    ours: { channel, uid: user },
    npm: () => new npmAccessToken2.ServiceFCdn(channel, user),
  }),
  apaas: ({ channel, user, role }) => ({
    ours: { roomUuid: channel, userUuid: user, role },
    npm: () => new npmAccessToken2.ServiceApaas(channel, user, role),
  }),
  rtm2: ({ user, permissions }) => ({
    ours: { userId: user, permissions: ourPermissions(permissions) },
    npm: () => new npmAccessToken2.ServiceRtm2(user, npmPermissions(permissions)),
  }),
  convoAi: () => ({ ours: {}, npm: () => new npmAccessToken2.ServiceConvoAI() }),
  stt: () => ({ ours: {}, npm: () => new npmAccessToken2.ServiceStt() }),
}

/** Any service of any type. */
const service: fc.Arbitrary<Both> = fc
  .tuple(fc.constantFrom(...Object.keys(shapes)), fields)
  .chain(([type, fields]) => {
    const known = names[type]!
    const privilege = fc.constantFrom(...Object.keys(known))
    return fc.dictionary(privilege, uint32, { noNullPrototype: true }).map((privileges) => {
      const shape = shapes[type]!(fields)
      const npm = () => {
        const made = shape.npm()
        for (const [name, value] of Object.entries(privileges))
          made.add_privilege(known[name]!, value)
        return made
      }
      return { ours: { type, privileges, ...shape.ours } as KnownService, npm }
    })
  })

/** One to eight services, types repeated or not, in any order. */
export const services = fc.array(service, { minLength: 1, maxLength: 8 })

/** Ascending by type and else in the given order, as tokens hold them. */
export function sorted<Entry>(
  entries: readonly Entry[],
  typeOf: (entry: Entry) => number,
): Entry[] {
  return [...entries].sort((a, b) => typeOf(a) - typeOf(b))
}

function ourPermissions(permissions: Fields['permissions']): Rtm2Permissions {
  const claims: Record<string, Record<string, string[]>> = {}
  for (const [kind, access, resources] of permissions) {
    const name = kinds[kind] ?? String(kind)
    claims[name] ??= {}
    claims[name][accesses[access] ?? String(access)] = resources
  }
  return claims as Rtm2Permissions
}

function npmPermissions(permissions: Fields['permissions']): object {
  const made = new npmAccessToken2.Rtm2Permissions()
  for (const entry of permissions) made.add(...entry)
  return made
}
