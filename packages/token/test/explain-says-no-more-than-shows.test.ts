import { expect, test } from 'vitest'
import { explain, type Situation } from '../src/explain.ts'
import {
  join,
  rtc,
  rtm,
  rtmJoin,
  token,
  token006,
  token007,
  with007,
} from './explain-faults/tokens.ts'

const causes = (key: unknown, situation: Situation) =>
  explain(key, situation).causes.map(({ code, certainty }) => `${code} ${certainty}`)

test.each(['007abc', '007a', '007', '007AAAA', '006', `006${'0'.repeat(32)}`])(
  '%s is called too short, not foreign to base64',
  (text) => {
    expect(causes(text, join)[0]).toMatch(/^TOKEN_TRUNCATED /)
  },
)

test('a short text with a foreign character is called damaged', () => {
  for (const text of ['007a!c', '007ab\u0141', '007AAAA~AAA']) {
    expect(causes(text, join)[0]).toBe('TOKEN_DAMAGED proved')
  }
})

test('a token that is cut anywhere is never said to hold foreign characters', () => {
  for (const whole of [token007(), token006()]) {
    for (let end = 3; end < whole.length; end++) {
      const { code, message } = explain(whole.slice(0, end), join).causes[0]!
      expect(`${code}: ${message}`).not.toContain('base64')
    }
  }
})

test('of a token whose privileges end with it, one end is told', () => {
  const old = (secondsAgo: number) => token007({ issuedAt: join.now - secondsAgo })
  expect(causes(old(3660), join)).toEqual(['TOKEN_EXPIRED proved'])
  expect(causes(old(90_000), join)).toEqual(['ISSUED_OVER_24H proved'])
  const weeks = (expiresInSeconds: number) => {
    const privileges = { joinChannel: expiresInSeconds }
    return with007(rtc({ privileges }), { issuedAt: join.now - 90_000, expiresInSeconds })
  }
  expect(causes(weeks(0), join)).toEqual(['ISSUED_OVER_24H proved'])
  expect(causes(weeks(700_000), join)).toEqual([
    'ISSUED_OVER_24H proved',
    'LIFETIME_OVER_24H proved',
  ])
  const login = with007(rtm, { issuedAt: join.now - 3660 })
  expect(causes(login, { ...join, ...rtmJoin })).toEqual(['TOKEN_EXPIRED proved'])
  const ts = join.now - 60
  const asOne = token006({ ts, privileges: { joinChannel: ts } })
  expect(causes(asOne, join)).toEqual(['ISSUED_OVER_24H proved'])
  const privileges = { joinChannel: 30 }
  const sooner = with007(rtc({ privileges }), { issuedAt: join.now - 3660 })
  expect(causes(sooner, join)).toEqual(['TOKEN_EXPIRED proved', 'PRIVILEGE_EXPIRED proved'])
})

test('of a service that is missing, no privilege is said to be missing too', () => {
  const asChat = { ...rtmJoin, service: 'chat' } as const
  for (const [key, situation] of [
    [with007(rtm), { ...join, ...asChat }],
    [token, { ...join, ...rtmJoin }],
    [with007(rtm), join],
    [token006(), { ...join, ...rtmJoin }],
    [token006({ privileges: { rtmLogin: join.now + 60 } }), join],
  ] as const) {
    const found = causes(key, situation)
    expect(found[0]).toMatch(/(SERVICE_MISSING|RTM_TOKEN_FOR_RTC|RTC_TOKEN_FOR_RTM) proved/)
    expect(found.join()).not.toContain('PRIVILEGE_MISSING')
  }
})

test('the SDK’s one word for a ban and for a second session disagrees with neither', () => {
  const error = 'connection-state-change: DISCONNECTED, UID_BANNED'
  const sdk = { name: 'web' } as const
  expect(causes(token, { ...join, error, sdk, bans: [{ uid: 7 }] })).toEqual(['BANNED likely'])
  expect(causes(token, { ...join, error, sdk })).toEqual(['UID_USED_TWICE likely'])
})

test('a uid that is text is an account, as to the Web SDK', () => {
  const joined = (uid: string) => ({ ...join, uid, sdk: { name: 'web' } }) as unknown as Situation
  expect(explain(token, joined('7')).accepted).toBe(true)
  expect(explain(token006(), joined('7')).accepted).toBe(true)
  expect(causes(token, joined('8'))).toEqual(['UID_MISMATCH proved'])
  expect(explain(with007(rtc({ uid: 'anna' })), joined('anna')).accepted).toBe(true)
})

test('what is no text is named in plain English', () => {
  const message = (key: unknown) => explain(key, join).causes[0]!.message
  expect(message({})).toContain('an object')
  expect(message([])).toContain('an array')
  expect(message(7)).toContain('a number')
})
