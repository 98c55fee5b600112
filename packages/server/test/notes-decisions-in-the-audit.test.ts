import { expect, test } from 'vitest'
import { auditKeyOf } from '../src/audit/chain.ts'
import { verifyAudit } from '../src/audit/verify-audit.ts'
import { tokenIdOf } from '../src/token-id.ts'
import { acting } from './acting.ts'
import { appId, type Kept, keptProject, seconds, serving } from './authority.ts'

const notes = async ({ authority }: Kept, chain = appId) => {
  const entries = await authority.store.audit.read(chain, 0, 1000)
  return entries.map(({ body }) => JSON.parse(body))
}

const faults = async ({ authority: { store, masterKey } }: Kept) =>
  (await verifyAudit(store.audit, { key: auditKeyOf(masterKey) })).flatMap((one) => one.faults)

const rules = (...given: object[]) => ({ rules: given }) as never

async function withPolicy(...given: object[]) {
  const kept = await keptProject()
  const { store } = kept.authority
  await store.setPolicy({ appId, policy: rules(...given) }, acting(seconds()))
  const key = await kept.keyFor('tokens:issue')
  const { call, server } = await serving(kept)
  const ask = (body: object) => call('POST /v1/tokens', { key, body })
  return { kept, call, server, key, ask }
}

test('a token is noted before it leaves: who asked, for what, what they got, by which rules', async () => {
  const { kept, ask } = await withPolicy(
    { name: 'short', effect: 'cap', maxSeconds: 600 },
    { name: 'keys', effect: 'allow' },
  )
  const rtc = { channel: 'lobby', uid: 7, role: 'publisher' }
  const { body } = await ask({ rtc, expiresInSeconds: 3600 })
  const note = (await notes(kept)).at(-1)
  expect(note).toMatchObject({
    chain: appId,
    action: 'token.issued',
    by: { kind: 'key' },
    about: {
      tokenId: tokenIdOf(body.token),
      dialect: 'v1',
      policy: 2,
      rules: ['keys'],
      asked: { expiresInSeconds: 3600, services: [{ type: 'rtc', channel: 'lobby', uid: '7' }] },
      granted: { expiresInSeconds: 600 },
      warnings: ['EXPIRY_CAPPED'],
    },
  })
  expect(JSON.stringify(note)).not.toContain(body.token)
  await ask({ rtc, expiresInSeconds: 60 })
  expect((await notes(kept)).at(-1).about.granted).toBeUndefined() // as asked
  expect(await faults(kept)).toEqual([])
})

test('a refusal that somebody decided is noted, with its reasons; mistakes are not', async () => {
  const { kept, ask, server } = await withPolicy({ name: 'none', effect: 'deny' })
  const before = (await notes(kept)).length
  expect((await ask({ rtc: { channel: 'lobby', uid: 7 } })).status).toBe(403)
  expect((await ask({ rtc: { channel: 'é', uid: 7 } })).status).toBe(422)
  await server.close() // what nobody waits for is written by then
  const [note, ...others] = (await notes(kept)).slice(before)
  expect(others).toEqual([])
  expect(note).toMatchObject({
    action: 'token.refused',
    by: { kind: 'key' },
    about: { code: 'POLICY_DENIED', reasons: ['RULE_DENIES'], asked: { version: '007' } },
  })
})

test('a refusal that is larger than any honest request is noted without what was asked', async () => {
  const { kept, ask, server } = await withPolicy({ name: 'none', effect: 'deny' })
  const names = Array.from({ length: 256 }, (_, nth) => `a-channel-of-some-length-${nth}`)
  const permissions = { messageChannels: { read: names } }
  const refused = await ask({ rtm: { userId: 'ana', permissions } })
  expect(refused.status).toBe(403)
  await server.close()
  const note = (await notes(kept)).at(-1)
  expect(note.about).toMatchObject({ code: 'POLICY_DENIED', cut: true, asked: { version: '007' } })
  expect(JSON.stringify(note).length).toBeLessThan(1000)
})

test('of refusals without end the first are noted, and how many more there were', async () => {
  const { kept, server, call, key } = await withPolicy({ name: 'none', effect: 'deny' })
  const before = (await notes(kept)).length
  const asked = Array.from({ length: 400 }, () =>
    call('POST /v1/tokens', { key, body: { rtc: { channel: 'lobby', uid: 7 } } }),
  )
  for (const { status } of await Promise.all(asked)) expect(status).toBe(403)
  await server.close()
  const noted = (await notes(kept)).length - before
  const lost = (await notes(kept, ''))
    .filter(({ action }) => action === 'records.lost')
    .reduce((sum, { about }) => sum + about.count, 0)
  expect(noted + lost).toBe(400)
  expect(noted).toBeGreaterThanOrEqual(100)
})

test('where the audit is buffered a token does not wait, and is noted soon', async () => {
  const { kept, ask, server } = await withPolicy({ name: 'keys', effect: 'allow' })
  const { console } = kept.authority
  await console.change(appId, { audit: 'buffered' }, acting(seconds()))
  expect((await console.show(appId)).audit).toBe('buffered')
  await expect
    .poll(async () => {
      const { body } = await ask({ rtc: { channel: 'lobby', uid: 7 } })
      return body.token
    })
    .toBeDefined()
  await server.close()
  expect((await notes(kept)).at(-1).action).toBe('token.issued')
  expect(await faults(kept)).toEqual([])
})

test('what owners do over HTTP is noted with who did it and what was made', async () => {
  const kept = await keptProject()
  const key = await kept.keyFor()
  const { call } = await serving(kept)
  const { body: made } = await call('POST /v1/keys', { key, body: { name: 'web' } })
  const own = await notes(kept, '')
  const [maker, note] = own.slice(-2)
  expect(note).toMatchObject({ action: 'key.created', about: { id: made.key.id, name: 'web' } })
  expect(note.by).toEqual({ kind: 'key', id: maker.about.id })
  expect(JSON.stringify(own)).not.toContain(made.secret)
  const { certificates } = await kept.authority.console.show(appId)
  const url = `/v1/projects/${appId}/certificates/${certificates[0]!.id}/reveal`
  const { body: shown } = await call(`POST ${url}`, { key })
  const revealed = (await notes(kept)).at(-1)
  expect(revealed).toMatchObject({ action: 'certificate.revealed', by: note.by })
  expect(JSON.stringify(await notes(kept))).not.toContain(shown.certificate)
  expect(await faults(kept)).toEqual([])
})
