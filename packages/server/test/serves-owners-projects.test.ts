import { inspect } from '@symbolon/token'
import { expect, test } from 'vitest'
import { acting } from './acting.ts'
import { appId, certificate, keptProject, seconds, serving } from './authority.ts'
import { start } from './fixture.ts'

const projects = '/v1/projects'
const shop = `${projects}/${appId}`

async function owner() {
  const kept = await keptProject()
  const key = await kept.keyFor()
  const { call, server } = await serving(kept)
  const ask = (line: string, body?: unknown) => call(line, { key, body })
  return { kept, key, call, ask, server }
}

test('a project is made, found, changed as one act, and listed', async () => {
  const { ask } = await owner()
  const made = await ask(`POST ${projects}`, { name: 'Other', appIdOnly: true })
  expect(made).toMatchObject({
    status: 201,
    body: { byHand: [], project: { origin: 'local', appIdOnly: true, certificates: [] } },
  })
  const url = `${projects}/${made.body.project.appId}`
  const changed = await ask(`PATCH ${url}`, { name: 'Mine', enabled: false, coHost: true })
  expect(changed.body.project).toMatchObject({
    name: 'Mine',
    enabled: false,
    coHost: { enabled: true, confirmedBy: expect.stringMatching(/^k_/) },
  })
  expect((await ask(`GET ${url}`)).body.project).toEqual(changed.body.project)
  const all = (await ask(`GET ${projects}`)).body.projects
  expect(all.map(({ name }: { name: string }) => name)).toEqual(['Shop', 'Mine'])
  const linked = await ask(`PATCH ${shop}`, { enabled: false, coHost: false })
  expect(linked.body.byHand).toHaveLength(2)
})

test('a project is brought here with the certificate of the vendor’s console, which no answer repeats', async () => {
  const { ask, kept } = await owner()
  const mine = { name: 'Live', appId: 'A'.repeat(32), certificate: 'b'.repeat(32) }
  const made = await ask(`POST ${projects}`, mine)
  expect(made).toMatchObject({ status: 201, body: { project: { origin: 'linked' } } })
  expect(made.text).not.toContain(mine.certificate)
  const { console } = kept.authority
  const { certificates } = await console.show(mine.appId)
  expect(await console.reveal(mine.appId, certificates[0]!.id, acting(seconds()))).toBe(
    mine.certificate,
  )
  expect((await ask(`POST ${projects}`, mine)).body.code).toBe('PROJECT_EXISTS')
  const missing = await ask(`POST ${projects}/${mine.appId}/certificates`, { place: 'secondary' })
  expect(missing).toMatchObject({ status: 400, body: { errors: [{ pointer: '#/certificate' }] } })
})

test('certificates go the way of the console: added, swapped, disabled, deleted for a reason', async () => {
  const { ask, call } = await owner()
  const add = { place: 'secondary', certificate: 'c'.repeat(32) }
  expect((await ask(`POST ${shop}/certificates`, { ...add, place: 'primary' })).status).toBe(409)
  const added = await ask(`POST ${shop}/certificates`, add)
  expect(added.status).toBe(201)
  const [first, second] = added.body.project.certificates
  const at = (id: string) => `${shop}/certificates/${id}`
  const { token } = (await call('POST /v1/tokens', { body: { rtc: { channel: 'a', uid: 1 } } }))
    .body
  expect(inspect(token).claims).toMatchObject({ appId })
  const swapped = await ask(`POST ${shop}/certificates/swap`)
  const states = ({ body }: typeof swapped) =>
    body.project.certificates.map((one: { id: string; state: string }) => [one.id, one.state])
  expect(states(swapped)).toEqual([
    [second.id, 'active'],
    [first.id, 'draining'],
  ])
  expect((await ask(`PATCH ${at(second.id)}`, { enabled: false })).body.code).toBe(
    'CERTIFICATE_IS_PRIMARY',
  )
  const leaked = `DELETE ${at(first.id)}?reason=leaked`
  expect((await ask(leaked)).body.code).toBe('CERTIFICATE_ENABLED')
  expect((await ask(`PATCH ${at(first.id)}`, { enabled: false })).status).toBe(200)
  expect((await ask(`GET ${shop}`)).body.drains).toContainEqual({
    certificateId: first.id,
    unexpiredTokens: 1,
    lastEndsAt: expect.any(Number),
  })
  expect((await ask(`DELETE ${at(first.id)}`)).body.code).toBe('CERTIFICATE_DRAINING')
  const deleted = await ask(leaked)
  expect(states(deleted)).toEqual([
    [second.id, 'active'],
    [first.id, 'retired'],
  ])
  expect(deleted.body.byHand).toHaveLength(1)
  expect((await ask(`POST ${at(first.id)}/reveal`)).body.code).toBe('CERTIFICATE_UNKNOWN')
})

test('what an owner changes is in force when the answer comes', async () => {
  const { ask, call } = await owner()
  const issue = async () =>
    (await call('POST /v1/tokens', { body: { rtc: { channel: 'a', uid: 1 } } })).status
  for (const enabled of [false, true, false, true]) {
    await ask(`PATCH ${shop}`, { enabled })
    expect(await issue()).toBe(enabled ? 201 : 403)
  }
})

test('"No Certificate" is deleted where a certificate is left to join with', async () => {
  const { ask } = await owner()
  const { body } = await ask(`POST ${projects}`, { name: 'Old', appIdOnly: true })
  const url = `${projects}/${body.project.appId}`
  expect((await ask(`DELETE ${url}/no-certificate`)).body.code).toBe('CERTIFICATE_PRIMARY_MISSING')
  await ask(`POST ${url}/certificates`, { place: 'primary' })
  expect((await ask(`DELETE ${url}/no-certificate`)).body.project.appIdOnly).toBe(false)
})

test('a temporary token is for a channel and a day', async () => {
  const { ask } = await owner()
  const { status, body } = await ask(`POST ${shop}/temp-tokens`, { channel: 'lobby' })
  expect(status).toBe(201)
  expect(body.expiresAt - body.issuedAt).toBe(86_400)
  expect(inspect(body.token).claims).toMatchObject({ appId })
  expect(await ask(`POST ${shop}/temp-tokens`, { channel: 'a*' })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '#/channel' }] },
  })
  await ask(`PATCH ${shop}`, { enabled: false })
  const refused = await ask(`POST ${shop}/temp-tokens`, { channel: 'lobby' })
  expect(refused.body.code).toBe('PROJECT_DISABLED')
})

test('a list comes in pages, and nothing is left out or shown twice', async () => {
  const { ask } = await owner()
  for (let nth = 0; nth < 6; nth++) await ask(`POST ${projects}`, { name: `P${nth}` })
  const names: string[] = []
  for (let cursor = ''; ; ) {
    const { body } = await ask(`GET ${projects}?limit=3${cursor}`)
    names.push(...body.projects.map(({ name }: { name: string }) => name))
    if (body.nextCursor === undefined) break
    cursor = `&cursor=${body.nextCursor}`
  }
  expect(names).toEqual(['Shop', 'P0', 'P1', 'P2', 'P3', 'P4', 'P5'])
  for (const query of ['limit=0', 'limit=101', 'limit=x', 'cursor=nobody']) {
    expect(await ask(`GET ${projects}?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'REQUEST_INVALID' },
    })
  }
})

test('everything wrong with a body is told at once, and no certificate repeated', async () => {
  const { ask, server } = await owner()
  const typo = `${certificate}0`
  const answer = await ask(`POST ${projects}`, { nmae: 'x', appId: 'x', certificate: typo })
  const codes = answer.body.errors.map(({ pointer, code }: { pointer: string; code: string }) =>
    [pointer, code].join(' '),
  )
  expect(codes.sort()).toEqual([
    '#/appId FIELD_VALUE',
    '#/certificate FIELD_VALUE',
    '#/name FIELD_MISSING',
    '#/nmae FIELD_UNKNOWN',
  ])
  expect(answer.text).not.toContain(certificate)
  expect(JSON.stringify(server.log.lines)).not.toContain(certificate)
  for (const body of [{}, { enabled: 1 }, { name: ' ' }, { origin: 'local' }]) {
    expect((await ask(`PATCH ${shop}`, body)).status).toBe(400)
  }
  const both = await ask(`POST ${projects}`, { name: 'x', certificate })
  expect(both.body.errors).toMatchObject([{ code: 'FIELD_CONFLICT' }])
  expect((await ask(`POST ${projects}`)).body.errors).toMatchObject([{ code: 'FIELD_MISSING' }])
})

test('of projects that are not there, and of texts that are no App ID, the answer is the same', async () => {
  const { ask } = await owner()
  const acts: [string, unknown?][] = [
    ['GET '],
    ['PATCH ', { name: 'x' }],
    ['POST /certificates', { place: 'secondary' }],
    ['PATCH /certificates/c_x', { enabled: false }],
    ['DELETE /certificates/c_x'],
    ['POST /certificates/swap'],
    ['POST /certificates/c_x/reveal'],
    ['DELETE /no-certificate'],
    ['POST /temp-tokens', { channel: 'a' }],
  ]
  const answers = new Set<string>()
  for (const [act, body] of acts) {
    for (const name of ['f'.repeat(32), 'nobody', '%27--', '__proto__']) {
      const [method, rest] = act.split(' ')
      const answer = await ask(`${method} ${projects}/${name}${rest}`, body)
      answers.add(JSON.stringify({ ...answer.body, requestId: '' }))
      expect({ act, name, status: answer.status }).toEqual({ act, name, status: 404 })
    }
  }
  expect(answers.size).toBe(1)
  expect([...answers][0]).toContain('PROJECT_UNKNOWN')
})

test('only reveal shows a certificate, and every act leaves a line that says who did it', async () => {
  const { ask, server, kept } = await owner()
  const [key] = await kept.authority.keys.list()
  const { body } = await ask(`GET ${shop}`)
  const { id } = body.project.certificates[0]
  expect(body.project.certificates[0]).not.toHaveProperty('sealed')
  const revealed = await ask(`POST ${shop}/certificates/${id}/reveal`)
  expect(revealed).toMatchObject({ status: 200, body: { certificate } })
  expect(revealed.headers.get('cache-control')).toBe('no-store')
  const line = server.log.lines.find(({ message }) => message === 'done')
  const requestId = revealed.headers.get('x-request-id')
  const fields = { caller: key?.id, act: 'revealCertificate', appId, id, requestId }
  expect(line?.fields).toEqual(fields)
  expect(JSON.stringify(server.log.lines)).not.toContain(certificate)
})

test('a path says which methods it answers', async () => {
  const { ask } = await owner()
  const answer = await ask(`DELETE ${projects}`)
  expect(answer).toMatchObject({ status: 405, body: { code: 'METHOD_NOT_ALLOWED' } })
  expect(answer.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS')
})

test('a server that keeps no projects has no such paths', async () => {
  const { url } = await start()
  for (const path of [projects, shop, '/v1/keys']) {
    const answer = await fetch(url + path, { headers: { 'x-api-key': 'x' } })
    expect([path, answer.status]).toEqual([path, 404])
  }
  expect(await (await fetch(`${url}/openapi.json`)).text()).not.toContain(projects)
})
