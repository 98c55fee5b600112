import { expect, test } from 'vitest'
import { tokenNameOf } from '../../src/token-id.ts'
import { acting } from '../acting.ts'
import { appId, keptProject, seconds, serving } from '../authority.ts'

const tokens = 'POST /v1/tokens'

async function under(...rules: readonly object[]) {
  const kept = await keptProject()
  const policy = { rules: rules.map((rule, nth) => ({ name: `rule ${nth}`, ...rule })) } as never
  await kept.authority.store.setPolicy({ appId, policy }, acting(seconds()))
  const { call } = await serving(kept)
  const anonymous = { caller: { kind: 'anonymous' } }
  return { kept, anonymous, issue: (body: object) => call(tokens, { body }) }
}

const anyone = { effect: 'allow', caller: { kind: 'anonymous' } }

test('a 006 token counts as one for every channel and any user, for its holder can make it that', async () => {
  const { issue } = await under({ effect: 'deny', channel: 'lobby-*' }, anyone)
  const wish = { rtc: { channel: 'lob', account: 'by-1' } }
  expect((await issue(wish)).status).toBe(201)
  expect(await issue({ ...wish, version: '006' })).toMatchObject({
    status: 403,
    body: { code: 'POLICY_DENIED', detail: expect.stringContaining('ask for version 007') },
  })
  const open = await under({ ...anyone, wildcardPublish: true })
  expect((await open.issue({ ...wish, version: '006' })).status).toBe(201)
})

test('who may only listen writes no messages either', async () => {
  const { issue } = await under({ ...anyone, role: 'subscriber' })
  const permissions = { messageChannels: { write: ['show-1'] } }
  const writing = await issue({ rtm: { userId: 'host-ann', permissions } })
  expect(writing.status).toBe(403)
  const reads = { messageChannels: { read: ['show-1'] } }
  expect((await issue({ rtm: { userId: 'ann', permissions: reads } })).status).toBe(201)
})

test.each([{ rtm: { userId: 'a\u0000b' } }, { rtc: { channel: 'c'.repeat(600), uid: 7 } }])(
  'a name that no ledger keeps as it is gets no token, and harms nobody else’s',
  async (wish) => {
    const { issue } = await under({ ...anyone, wildcardPublish: true, unboundPublish: true })
    const good = { rtc: { channel: 'lobby', uid: 7 } }
    const [bad, fine] = await Promise.all([issue(wish), issue(good)])
    expect([bad.status >= 400 && bad.status < 500, fine.status]).toEqual([true, 201])
  },
)

test('the ledger holds a token until its very end, whatever its first privilege does', async () => {
  const { issue, kept } = await under(anyone)
  const { body } = await issue({
    rtc: { channel: 'lobby', uid: 7, privileges: { joinChannel: 1 } },
    rtm: { userId: 'bob' },
    expiresInSeconds: 86_400,
  })
  const entries = await kept.authority.store.ledger.ofToken(tokenNameOf(body.token))
  expect(entries.map(({ expiresAt, issuedAt }) => expiresAt - issuedAt)).toEqual([86_400, 86_400])
})
