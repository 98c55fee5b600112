import { expect, test } from 'vitest'
import { appId, otherAppId, token } from '../fixture.ts'
import { accessPointRequest, form, gateway, https } from '../support/gateway.ts'

const accessPoint = '/ap/?url=webrtc2-ap-web-1.agora.io/api/v2/transpond/webrtc?v=2'
const stringUid = '/ap/?url=sua-ap-web-1.agora.io/api/v1&action=stringuid'

test('the page says what runs here', async () => {
  const { port } = await gateway()
  const page = await https(port)
  expect(page.status).toBe(200)
  expect(page.headers['content-type']).toContain('text/html')
  expect(page.body).toContain('<html lang="en">')
  expect(page.body).toContain('For tests only')
  expect((await https(port, { method: 'HEAD' })).body).toBe('')
  expect((await https(port, { method: 'PUT' })).status).toBe(405)
})

test('pages of every origin may ask, also beforehand', async () => {
  const { port } = await gateway()
  for (const path of [accessPoint, stringUid, '/rs/?h=statscollector-1.agora.io']) {
    const preflight = await https(port, { method: 'OPTIONS', path })
    expect(preflight.status).toBe(204)
    expect(preflight.headers['access-control-allow-origin']).toBe('*')
    expect(preflight.headers['access-control-allow-headers']).toBe('*')
  }
  const key = token()
  const posted = form(JSON.stringify(accessPointRequest({ key })))
  const reply = await https(port, { method: 'POST', path: accessPoint, ...posted })
  expect(reply.headers['access-control-allow-origin']).toBe('*')
})

test('the address of the edge is the one by which the client came', async () => {
  const { port } = await gateway()
  const posted = form(JSON.stringify(accessPointRequest({ key: token() })))
  const { body } = await https(port, { method: 'POST', path: accessPoint, ...posted })
  const [block] = JSON.parse(body).response_body
  expect(block.buffer.edges_services).toEqual([{ ip: '127.0.0.1', port }])
})

test.each([
  ['localhost:5443', 5443], // forwarded to the gateway's own port
  ['127.0.0.1:5443', 5443],
  ['127-0-0-1.localhost:5443', 5443],
  ['webrtc2-ap-web-1.agora.io', undefined], // mapped here, so its port says nothing
  ['webrtc2-ap-web-1.agora.io:5443', undefined],
  ['localhost', undefined],
  ['localhost:5443x', undefined],
])('who called for %s is sent to the port it can reach', async (host, named) => {
  const { port } = await gateway()
  const posted = form(JSON.stringify(accessPointRequest({ key: token() })))
  const headers = { ...posted.headers, host }
  const asked = { method: 'POST', path: accessPoint, ...posted, headers }
  const [block] = JSON.parse((await https(port, asked)).body).response_body
  expect(block.buffer.edges_services).toEqual([{ ip: '127.0.0.1', port: named ?? port }])
})

test('string accounts have integers, one for each within a project', async () => {
  const { port } = await gateway()
  const uidOf = async (string_uid: string, appid = appId) => {
    const body = JSON.stringify({ sid: 'S', opid: 10, appid, string_uid })
    return JSON.parse((await https(port, { method: 'POST', path: stringUid, body })).body)
  }
  const alice = await uidOf('alice')
  expect(alice).toEqual({ code: 0, sid: 'S', opid: 10, uid: expect.any(Number) })
  expect(await uidOf('alice')).toEqual(alice)
  expect((await uidOf('bob')).uid).not.toBe(alice.uid)
  expect(await uidOf('alice', otherAppId)).toMatchObject({ code: 9_010_001 })
})

test('statistics and configuration are taken and forgotten', async () => {
  const { port } = await gateway()
  const requests = [
    { path: '/rs/?h=statscollector-1.agora.io&p=443&d=/events/messages' },
    { path: '/ap/?url=cds-ap-web-1.agora.io/api/v1' },
    { path: '/events/messages', headers: { host: 'statscollector-1.agora.io' } },
  ]
  for (const request of requests) {
    const reply = await https(port, { method: 'POST', body: 'x'.repeat(100_000), ...request })
    expect([reply.status, reply.body]).toEqual([200, '{}'])
  }
})

test('elsewhere there is nothing, in JSON', async () => {
  const { port } = await gateway()
  const reply = await https(port, { path: '/nowhere' })
  expect(reply.status).toBe(404)
  expect(JSON.parse(reply.body)).toEqual({ error: 'there is nothing here' })
  expect((await https(port, { path: accessPoint })).status).toBe(405)
})

test('during an outage the access point does not answer', async () => {
  const e = await gateway()
  e.outage()
  const posted = form(JSON.stringify(accessPointRequest({ key: token() })))
  const asking = https(e.port, { method: 'POST', path: accessPoint, ...posted })
  await expect(asking).rejects.toThrow()
})

test('a port that is taken is named in the error', async () => {
  const { port } = await gateway()
  await expect(gateway({ port })).rejects.toMatchObject({ code: 'EADDRINUSE', port })
})

test('a site of the caller’s takes what is no SDK’s, and only by a name of this machine', async () => {
  const { port } = await gateway({
    site: ({ method, url }, response) => void response.end(`site: ${method} ${url}`),
    mounts: { '/dev/': (_request, response) => void response.end('mount') },
  })
  const ask = async (path: string, options: object = {}) =>
    (await https(port, { path, ...options })).body
  expect(await ask('/')).toBe('site: GET /')
  expect(await ask('/assets/a.js')).toBe('site: GET /assets/a.js')
  expect(await ask('/v1/tokens', { method: 'OPTIONS' })).toBe('site: OPTIONS /v1/tokens')
  expect(await ask('/dev/v1/projects')).toBe('mount')
  expect(await ask('/', { headers: { host: 'elsewhere.example' } })).toBe('{}')
  for (const path of ['/ap/?url=webrtc2-ap-web-1.agora.io/api/v1', '/rs/?h=x', '/api/v1'])
    expect(await ask(path)).toBe('{}')
  const posted = form(JSON.stringify(accessPointRequest({ key: token() })))
  expect(await ask(accessPoint, { method: 'POST', ...posted })).toContain('response_body')
})
