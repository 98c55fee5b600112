import {
  type Fault,
  now,
  publisher,
  rtc,
  rtm,
  rtmJoin,
  subscriber,
  token,
  token006,
  token007,
  with007,
} from './tokens.ts'

const day = 86_400
const made = (secondsAgo: number, expiresInSeconds: number) =>
  token007({ issuedAt: now - secondsAgo, expiresInSeconds })
const joining = (at: number) => token006({ privileges: { joinChannel: at } })
const coHost = { role: 'publisher', project: { coHostAuthentication: true } } as const
const shortPublish = { ...publisher, publishAudio: 30, publishVideo: 30, publishData: 30 }
const kitchen = with007(rtc({ channel: 'kitchen' }))

/** Times and privileges (refusals B5, B6, B10, B11). */
export const timesFaults: readonly Fault[] = [
  ['expired a minute ago', 'TOKEN_EXPIRED', made(3660, 3600)],
  ['cached since yesterday', 'ISSUED_OVER_24H', made(90_000, day)],
  ['seven days asked, two days old', 'ISSUED_OVER_24H', made(2 * day, 7 * day)],
  ['a timestamp given to 007, a day later', 'ISSUED_OVER_24H', made(90_000, now)],
  [
    'two days old, 006',
    'ISSUED_OVER_24H',
    token006({ ts: now - day, privileges: { joinChannel: 0 } }),
  ],
  ['a span given to 006', 'EXPIRY_RELATIVE', joining(3600)],
  ['end computed at start-up, 006', 'EXPIRED_WHEN_MADE', joining(now - 5000)],
  [
    'privilege over, 006',
    'PRIVILEGE_EXPIRED',
    token006({ ts: now + 80_000, privileges: { joinChannel: now - 10 } }),
  ],
  [
    'privilege shorter than token',
    'PRIVILEGE_EXPIRED',
    with007(rtc({ privileges: { joinChannel: 30 } })),
  ],
  ['server clock ahead by an hour', 'ISSUED_IN_FUTURE', made(-3600, 3600)],
  ['server clock ahead, 006', 'ISSUED_IN_FUTURE', token006({ ts: now + 2 * day })],
  [
    'no privilege to join',
    'JOIN_PRIVILEGE_MISSING',
    with007(rtc({ privileges: { publishAudio: 3600 } })),
  ],
  [
    'RTM token without login',
    'LOGIN_PRIVILEGE_MISSING',
    with007({ ...rtm, privileges: {} }),
    rtmJoin,
  ],
  [
    'RTM login over',
    'LOGIN_PRIVILEGE_EXPIRED',
    with007({ ...rtm, privileges: { login: 30 } }),
    rtmJoin,
  ],
  ['a host with a subscriber token', 'PUBLISH_PRIVILEGE_MISSING', with007(subscriber), coHost],
  [
    'publishing over, joining not',
    'PUBLISH_PRIVILEGE_EXPIRED',
    with007(rtc({ privileges: shortPublish })),
    coHost,
  ],
  [
    'an audience that wants to publish',
    'CLIENT_IS_AUDIENCE',
    token,
    { role: 'publisher', clientRole: 'audience' },
  ],
  ['renewed with the old token', 'RENEWED_WITH_SAME_TOKEN', token, { previousToken: token }],
  [
    'renewed for another channel',
    'RENEW_MISMATCH',
    kitchen,
    { previousToken: token, channel: 'kitchen' },
  ],
  [
    'renewed for another user',
    'RENEW_MISMATCH',
    with007(rtc({ uid: '8' })),
    { previousToken: token006(), uid: 8 },
  ],
]
