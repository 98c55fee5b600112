import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false } as const
const names = (description: string) =>
  Type.Union([Type.String({ minLength: 1 }), Type.Array(Type.String({ minLength: 1 }), some)], {
    description,
  })
const some = { minItems: 1, maxItems: 256 } as const
const words = <const Word extends string>(all: readonly Word[], description: string) =>
  Type.Array(Type.Enum([...all]), { ...some, description })

const conditions = {
  name: Type.String({ minLength: 1, maxLength: 64, description: 'Says in a trace which it was.' }),
  caller: Type.Optional(
    Type.Object(
      {
        kind: Type.Optional(
          Type.Union([Type.Literal('anonymous'), Type.Literal('key'), Type.Literal('jwt')]),
        ),
        id: Type.Optional(names('What the log calls the caller; one of several.')),
        claims: Type.Optional(
          Type.Record(
            Type.String({ minLength: 1 }),
            Type.Union([Type.String(), Type.Number(), Type.Boolean()]),
            { description: 'All of them; a claim that is a list has to hold the value.' },
          ),
        ),
      },
      { ...closed, description: 'Who asks.' },
    ),
  ),
  project: Type.Optional(names('App ID, for a policy that several projects share.')),
  services: Type.Optional(
    words(
      ['rtc', 'rtm', 'rtm2', 'chat', 'streaming', 'fpa', 'fcdn', 'apaas', 'convoAi', 'stt'],
      'Which services of a token.',
    ),
  ),
  channel: Type.Optional(names('Pattern of the channel; one of several.')),
  subject: Type.Optional(
    names(`Pattern of the uid, account or user id. "\${caller.sub}" is the own identity only.`),
  ),
  binding: Type.Optional(
    words(
      ['bound', 'unbound', 'wildcard'],
      'bound: one user in one channel. unbound: any user in one channel. wildcard: patterns.',
    ),
  ),
}

const privileges = Type.Optional(
  Type.Array(Type.String({ minLength: 1 }), { ...some, description: 'By their names in a token.' }),
)
const maxSeconds = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 86_400, description: 'Longest life.' }),
)
const flag = (description: string) => Type.Optional(Type.Literal(true, { description }))

const allow = Type.Object(
  {
    ...conditions,
    effect: Type.Literal('allow'),
    role: Type.Optional(Type.Union([Type.Literal('publisher'), Type.Literal('subscriber')])),
    privileges,
    wildcardPublish: flag('Also tokens for many channels or users may publish.'),
    unboundPublish: flag('Also tokens for any user of one channel may publish.'),
    maxSeconds,
  },
  closed,
)

const deny = Type.Object(
  {
    ...conditions,
    effect: Type.Literal('deny'),
    role: Type.Optional(Type.Literal('publisher')),
    privileges,
  },
  closed,
)

const cap = Type.Object(
  {
    ...conditions,
    effect: Type.Literal('cap'),
    role: Type.Optional(Type.Literal('subscriber')),
    privileges,
    maxSeconds,
  },
  closed,
)

/** Each effect has fields of its own; docs/policy.md tells what they mean. */
export const ruleSchemas = { allow, deny, cap }

export type AllowRule = Static<typeof allow>
export type DenyRule = Static<typeof deny>
export type CapRule = Static<typeof cap>
export type Rule = AllowRule | DenyRule | CapRule

/** What callers may have of a project: rules that are read from the top. Plain data. */
export interface Policy {
  readonly rules: readonly Rule[]
}
