import { type Fault, rtc, rtm, rtmJoin, token, token006, with007 } from './tokens.ts'

const channel = (name: string) => with007(rtc({ channel: name }))
const user = (uid: string) => with007(rtc({ uid }))
const hash = '5d41402abc4b2a76b9719d911017c592'
const asAnna = { uid: undefined, account: 'anna' }
const long = 'x'.repeat(65)
const kitchen006 = token006({ channel: 'kitchen' })

/** Channel and user (refusals B1, B2, B3). */
export const namesFaults: readonly Fault[] = [
  ['channel in other case', 'CHANNEL_CASE', token, { channel: 'Lobby' }],
  ['channel in other case, 006', 'CHANNEL_CASE', token006(), { channel: 'LOBBY' }],
  ['channel with a blank behind', 'CHANNEL_SPACE', channel('lobby ')],
  ['channel with a newline behind, 006', 'CHANNEL_SPACE', token006({ channel: 'lobby\n' })],
  ['channel in full-width letters', 'CHANNEL_UNICODE', channel('\uff4c\uff4f\uff42\uff42\uff59')],
  [
    'channel composed and decomposed',
    'CHANNEL_UNICODE',
    channel('cafe\u0301'),
    { channel: 'caf\u00e9' },
  ],
  [
    'channel still URL-encoded',
    'CHANNEL_URL_ENCODED',
    channel('my%20room'),
    { channel: 'my room' },
  ],
  [
    'channel with plus for space, 006',
    'CHANNEL_URL_ENCODED',
    token006({ channel: 'my+room' }),
    { channel: 'my room' },
  ],
  ['channel with its quotes', 'CHANNEL_QUOTED', channel('"lobby"')],
  ['channel with two changes', 'CHANNEL_NEARLY', channel(' LOBBY')],
  ['another channel', 'CHANNEL_MISMATCH', channel('kitchen')],
  ['another channel, 006 unproven', 'CHANNEL_MISMATCH', kitchen006, { certificate: undefined }],
  ['a hash of the channel on one side', 'CHANNEL_HASHED', channel(hash)],
  [
    'channel and uid exchanged',
    'CHANNEL_UID_SWAPPED',
    with007(rtc({ channel: '7', uid: 'lobby' })),
  ],
  [
    'channel and uid exchanged, 006',
    'CHANNEL_UID_SWAPPED',
    token006({ channel: '7', uid: 'lobby' }),
  ],
  ['channel undefined in the builder', 'CHANNEL_UNDEFINED', channel('undefined')],
  ['a pattern that does not reach', 'CHANNEL_PATTERN', channel('class-*')],
  ['a wildcard in 006', 'CHANNEL_WILDCARD_IN_006', token006({ channel: '*' })],
  ['a slash in the channel name', 'CHANNEL_ILLEGAL', channel('a/b'), { channel: 'a/b' }],
  ['a channel name of 65 bytes', 'CHANNEL_ILLEGAL', channel(long), { channel: long }],
  ['joined with uid 0', 'UID_JOIN_ZERO', token, { uid: 0 }],
  ['joined with uid null, 006', 'UID_JOIN_ZERO', token006(), { uid: null }],
  ['token of another user', 'UID_MISMATCH', token, { uid: 8 }],
  ['token of another user, 006', 'UID_MISMATCH', token006({ uid: '123456' })],
  ['uid 0 written as "0"', 'UID_ZERO_TEXT', user('0')],
  ['uid 0 written as "0", 006', 'UID_ZERO_TEXT', token006({ uid: '0' })],
  ['e-mail as account, integer join', 'UID_NEEDS_ACCOUNT', user('anna@example.org')],
  ['integer token, account join', 'UID_NEEDS_INTEGER', token, asAnna],
  ['uid printed signed', 'UID_SIGN', user('-5'), { uid: 4294967291 }],
  ['uid printed signed, 006', 'UID_SIGN', token006({ uid: '-5' }), { uid: 4294967291 }],
  ['account in other case', 'UID_NEARLY', user('Anna'), asAnna],
  ['uid with leading zeros', 'UID_NEARLY', user('007')],
  ['uid null turned into text', 'UID_UNDEFINED', user('null')],
  ['uid of the sample code', 'UID_SAMPLE', user('2882341273')],
  ['a uid pattern that does not reach', 'UID_PATTERN', user('1*a*2')],
  ['a fraction as uid', 'UID_ILLEGAL', token, { uid: 7.5 }],
  ['a negative uid on the web', 'UID_ILLEGAL', token, { uid: -7, sdk: { name: 'web' } }],
  ['RTM login as another user', 'UID_MISMATCH', with007(rtm), { ...rtmJoin, account: 'bert' }],
]
