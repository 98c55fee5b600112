import { createHmac, type KeyObject, sign } from 'node:crypto'
import { CompactEncrypt, type CryptoKey, exportSPKI, importJWK, type JWTPayload } from 'jose'
import type { JwtReason } from '../../src/issuers/jwt-reasons.ts'
import { type KeyPair, signed, type TestIssuer } from './issuer-server.ts'

/** Whom the attacks are made on: an issuer that is believed, with its keys; another one; and who attacks. */
export interface World {
  readonly issuer: TestIssuer
  readonly rsa: KeyPair
  readonly ec: KeyPair
  /** published by the believed issuer, though it is too short */
  readonly weak: { readonly kid: string; readonly privateKey: KeyObject }
  /** is believed too, and its key has the id of `rsa` */
  readonly other: TestIssuer
  readonly othersKey: KeyPair
  /** publishes the key of who attacks, with the id of `rsa` */
  readonly attacker: TestIssuer
  readonly evil: KeyPair
  /** Unix seconds */
  readonly at: number
}

type Attack = readonly [name: string, reason: JwtReason, make: (world: World) => Make]
type Make = string | Promise<string>

export const audience = 'shop-api'

/** What the believed issuer would say of Ann. */
export function claims({ issuer, at }: World, more: object = {}): JWTPayload {
  return { iss: issuer.url, aud: audience, sub: 'ann', iat: at, exp: at + 300, ...more }
}

const part = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

const join = (header: unknown, payload: unknown, signature = ''): string =>
  `${part(header)}.${part(payload)}.${signature}`

const hmac = (header: object, payload: object, [bits, secret]: readonly [number, string]) => {
  const text = `${part({ alg: `HS${bits}`, typ: 'JWT', ...header })}.${part(payload)}`
  return `${text}.${createHmac(`sha${bits}`, secret).update(text).digest('base64url')}`
}

const pem = async ({ rsa }: World) =>
  exportSPKI((await importJWK(rsa.jwk, 'RS256', { extractable: true })) as CryptoKey)

const honest = (world: World, more: object = {}, header: object = {}) =>
  signed(world.rsa, claims(world, more), header)

/** In the name of the believed issuer, by who has no key of it. */
const forged = (world: World, header: object = {}, more: object = {}) =>
  signed(world.evil, claims(world, more), { kid: world.rsa.kid, ...header })

const changed = async (text: Make, change: (parts: string[]) => readonly string[]) =>
  change((await text).split('.')).join('.')

const none = (alg: string): Attack => [
  `alg ${alg}`,
  'JWT_ALGORITHM',
  (world) => join({ alg, typ: 'JWT', kid: 'rsa' }, claims(world)),
]

const algorithmAttacks: readonly Attack[] = [
  ...['none', 'None', 'NONE', 'nOnE'].map(none),
  [
    'alg none, with a signature',
    'JWT_ALGORITHM',
    async (world) => {
      const [, , signature = ''] = (await honest(world)).split('.')
      return join({ alg: 'none' }, claims(world, { sub: 'admin' }), signature)
    },
  ],
  ['no alg', 'JWT_MALFORMED', (world) => join({ typ: 'JWT' }, claims(world), 'AAAA')],
  ['alg that is a list', 'JWT_MALFORMED', (world) => join({ alg: ['RS256'] }, claims(world), 'AA')],
  ...[256, 384, 512].map(
    (bits): Attack => [
      `HS${bits} with the public key as the secret`,
      'JWT_ALGORITHM',
      async (world) => hmac({ kid: 'rsa' }, claims(world), [bits, await pem(world)]),
    ],
  ),
  [
    'HS256 with the published key, as JSON, as the secret',
    'JWT_ALGORITHM',
    (world) => hmac({ kid: 'rsa' }, claims(world), [256, JSON.stringify(world.rsa.jwk)]),
  ],
  [
    'HS256 with the modulus as the secret',
    'JWT_ALGORITHM',
    (world) => hmac({ kid: 'rsa' }, claims(world), [256, `${world.rsa.jwk.n}`]),
  ],
  ...(['PS256', 'RS512'] as const).map(
    (alg): Attack => [
      `${alg}, which is not allowed, by the right key`,
      'JWT_ALGORITHM',
      async (world) => {
        const text = `${part({ alg, kid: 'rsa' })}.${part(claims(world))}`
        return `${text}.${part('no matter')}`
      },
    ],
  ),
  [
    'the algorithm of one key with the id of another',
    'JWT_KEY_UNKNOWN',
    (world) => honest(world, {}, { kid: world.ec.kid }),
  ],
  [
    'a published key that is too short',
    'JWT_KEY_UNKNOWN',
    (world) => {
      const { kid, privateKey } = world.weak
      const text = `${part({ alg: 'RS256', kid })}.${part(claims(world))}`
      return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`
    },
  ],
]

const noId = { kid: undefined }

const keyAttacks: readonly Attack[] = [
  ['a key of a stranger with the right id', 'JWT_SIGNATURE', (world) => forged(world)],
  [
    'a key of another believed issuer with the same id',
    'JWT_SIGNATURE',
    (world) => signed(world.othersKey, claims(world)),
  ],
  ['no id, where several keys fit', 'JWT_KEY_UNKNOWN', (world) => honest(world, {}, noId)],
  [
    'no id, where one key fits',
    'JWT_SIGNATURE',
    (world) => join({ alg: 'ES256' }, claims(world), part('\u0001'.repeat(64))),
  ],
  ...[
    '../../../../../../dev/null',
    '/dev/null',
    'file:///etc/passwd',
    `x' union select 'secret' --`,
    `'; drop table issuers; --`,
    '__proto__',
    'constructor',
    '\u0000',
    '',
    'RSA',
    'rsa ',
  ].map(
    (kid): Attack => [
      `kid ${JSON.stringify(kid)}`,
      'JWT_KEY_UNKNOWN',
      (world) => forged(world, { kid }),
    ],
  ),
  ['a huge kid', 'JWT_KEY_UNKNOWN', (world) => forged(world, { kid: 'k'.repeat(4000) })],
  ...[7, ['rsa'], { rsa: 1 }, null, true].map(
    (kid): Attack => [
      `kid ${JSON.stringify(kid)}`,
      'JWT_KEY_UNKNOWN',
      (world) => join({ alg: 'RS256', kid }, claims(world), part('no matter')),
    ],
  ),
  [
    'HS256 with the empty file that kid points at',
    'JWT_ALGORITHM',
    (world) => hmac({ kid: '/dev/null' }, claims(world), [256, '']),
  ],
  ...(['jku', 'x5u'] as const).map(
    (name): Attack => [
      `${name} of an own server`,
      'JWT_SIGNATURE',
      (world) => forged(world, { [name]: `${world.attacker.url}/keys` }),
    ],
  ),
  [
    'jku of an own server with an own id',
    'JWT_KEY_UNKNOWN',
    (world) => forged(world, { jku: `${world.attacker.url}/keys`, kid: 'evil' }),
  ],
  ['an own jwk', 'JWT_SIGNATURE', (world) => forged(world, { jwk: world.evil.jwk })],
  [
    'an own jwk with an own id',
    'JWT_KEY_UNKNOWN',
    (world) => forged(world, { jwk: world.evil.jwk, kid: 'evil' }),
  ],
  ['an own x5c', 'JWT_SIGNATURE', (world) => forged(world, { x5c: [world.evil.jwk.n ?? ''] })],
]

const signatureAttacks: readonly Attack[] = [
  ['no signature', 'JWT_SIGNATURE', (world) => changed(honest(world), ([a, b]) => [a!, b!, ''])],
  [
    'half a signature',
    'JWT_SIGNATURE',
    (world) => changed(honest(world), ([a, b, c]) => [a!, b!, c!.slice(0, 170)]),
  ],
  [
    'a longer signature',
    'JWT_SIGNATURE',
    (world) => changed(honest(world), ([a, b, c]) => [a!, b!, `${c}AAAA`]),
  ],
  [
    'the signature of another token',
    'JWT_SIGNATURE',
    async (world) => {
      const [, , signature = ''] = (await honest(world, { sub: 'bob' })).split('.')
      return await changed(honest(world), ([a, b]) => [a!, b!, signature])
    },
  ],
  [
    'another payload under a signature',
    'JWT_SIGNATURE',
    (world) =>
      changed(honest(world), ([a, , c]) => [a!, part(claims(world, { sub: 'admin' })), c!]),
  ],
  [
    'another header over a signature',
    'JWT_SIGNATURE',
    (world) =>
      changed(honest(world), ([, b, c]) => [part({ alg: 'RS256', kid: 'rsa', x: 1 }), b!, c!]),
  ],
  [
    'ECDSA with nothing but zeros',
    'JWT_SIGNATURE',
    (world) => join({ alg: 'ES256', kid: 'ec' }, claims(world), part('\0'.repeat(64))),
  ],
  [
    'ECDSA in the wrong encoding',
    'JWT_SIGNATURE',
    (world) => join({ alg: 'ES256', kid: 'ec' }, claims(world), part(`0E${'\u0002'.repeat(69)}`)),
  ],
]

const shapeAttacks: readonly Attack[] = [
  ['two tokens in one', 'JWT_MALFORMED', async (world) => `${await honest(world)}.AA.AA`],
  [
    'a token in a token',
    'JWT_MALFORMED',
    async (world) => join({ alg: 'RS256', cty: 'JWT', kid: 'rsa' }, await honest(world), 'AAAA'),
  ],
  [
    'a token that is encrypted to the issuer',
    'JWT_MALFORMED',
    async (world) => {
      const { alg: _alg, use: _use, ...jwk } = world.rsa.jwk
      const key = await importJWK(jwk, 'RSA-OAEP-256')
      const header = { alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'rsa' }
      const plain = Buffer.from(JSON.stringify(claims(world)))
      return await new CompactEncrypt(plain).setProtectedHeader(header).encrypt(key)
    },
  ],
  ...[['exp'], ['x'], [], 'exp', ['b64']].map(
    (crit): Attack => [
      `crit ${JSON.stringify(crit)}`,
      'JWT_MALFORMED',
      async (world) => {
        const header = { alg: 'RS256', kid: 'rsa', crit, x: 1, exp: 1, b64: true }
        return await changed(honest(world), ([, b, c]) => [part(header), b!, c!])
      },
    ],
  ),
  [
    'a payload that is not encoded (b64 false)',
    'JWT_MALFORMED',
    (world) => {
      const header = { alg: 'RS256', kid: 'rsa', b64: false, crit: ['b64'] }
      return `${part(header)}.${JSON.stringify(claims(world)).replaceAll('.', '')}.AAAA`
    },
  ],
  ['empty parts', 'JWT_MALFORMED', () => '..'],
  ['no JSON', 'JWT_MALFORMED', () => 'AAAA.AAAA.AAAA'],
  ['no base64', 'JWT_MALFORMED', () => '%%%.***.???'],
  ['a header that is a list', 'JWT_MALFORMED', (world) => join(['RS256'], claims(world), 'AA')],
  ['a header that is null', 'JWT_MALFORMED', (world) => join(null, claims(world), 'AA')],
  ['claims that are a list', 'JWT_MALFORMED', () => join({ alg: 'RS256', kid: 'rsa' }, [], 'AA')],
  ['claims that are null', 'JWT_MALFORMED', () => join({ alg: 'RS256', kid: 'rsa' }, null, 'AA')],
  ['too long', 'JWT_TOO_LONG', (world) => honest(world, { filler: 'x'.repeat(8192) })],
  [
    'deep within itself',
    'JWT_SIGNATURE',
    (world) => join({ alg: 'RS256', kid: 'rsa' }, deep(world), part('no matter')),
  ],
  [
    'a header that inherits',
    'JWT_MALFORMED',
    (world) => join('{"__proto__":{"alg":"none"}}', claims(world), 'AA'),
  ],
  ...['logout+jwt', 'dpop+jwt', 'secevent+jwt', 'jose', 'JOSE+JSON'].map(
    (typ): Attack => [`typ ${typ}`, 'JWT_TYPE', (world) => honest(world, {}, { typ })],
  ),
]

function deep({ issuer, at }: World): string {
  const nest = `${'['.repeat(2000)}${']'.repeat(2000)}`
  return `{"iss":"${issuer.url}","aud":"${audience}","sub":"ann","exp":${at + 300},"x":${nest}}`
}

const saying = (
  reason: JwtReason,
  name: string,
  ...values: readonly unknown[]
): readonly Attack[] =>
  values.map((value) => [
    `${name} ${value === undefined ? 'missing' : JSON.stringify(value).slice(0, 40)}`,
    reason,
    (world) => honest(world, { [name]: value }),
  ])

const claimAttacks: readonly Attack[] = [
  ...saying('JWT_ISSUER_UNKNOWN', 'iss', undefined, '', 7, null, 'https://evil.example'),
  ...(
    [
      ['with a slash', (url: string) => `${url}/`],
      ['with a space', (url: string) => `${url} `],
      ['in capitals', (url: string) => url.toUpperCase()],
      ['in a list', (url: string) => [url]],
      ['of who attacks', (_url: string, { attacker }: World) => attacker.url],
    ] as const
  ).map(
    ([name, change]): Attack => [
      `iss ${name}`,
      'JWT_ISSUER_UNKNOWN',
      (world) => honest(world, { iss: change(world.issuer.url, world) }),
    ],
  ),
  [
    'iss of another that is believed, by a key of this one',
    'JWT_SIGNATURE',
    (world) => honest(world, { iss: world.other.url, aud: 'other-api' }),
  ],
  [
    'for the audience of another that is believed',
    'JWT_AUDIENCE',
    (world) => honest(world, { aud: 'other-api' }),
  ],
  [
    'of another that is believed, for this audience',
    'JWT_AUDIENCE',
    (world) => signed(world.othersKey, claims(world, { iss: world.other.url })),
  ],
  ...saying('JWT_AUDIENCE', 'aud', undefined, '', [], 'shop', 'shop-api2', 'SHOP-API', 7, null),
  ...saying('JWT_AUDIENCE', 'aud', { 'shop-api': true }, ['a', 'b'], [['shop-api']], '*'),
  ...saying('JWT_CLAIM', 'exp', undefined, '9999999999', null, {}, [9_999_999_999], true),
  ...saying('JWT_EXPIRED', 'exp', 0, -1, 1_500_000_000),
  ['exp 31 seconds ago', 'JWT_EXPIRED', (world) => honest(world, { exp: world.at - 31 })],
  ...saying('JWT_CLAIM', 'nbf', '0', null, {}),
  ...saying('JWT_CLAIM', 'iat', 'yesterday'),
  ['nbf in a minute', 'JWT_NOT_YET', (world) => honest(world, { nbf: world.at + 60 })],
  ...saying('JWT_SUBJECT', 'sub', undefined, '', null, 1.5, true, ['ann'], { ann: 1 }, 2 ** 53),
  ...saying(
    'JWT_SUBJECT',
    'sub',
    'a'.repeat(256),
    'ann\u0000',
    'ann\nadmin',
    '\u001b[2J',
    '\ud800',
  ),
]

/** Everything that is not to be believed, and why it is not. */
export const attacks: readonly Attack[] = [
  ...algorithmAttacks,
  ...keyAttacks,
  ...signatureAttacks,
  ...shapeAttacks,
  ...claimAttacks,
]
