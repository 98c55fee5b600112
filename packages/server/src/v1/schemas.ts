import Type from 'typebox'

const closed = { additionalProperties: false } as const
const spanOf = (description: string) =>
  Type.Integer({ minimum: 0, maximum: 0xffffffff, description })

const channel = Type.String({
  description: 'Channel name: 1 to 64 bytes of the 89 allowed characters. 007: may hold `*`.',
  examples: ['lobby'],
})

/** Whom a service is for: exactly one of the three. */
const subject = {
  uid: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 0xffffffff,
      description: 'Integer user id. 0 is any user, as `anyUid`.',
    }),
  ),
  account: Type.Optional(
    Type.String({ description: 'String user id: 1 to 255 bytes. 007: may hold `*`.' }),
  ),
  anyUid: Type.Optional(Type.Literal(true, { description: 'The token is good for every user.' })),
}

function privileges<Name extends string>(names: readonly Name[]) {
  const ends = Object.fromEntries(names.map((name) => [name, Type.Optional(end)]))
  return Type.Optional(
    Type.Object(ends, {
      ...closed,
      description: 'When each privilege ends: seconds after issue; 0 = no end of its own.',
    }),
  )
}
const end = spanOf('Seconds after issue; 0 = no end of its own.')

const rtc = Type.Object(
  {
    channel,
    ...subject,
    role: Type.Optional(
      Type.Union(
        ['publisher', 'subscriber', 0, 1, 2, 101].map((role) => Type.Literal(role)),
        {
          default: 'publisher',
          description:
            'Publishers may send audio, video and data. Also the numbers of the official libraries. The platform looks at it only where co-host authentication is on.',
        },
      ),
    ),
    privileges: privileges(['joinChannel', 'publishAudio', 'publishVideo', 'publishData']),
  },
  {
    ...closed,
    description:
      'Real-time audio and video. `privileges` stands instead of those of `role`; `joinChannel` is always among them.',
  },
)

const names = Type.Array(Type.String({ maxLength: 256 }), { maxItems: 256 })
const access = Type.Optional(
  Type.Object({ read: Type.Optional(names), write: Type.Optional(names) }, closed),
)

const rtm = Type.Object(
  {
    userId: Type.String({ description: '1 to 255 bytes.' }),
    permissions: Type.Optional(
      Type.Object(
        {
          messageChannels: access,
          streamChannels: access,
          groupChannels: access,
          serverGroups: access,
          users: access,
        },
        {
          ...closed,
          description:
            'Names that may be read and written. Makes it an RTM2 service. Where the token grows over 4,096 characters, `inspect`, `verify` and `explain` read it only with wider `limits`.',
        },
      ),
    ),
  },
  { ...closed, description: 'Signaling (RTM) login.' },
)

const chat = Type.Object(
  {
    userId: Type.Optional(Type.String({ description: 'Chat user id.' })),
    app: Type.Optional(Type.Literal(true, { description: 'For the REST API of the app.' })),
  },
  { ...closed, description: 'Chat: `userId`, or `app`.' },
)

const apaas = Type.Object(
  {
    app: Type.Optional(Type.Literal(true, { description: 'For the REST API of the app.' })),
    userUuid: Type.Optional(Type.String()),
    roomUuid: Type.Optional(Type.String({ description: 'Also puts RTM and Chat into the token.' })),
    role: Type.Optional(Type.Integer({ minimum: -32_768, maximum: 32_767 })),
  },
  {
    ...closed,
    description: 'APaaS (Education): `app`, `userUuid`, or `userUuid` with `roomUuid` and `role`.',
  },
)

const streaming = Type.Object(
  { channel, ...subject, privileges: privileges(['publishMixStream', 'publishRawStream']) },
  { ...closed, description: 'Streaming. Without `privileges`: both, as long as the token.' },
)

const fcdn = Type.Object(
  { channel, ...subject, privileges: privileges(['publish', 'play']) },
  { ...closed, description: 'Fusion CDN. Without `privileges`: both, as long as the token.' },
)

const presence = (description: string) =>
  Type.Union([Type.Literal(true), Type.Object({}, closed)], { description })

/** What `POST /v1/tokens` takes. */
export const tokenBody = Type.Object(
  {
    appId: Type.Optional(Type.String({ description: "Default: that of the server's project." })),
    version: Type.Optional(
      Type.Union([Type.Literal('007'), Type.Literal('006')], {
        default: '007',
        description: 'Token version. 006 holds one service, `rtc` or `rtm`.',
      }),
    ),
    expiresInSeconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 0xffffffff,
        default: 3600,
        description: 'Life of the token. Longer than the server grants is capped with a warning.',
      }),
    ),
    rtc: Type.Optional(rtc),
    rtm: Type.Optional(rtm),
    chat: Type.Optional(chat),
    fpa: Type.Optional(presence('Full-path acceleration.')),
    apaas: Type.Optional(apaas),
    streaming: Type.Optional(streaming),
    fcdn: Type.Optional(fcdn),
    convoAi: Type.Optional(presence('Conversational AI agents, beside `rtc` and perhaps `rtm`.')),
    stt: Type.Optional(presence('Speech to text, beside `rtc` and perhaps `rtm`.')),
  },
  { ...closed, description: 'At least one service; several go into one token.' },
)

export const warnings = Type.Array(Type.Object({ code: Type.String(), message: Type.String() }), {
  description: 'What is allowed but probably not meant.',
})

/** What `POST /v1/tokens` gives. Instants are Unix seconds. */
export const tokenReply = Type.Object({
  token: Type.String(),
  version: Type.String(),
  appId: Type.String(),
  issuedAt: Type.Integer(),
  expiresAt: Type.Integer({
    description:
      'When the token stops admitting: at its own end, or at that of a privilege to enter (such as `joinChannel`), whichever comes first.',
  }),
  renewAt: Type.Integer({ description: 'When to ask for the next one.' }),
  warnings,
})

/** The Problem Details of every refusal. */
export const problemSchema = Type.Object(
  {
    type: Type.String({ description: 'Where the code is explained, relative to this server.' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable; branch on it. docs/errors.md lists all.' }),
    detail: Type.String(),
    requestId: Type.String({ description: 'Stands in the log of the server too.' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({ pointer: Type.String(), code: Type.String(), message: Type.String() }),
      ),
    ),
  },
  { $id: 'Problem', description: 'RFC 9457 Problem Details.' },
)
