import { verify } from '@symbolon/token'
import { expect, test } from 'vitest'
import { openEmergency } from '../src/projects/emergency.ts'
import { appId, keptProject, seconds, serving } from './authority.ts'

const shop = `/v1/projects/${appId}`
const url = `${shop}/certificates/emergency-rotation`
const fresh = 'c'.repeat(32)

async function owner() {
  const kept = await keptProject()
  const key = await kept.keyFor()
  const { call } = await serving(kept)
  const ask = (line: string, body?: unknown) => call(line, { key, body })
  const issue = async (channel: string, uid: number): Promise<string> =>
    (await ask('POST /v1/tokens', { rtc: { channel, uid } })).body.token
  return { kept, ask, issue }
}

const states = (project: { certificates: { state: string; enabled: boolean }[] }) =>
  project.certificates.map(({ state, enabled }) => `${state}${enabled ? '' : ' disabled'}`)

test('the certificate that leaked is out at once, and what ends by it is told', async () => {
  const { kept, ask, issue } = await owner()
  const old = await issue('lobby', 1)
  await issue('lobby', 2)
  await issue('other', 3)
  const { status, body } = await ask(`POST ${url}`, { reason: 'it leaked', certificate: fresh })
  expect(status).toBe(200)
  expect(states(body.project)).toEqual(['active', 'draining disabled'])
  expect(body.project.certificates[1].disabledBecause).toBe('it leaked')
  expect(body).toMatchObject({
    done: true,
    refused: body.project.certificates[1].id,
    signs: body.project.certificates[0].id,
    toll: {
      unexpiredTokens: 3,
      grants: 3,
      more: false,
      channels: [
        { channel: 'lobby', grants: 2, publishers: 2, lastEndsAt: expect.any(Number) },
        { channel: 'other', grants: 1, publishers: 1 },
      ],
    },
  })
  expect(body.byHand.map((step: string) => step.split(':')[1]?.slice(0, 9))).toEqual([
    ' Add the ',
    ' Swap pri',
    ' Disable ',
  ])
  const { refused, signs } = body
  const wish = { chain: appId, actions: ['certificate.emergency'], limit: 9 }
  const noted = (await kept.authority.store.audit.find(wish)).map((one) => JSON.parse(one.body))
  expect(noted).toMatchObject([
    { by: { kind: 'key' }, about: { refused, signs, reason: 'it leaked' } },
  ])
  const now = await issue('lobby', 4)
  expect(() => verify(now, { certificate: fresh, appId, now: seconds() })).not.toThrow()
  const explain = async (token: string, uid: number) =>
    (await ask('POST /v1/tokens/explain', { token, channel: 'lobby', uid })).body.accepted
  expect([await explain(now, 4), await explain(old, 1)]).toEqual([true, false])
})

test('a secondary certificate that stands by takes its place', async () => {
  const { ask, issue } = await owner()
  await issue('lobby', 1)
  const add = { place: 'secondary', certificate: fresh }
  const standby = (await ask(`POST ${shop}/certificates`, add)).body.project.certificates[1].id
  const { body } = await ask(`POST ${url}`, { reason: 'it leaked' })
  expect(body).toMatchObject({ signs: standby, toll: { unexpiredTokens: 1 } })
  expect(body.byHand).toHaveLength(2)
  const again = await ask(`POST ${url}`, { reason: 'it leaked' })
  expect(again.body.code).toBe('CERTIFICATE_DISABLED')
})

test('a dry run tells the same and does nothing', async () => {
  const { ask, issue } = await owner()
  await issue('lobby', 1)
  const before = (await ask(`GET ${shop}`)).body.project
  const wish = { reason: 'it leaked', certificate: fresh }
  const dry = await ask(`POST ${url}`, { ...wish, dryRun: true })
  expect(dry.body).toMatchObject({ done: false, project: before, toll: { unexpiredTokens: 1 } })
  expect(dry.body.signs).toBeUndefined()
  expect((await ask(`GET ${shop}`)).body.project).toEqual(before)
  const { refused, toll, byHand } = (await ask(`POST ${url}`, wish)).body
  expect({ refused, toll, byHand }).toEqual({
    refused: dry.body.refused,
    toll: dry.body.toll,
    byHand: dry.body.byHand,
  })
})

test('what the keyring forbids is refused before anything is done, also by a dry run', async () => {
  const { ask } = await owner()
  const code = async (path: string, body: object) => (await ask(`POST ${path}`, body)).body.code
  const add = { place: 'secondary', certificate: fresh }
  for (const dryRun of [true, false]) {
    expect(await code(url, { reason: 'x', dryRun })).toBe('CERTIFICATE_UNKNOWN')
  }
  const { body } = await ask('POST /v1/projects', { name: 'Old', appIdOnly: true })
  const old = `/v1/projects/${body.project.appId}/certificates/emergency-rotation`
  expect(await code(old, { reason: 'x' })).toBe('CERTIFICATE_PRIMARY_MISSING')
  await ask(`POST ${shop}/certificates`, add)
  expect(await code(url, { reason: 'x', certificate: fresh })).toBe('CERTIFICATE_EXISTS')
  expect(await code(url, {})).toBe('REQUEST_INVALID')
  const nobody = `/v1/projects/${'f'.repeat(32)}/certificates/emergency-rotation`
  expect(await code(nobody, { reason: 'x' })).toBe('PROJECT_UNKNOWN')
  expect(states((await ask(`GET ${shop}`)).body.project)).toEqual(['active', 'standby'])
})

test('of a local project the new certificate is made, and nothing is left to do by hand', async () => {
  const { ask } = await owner()
  const { appId: own } = (await ask('POST /v1/projects', { name: 'Local' })).body.project
  const local = `/v1/projects/${own}/certificates`
  const { body } = await ask(`POST ${local}/emergency-rotation`, { reason: 'x' })
  expect(states(body.project)).toEqual(['active', 'draining disabled'])
  expect(body).toMatchObject({ byHand: [], toll: { unexpiredTokens: 0, channels: [] } })
  const back = await ask(`PATCH ${local}/${body.refused}`, { enabled: true })
  expect(back.body.project.certificates[1]).not.toHaveProperty('disabledBecause')
})

test('what cannot be counted keeps nobody from putting it out', async () => {
  const { kept } = await owner()
  const { store, masterKey } = kept.authority
  const tollOf = async () => {
    throw new Error('too slow')
  }
  const broken = { ...store, ledger: { ...store.ledger, tollOf } }
  const wish = { reason: 'x', secret: fresh, tokenAt: seconds() }
  const act = { by: { kind: 'owner', id: 'ana' }, at: seconds() } as const
  const told = await openEmergency(broken, masterKey).rotate(appId, wish, act)
  expect(told.toll).toBeUndefined()
  expect(await kept.authority.console.reveal(appId, told.signs, act)).toBe(fresh)
  expect(told.project.certificates.map(({ enabled }) => enabled)).toEqual([true, false])
})
