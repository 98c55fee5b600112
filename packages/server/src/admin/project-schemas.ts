import Type from 'typebox'

const closed = { additionalProperties: false } as const
export const instant = (description: string) =>
  Type.Integer({ description: `${description} Unix seconds.` })
const later = (description: string) => Type.Optional(instant(description))

export const name = Type.String({ minLength: 1, maxLength: 255, pattern: '\\S' })
export const hex32 = '^[0-9a-fA-F]{32}$'

const certificate = Type.Object({
  id: Type.String(),
  state: Type.String({
    description:
      '`standby` signs nothing yet, `active` signs, `draining` signs no more, `retired` is deleted.',
  }),
  place: Type.Optional(Type.String({ description: '`primary`, `secondary`; absent: retired.' })),
  enabled: Type.Boolean(),
  fingerprint: Type.String({ description: 'Says which it is, and gives nothing away.' }),
  last4: Type.String(),
  createdAt: instant('When it was made or brought here.'),
  activatedAt: later('Since when it signs, or when it first did.'),
  drainingSince: later('Since when it signs no more.'),
  disabledBecause: Type.Optional(Type.String({ description: 'Why an emergency put it out.' })),
  retiredAt: later('When it was deleted.'),
})

export const project = Type.Object(
  {
    appId: Type.String(),
    name: Type.String(),
    origin: Type.String({
      description:
        "`local`: known here alone. `linked`: brought from the vendor's console, where it has to be changed too.",
    }),
    enabled: Type.Boolean(),
    appIdOnly: Type.Boolean({
      description: '"No Certificate": joins with the App ID alone are admitted.',
    }),
    coHost: Type.Object(
      {
        enabled: Type.Boolean(),
        confirmedAt: later('When somebody said so.'),
        confirmedBy: Type.Optional(Type.String()),
      },
      { description: 'Co-host authentication.' },
    ),
    certificates: Type.Array(certificate),
    createdAt: instant('When it was made or brought here.'),
    audit: Type.String({
      description:
        '`strict`: no token leaves before it is written down. `buffered`: it is written down as soon as may be.',
    }),
  },
  { description: 'Never with a secret.' },
)

export const drains = Type.Array(
  Type.Object({
    certificateId: Type.String(),
    unexpiredTokens: Type.Integer(),
    lastEndsAt: later('When the last of them ends.'),
  }),
  { description: 'Of each certificate that is not deleted.' },
)

export const changed = Type.Object({
  project,
  byHand: Type.Array(Type.String(), {
    description: "What is left to do in the vendor's console, for people.",
  }),
})

export const appIdParams = Type.Object({ appId: Type.String() })
export const certificateParams = Type.Object({ appId: Type.String(), id: Type.String() })

const secret = Type.Optional(
  Type.String({
    pattern: hex32,
    description: "The certificate of the vendor's console, for a linked project; else one is made.",
  }),
)

export const newProjectBody = Type.Object(
  {
    name,
    appId: Type.Optional(
      Type.String({
        pattern: hex32,
        description: "Of a project of the vendor's console; left out, one is made.",
      }),
    ),
    certificate: secret,
    appIdOnly: Type.Optional(
      Type.Boolean({ default: false, description: 'Of a made one: begins without a certificate.' }),
    ),
  },
  closed,
)

export const changeProjectBody = Type.Object(
  {
    name: Type.Optional(name),
    enabled: Type.Optional(Type.Boolean()),
    coHost: Type.Optional(
      Type.Boolean({
        description:
          "Co-host authentication; of a linked project: what stands in the vendor's console.",
      }),
    ),
    audit: Type.Optional(Type.Union([Type.Literal('strict'), Type.Literal('buffered')])),
  },
  { ...closed, minProperties: 1, description: 'All of it is done, or nothing.' },
)

export const newCertificateBody = Type.Object(
  {
    place: Type.Union([Type.Literal('primary'), Type.Literal('secondary')]),
    certificate: secret,
  },
  closed,
)

export const changeCertificateBody = Type.Object({ enabled: Type.Boolean() }, closed)

export const deletionQuery = Type.Object({
  reason: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      description: 'Why it cannot wait until its last token has ended.',
    }),
  ),
})

export const tempTokenBody = Type.Object(
  { channel: Type.String({ description: 'Channel name: 1 to 64 bytes, no `*`.' }) },
  closed,
)

export const tempTokenReply = Type.Object({
  token: Type.String(),
  issuedAt: instant('From when it is good.'),
  expiresAt: instant('When it ends.'),
})
