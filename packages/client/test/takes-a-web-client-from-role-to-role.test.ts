import { attachAgoraWeb } from '@symbolon/client/agora-web'
import { expect, test } from 'vitest'
import { outcome } from './fixture.ts'
import { appId, stage } from './virtual-web-client.ts'

function attached(options: Parameters<typeof stage>[0] = {}) {
  const scene = stage({ lifeSeconds: 3600, ...options })
  const { client, source, device } = scene
  const errors: string[] = []
  const onError = ({ code }: { code: string }) => errors.push(code)
  const join = { appId, channel: 'lobby', uid: 7, environment: device, onError }
  return { ...scene, errors, attachment: attachAgoraWeb(client, source, join) }
}

test('viewer to host and back without leaving, under co-host authentication', async () => {
  const { client, world, server, advance, attachment } = attached({ coHost: true })
  await outcome(world, attachment.join(), 1)
  await outcome(world, attachment.changeRole('subscriber'), 1)
  await outcome(world, attachment.changeRole('publisher'), 1)
  await client.publish(['video'])
  client.member!.unpublish('video')
  await outcome(world, attachment.changeRole('subscriber'), 1)
  await advance(10)
  expect(client.calls).toEqual([
    'join lobby 7',
    'setClientRole audience',
    'renewToken',
    'renewToken',
    'setClientRole host',
    'publish video',
    'setClientRole audience',
    'renewToken',
  ])
  const roles = server.requests.map(({ body }) => (body.rtc as { role: string }).role)
  expect(roles).toEqual(['publisher', 'subscriber', 'publisher', 'subscriber'])
})

test('a role that the SDK does not take is not switched to', async () => {
  const { client, world, attachment } = attached()
  await outcome(world, attachment.join(), 1)
  const failure = () => new Error('ERR_NO_AUTHORIZED')
  client.renewalFailures.push(failure(), failure())
  await expect(outcome(world, attachment.changeRole('publisher'), 1)).rejects.toMatchObject({
    code: 'SDK_RENEWAL_FAILED',
    cause: expect.objectContaining({ message: 'ERR_NO_AUTHORIZED' }),
  })
  expect(client.calls).not.toContain('setClientRole host')
})

test.each([403, 500])('a host whose other role is answered %i is a host again', async (status) => {
  const { client, world, attachment, server, source } = attached()
  await outcome(world, attachment.join(), 1)
  const token = source.current
  server.answer = () => new Response('', { status })
  await expect(outcome(world, attachment.changeRole('subscriber'))).rejects.toMatchObject({
    status,
  })
  expect([client.role, source.current]).toEqual(['host', token])
  expect(client.calls).toEqual(['join lobby 7', 'setClientRole audience', 'setClientRole host'])
})

test('a viewer whose other role is refused is not made a host', async () => {
  const { client, world, attachment, server } = attached({ coHost: true })
  await outcome(world, attachment.join(), 1)
  server.answer = () => new Response('', { status: 403 })
  for (const role of ['subscriber', 'publisher'] as const) {
    await outcome(world, attachment.changeRole(role), 1).catch(() => undefined)
  }
  expect(client.calls).not.toContain('setClientRole host')
})

test('a client that does not become a host again is told beside the refusal', async () => {
  const { client, world, attachment, server, errors } = attached()
  await outcome(world, attachment.join(), 1)
  server.answer = () => new Response('', { status: 403 })
  const { setClientRole } = client
  client.setClientRole = (role) =>
    role === 'host' ? Promise.reject(new Error('of the SDK')) : setClientRole.call(client, role)
  const refused = outcome(world, attachment.changeRole('subscriber'), 1)
  await expect(refused).rejects.toMatchObject({ code: 'TOKEN_REFUSED' })
  expect(errors).toEqual(['SDK_RENEWAL_FAILED'])
})
