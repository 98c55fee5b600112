import Type from 'typebox'

const closed = { additionalProperties: false } as const
const text = (description: string, examples?: readonly string[]) =>
  Type.Optional(
    Type.String({ maxLength: 4096, description, ...(examples ? { examples: [...examples] } : {}) }),
  )
const flag = (description: string) => Type.Optional(Type.Boolean({ description }))
const words = (names: readonly string[], description: string) =>
  Type.Optional(
    Type.Union(
      names.map((name) => Type.Literal(name)),
      { description },
    ),
  )

const services = [
  'rtc',
  'rtm',
  'streaming',
  'fpa',
  'chat',
  'fcdn',
  'apaas',
  'rtm2',
  'convoAi',
  'stt',
] as const

const project = Type.Object(
  {
    known: flag('False: no project has this App ID.'),
    enabled: flag('Whether the project is enabled in the console.'),
    certificateEnabled: flag('Whether any certificate is enabled.'),
    appIdOnly: flag('"No Certificate" in the console: the App ID alone is admitted.'),
    coHostAuthentication: flag('Whether publishing needs a privilege of the token.'),
  },
  { ...closed, description: 'What the console says about the project.' },
)

const sdk = Type.Object(
  {
    name: Type.String({
      maxLength: 64,
      description: '`web`, `android`, `ios`, `flutter`, `rtm`, …',
    }),
    version: text('Such as `4.24.0`.'),
  },
  { ...closed, description: 'The SDK that joins.' },
)

const ban = Type.Object(
  {
    channel: text('Channel; absent = all.'),
    uid: Type.Optional(Type.Union([Type.Integer(), Type.String({ maxLength: 255 })])),
    ip: text('Address; absent = all.'),
    privileges: Type.Optional(
      Type.Array(
        Type.Union(
          ['joinChannel', 'publishAudio', 'publishVideo'].map((name) => Type.Literal(name)),
        ),
        { maxItems: 3 },
      ),
    ),
    until: Type.Optional(Type.Integer({ description: 'Unix seconds; absent = without end.' })),
  },
  closed,
)

/** What `POST /v1/tokens/explain` takes: the token, and what the developer knows about the join. No certificates. */
export const explainBody = Type.Object(
  {
    token: Type.Union([Type.String(), Type.Null()], {
      description: 'What was passed as token; null for a join with the App ID alone.',
    }),
    now: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 0xffffffff, description: 'Unix seconds. Default: now.' }),
    ),
    appId: text("App ID that the client joins with. Default: that of the server's project."),
    channel: text('Channel that the client joins.', ['lobby']),
    uid: Type.Optional(
      Type.Union([Type.Number(), Type.Null()], {
        description: 'Integer uid of the join; 0 or null: the platform assigns one.',
      }),
    ),
    account: text('String user id of the join, or the user of RTM and Chat.'),
    role: words(['publisher', 'subscriber'], 'What the client wants to be.'),
    publish: Type.Optional(
      Type.Array(Type.Union(['audio', 'video', 'data'].map((name) => Type.Literal(name))), {
        maxItems: 3,
        description: 'Streams it wants to publish. Default: any one will do.',
      }),
    ),
    clientRole: words(['host', 'audience'], 'Role of the client, where the SDK has one.'),
    service: words(services, 'Default: `rtc` when a channel, uid or account is given.'),
    project: Type.Optional(project),
    sdk: Type.Optional(sdk),
    error: Type.Optional(
      Type.Union([Type.String({ maxLength: 4096 }), Type.Number()], {
        description: 'What the SDK reported: its message, or its number.',
      }),
    ),
    previousToken: text('Token of the running session, when this one is to renew it.'),
    madeInClient: flag('The token was made in a browser or another client.'),
    members: Type.Optional(
      Type.Array(Type.Union([Type.Number(), Type.String({ maxLength: 255 })]), {
        maxItems: 1000,
        description: 'Uids and accounts in the channel now.',
      }),
    ),
    bans: Type.Optional(
      Type.Array(ban, { maxItems: 100, description: 'Kicking rules of the project.' }),
    ),
    ip: text('Address of the client, for rules by address.'),
  },
  closed,
)

const open = { additionalProperties: true } as const

/** What `POST /v1/tokens/explain` gives. */
export const explainReply = Type.Object(
  {
    accepted: Type.Boolean({
      description: 'True only when all that is checked was checked and fits.',
    }),
    proven: Type.Boolean({
      description: 'Whether a certificate of the server made the signature.',
    }),
    verdict: Type.String({ description: '`accepted`, `refused` or `unproven`.' }),
    summary: Type.String({ description: 'The verdict and its first cause in one line.' }),
    signedBy: Type.Optional(Type.String()),
    causes: Type.Array(
      Type.Object(
        {
          code: Type.String({ description: 'Stable; docs/errors.md lists all.' }),
          certainty: Type.String({ description: '`proved`, `likely` or `hint`.' }),
          message: Type.String(),
          fix: Type.String(),
        },
        open,
      ),
    ),
    timeline: Type.Array(Type.Object({}, open)),
    outcome: Type.Optional(
      Type.Object({}, { ...open, description: 'What the platform and the SDKs report.' }),
    ),
    claims: Type.Optional(Type.Object({}, { ...open, description: 'What stands in the token.' })),
    warnings: Type.Array(Type.Object({}, open)),
    unchecked: Type.Array(Type.String(), { description: 'What was not given, so not checked.' }),
  },
  open,
)
