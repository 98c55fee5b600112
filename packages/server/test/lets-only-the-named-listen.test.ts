import { mint, rtcToken, rtmToken } from '@symbolon/token'
import { expect, test } from 'vitest'
import { appId, certificate, keptProject, seconds, serving } from './authority.ts'
import { listen } from './listening.ts'

const at = seconds()

/** Tokens that anybody with the certificate could have made. */
const rtc = (more: object = {}, own = certificate) => {
  const usual = { appId, channel: 'lobby', uid: 7, issuedAt: at, expiresInSeconds: 600 }
  return rtcToken({ ...usual, certificate: own, ...more } as Parameters<typeof rtcToken>[0])
}

const named = { type: 'rtc', channel: 'lobby', uid: '7' } as const
const claims = { version: '007', appId, issuedAt: at, expiresInSeconds: 600 } as const

const unproven: Record<string, string> = {
  'no token': 'none',
  'an API key': `sym_${'a'.repeat(50)}`,
  'another certificate': rtc({}, 'd'.repeat(32)),
  'another project': rtc({ appId: 'e'.repeat(32) }),
  'one that has ended': rtc({ issuedAt: at - 700 }),
  'one that lets nobody in': mint(
    { ...claims, services: [{ ...named, privileges: { publishAudio: 600 } }] },
    certificate,
  ),
  'one of messaging': rtmToken({
    ...{ appId, certificate, userId: '7', issuedAt: at, expiresInSeconds: 600 },
  }),
  'version 006': rtc({ version: '006' }),
  'one that is cut': rtc().slice(0, -8),
}

const unbound: Record<string, string> = {
  'any user': rtc({ uid: undefined, anyUid: true }),
  'a pattern of users': rtc({ uid: undefined, account: 'u*' }),
  'a pattern of channels': rtc({ channel: 'lob*' }),
}

async function server() {
  return await serving(await keptProject(), {}, 'dev', { tokenNow: () => at })
}

test('a token of one user in one channel lets them listen', async () => {
  const serves = await server()
  expect((await listen(serves, rtc())).status).toBe(200)
  expect((await listen(serves, rtc({ uid: undefined, account: 'ana' }))).status).toBe(200)
})

test('what proves nothing is refused, and the answer does not say why', async () => {
  const serves = await server()
  const details = new Set<string>()
  for (const [name, token] of Object.entries(unproven)) {
    const { status, problem, headers } = await listen(serves, token)
    expect([name, status, problem.code]).toEqual([name, 401, 'LISTENER_UNPROVEN'])
    expect(headers.get('www-authenticate')).toContain('Bearer')
    details.add(problem.detail.replace(/^Send the token.*/, ''))
  }
  expect(details.size).toBeLessThanOrEqual(2)
})

test('who holds a token for many may not listen to one of them', async () => {
  const serves = await server()
  for (const [name, token] of Object.entries(unbound)) {
    const { status, problem } = await listen(serves, token)
    expect([name, status, problem.code]).toEqual([name, 403, 'LISTENER_UNBOUND'])
  }
})

test('a token in the address is not looked at, and other methods are refused', async () => {
  const { server: running } = await server()
  const url = `${running.url}/v1/events`
  expect((await fetch(`${url}?token=${encodeURIComponent(rtc())}`)).status).toBe(401)
  const headers = { authorization: `Bearer ${rtc()}` }
  for (const method of ['POST', 'HEAD']) {
    const answer = await fetch(url, { method, headers })
    expect([method, answer.status, answer.headers.get('allow')]).toEqual([
      ...[method, 405, 'GET, OPTIONS'],
    ])
  }
})

test('no token stands in the log', async () => {
  const serves = await server()
  const token = rtc()
  await listen(serves, token)
  await listen(serves, rtc({}, 'd'.repeat(32)))
  const log = JSON.stringify(serves.server.log.lines)
  expect(log).toContain('LISTENER_UNPROVEN')
  expect(log).not.toContain(token.slice(0, 40))
})
