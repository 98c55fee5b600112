import fc from 'fast-check'
import { expect, test } from 'vitest'
import { token } from '../fixture.ts'
import { fakeMedia, form, gateway, https } from '../support/gateway.ts'
import { joined, joinMessage, ortc, RawClient } from '../support/raw-client.ts'

const accessPoint = '/api/v2/transpond/webrtc?v=2'

test.each([
  ['no JSON', '{'],
  ['no object', '[]'],
  ['no type', '{"_id":"1"}'],
  ['a type that is no text', '{"_id":"1","_type":7}'],
  ['an endless id', JSON.stringify({ _id: 'x'.repeat(100), _type: 'ping' })],
])('a frame with %s closes the connection', async (_, frame) => {
  const { port } = await gateway()
  const client = await RawClient.open(port)
  client.socket.send(frame)
  expect(await client.closed).toBe(1007)
})

test('a binary frame closes the connection', async () => {
  const { port } = await gateway()
  const client = await RawClient.open(port)
  client.socket.send(Buffer.from('{"_id":"1","_type":"ping"}'))
  expect(await client.closed).toBe(1007)
})

test('a frame above 256 KiB closes the connection', async () => {
  const { port } = await gateway()
  const client = await RawClient.open(port)
  client.socket.send(JSON.stringify({ _id: '1', _type: 'ping', _message: 'x'.repeat(256 * 1024) }))
  expect([1006, 1009]).toContain(await client.closed)
})

test('before the join nothing is done', async () => {
  const { port, log } = await gateway()
  const client = await RawClient.open(port)
  for (const type of ['publish', 'subscribe', 'renew_token', 'data_stream', 'leave']) {
    const reply = await client.request(type, {})
    expect(reply).toMatchObject({ _result: 'failed', _message: { error_code: 2011 } })
  }
  expect(log.entries()).toEqual([])
})

test('a connection joins once', async () => {
  const { port } = await gateway()
  const wish = { key: token({ uid: '1' }), uid: 1 }
  const { client, reply } = await joined(port, wish)
  const failed = { _result: 'failed', _message: { error_code: 2012 } }
  expect(await client.request('join_v3', await joinMessage(port, wish))).toMatchObject(failed)
  const rejoin = { token: reply._message.rejoin_token }
  expect(await client.request('rejoin_v3', rejoin)).toMatchObject(failed)
})

test('a join whose fields are wrong is refused by the name of the field', async () => {
  const { port, faults } = await gateway()
  const message = await joinMessage(port, { key: token({ uid: '1' }), uid: 1 })
  const client = await RawClient.open(port)
  for (const [field, value] of [
    ['role', 'king'],
    ['mode', 'p2p'],
    ['ortc', { ...ortc, iceParameters: {} }],
    ['ap_response', {}],
    ['channel_key', 7],
  ] as const) {
    const reply = await client.request('join_v3', { ...message, [field]: value })
    expect(reply).toMatchObject({ _result: 'failed', _message: { error_code: 2012 } })
    expect(reply._message.error_str).toContain(field)
  }
  expect(faults).toEqual([])
})

test('whatever a member sends, the gateway answers and goes on', async () => {
  const { port, faults } = await gateway()
  const { client } = await joined(port, { key: token({ uid: '1' }), uid: 1 })
  const types = [
    'publish',
    'unpublish',
    'subscribe',
    'unsubscribe',
    'control',
    'set_client_role',
    'renew_token',
    'data_stream',
    'switch_video_stream',
    'traffic_stats',
    'join_v3',
    'rejoin_v3',
  ]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...types), fc.jsonValue(), async (type, message) => {
      const reply = await client.request(type, message)
      expect(['success', 'failed']).toContain(reply._result)
    }),
    { numRuns: 300 },
  )
  expect(faults).toEqual([])
})

test('a client that asks on and on while it waits is cut off', async () => {
  const { media } = fakeMedia()
  const stuck = { ...media, connect: () => new Promise<never>(() => {}) }
  const { port } = await gateway({ openMedia: async () => stuck })
  const message = await joinMessage(port, { key: token({ uid: '1' }), uid: 1 })
  const client = await RawClient.open(port)
  void client.request('join_v3', message)
  for (let count = 0; count < 300; count++) client.socket.send('{"_id":"1","_type":"ping"}')
  expect(await client.closed).toBe(1006)
})

test('a client that does not read is cut off', async () => {
  const { port, log } = await gateway()
  const { client: deaf } = await joined(port, { key: token({ uid: '1' }), uid: 1 })
  const { client: talker } = await joined(port, { key: token({ uid: '2' }), uid: 2 })
  const cutOff = new Promise<void>((resolve) => {
    log.listen(({ type }) => type === 'interrupted' && resolve())
  })
  deaf.socket.pause()
  const payload = 'A'.repeat(4096)
  let isCutOff = false
  void cutOff.then(() => {
    isCutOff = true
  })
  while (!isCutOff) await talker.request('data_stream', { payload })
  expect(await talker.request('ping')).toMatchObject({ _result: 'success' })
})

test('more sockets than allowed are not let in', async () => {
  const { port } = await gateway({ mostSockets: 2 })
  await RawClient.open(port)
  await RawClient.open(port)
  await expect(RawClient.open(port)).rejects.toThrow()
})

test('an upgrade elsewhere is turned away', async () => {
  const { port } = await gateway()
  await expect(RawClient.open(port, '/elsewhere')).rejects.toThrow('404')
})

test('a body above 64 KiB is refused', async () => {
  const { port } = await gateway()
  const posted = form('x'.repeat(65 * 1024))
  const reply = await https(port, { method: 'POST', path: accessPoint, ...posted })
  expect(reply.status).toBe(413)
})

test('whatever is posted gets a clear answer', async () => {
  const { port, faults } = await gateway()
  const paths = fc.constantFrom(
    accessPoint,
    '/api/v1?action=stringuid',
    '/ap/?url=',
    '/ap/?url=x/y',
  )
  const types = fc.constantFrom('application/json', 'multipart/form-data; boundary=x', '')
  await fc.assert(
    fc.asyncProperty(paths, types, fc.string({ maxLength: 300 }), async (path, type, body) => {
      const headers = { 'content-type': type }
      const reply = await https(port, { method: 'POST', path, headers, body })
      expect([200, 400, 404]).toContain(reply.status)
      expect(JSON.parse(reply.body)).toBeTypeOf('object')
    }),
    { numRuns: 60 },
  )
  expect(faults).toEqual([])
})
