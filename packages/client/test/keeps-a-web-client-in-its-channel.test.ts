import { attachAgoraWeb } from '@symbolon/client/agora-web'
import { expect, onTestFinished, test, vi } from 'vitest'
import { outcome } from './fixture.ts'
import { appId, stage } from './virtual-web-client.ts'

function attached(options: Parameters<typeof stage>[0] = {}) {
  const scene = stage(options)
  const errors: string[] = []
  const attachment = attachAgoraWeb(scene.client, scene.source, {
    appId,
    channel: 'lobby',
    uid: 7,
    onError: ({ code }) => errors.push(code),
    environment: scene.device,
  })
  return { ...scene, attachment, errors }
}

test('tokens of 40 seconds: a member stays for an hour without being put out', async () => {
  const { client, world, attachment, advance, errors, server } = attached()
  expect(await outcome(world, attachment.join(), 1)).toBe(7)
  await client.publish(['audio', 'video'])
  await advance(3600)
  expect(client.connectionState).toBe('CONNECTED')
  expect(client.calls.filter((call) => call.startsWith('join'))).toEqual(['join lobby 7'])
  expect(errors).toEqual([])
  expect(server.requests.length).toBeLessThanOrEqual(1 + 3600 / 9)
})

test('a token without warning time is renewed on its own schedule', async () => {
  const { client, world, attachment, advance, server } = attached({ lifeSeconds: 3600 })
  await outcome(world, attachment.join(), 1)
  await advance(3565)
  expect(client.calls).toEqual(['join lobby 7', 'renewToken'])
  expect(server.requests).toHaveLength(2)
})

test('server down past the end: the member is out, and back with its tracks soon after recovery', async () => {
  const { client, world, attachment, advance, server, errors } = attached()
  await outcome(world, attachment.join(), 1)
  await client.publish(['audio', 'video'])
  const { answer } = server
  server.answer = () => new Response('', { status: 500 })
  await advance(120)
  expect(client.connectionState).toBe('DISCONNECTED')
  expect(errors).toContain('TOKEN_SERVER_FAILED')
  server.answer = answer
  await advance(62)
  expect(client.connectionState).toBe('CONNECTED')
  const back = client.calls.filter((call) => call !== 'renewToken').slice(-2)
  expect(back).toEqual(['join lobby 7', 'publish audio,video'])
  expect(client.localTracks).toEqual(['audio', 'video'])
  await advance(600)
  expect(client.connectionState).toBe('CONNECTED')
})

test('the platform assigns a uid, and after the end the same one is asked for', async () => {
  const { client, world, source, advance, server } = stage()
  const answer = server.answer
  const attachment = attachAgoraWeb(client, source, { appId, channel: 'lobby', onError: () => {} })
  // a token for any user
  server.answer = (nth) => {
    Object.assign(server.requests.at(-1)!.body.rtc as object, { uid: 0 })
    return answer(nth)
  }
  const uid = await outcome(world, attachment.join(), 1)
  expect(uid).toBeGreaterThan(0)
  const good = server.answer
  server.answer = () => new Response('', { status: 500 })
  await advance(60)
  server.answer = good
  await advance(62)
  expect(client.calls.filter((call) => call.startsWith('join'))).toEqual([
    'join lobby null',
    `join lobby ${uid}`,
  ])
})

test('a client that the app joins is not given what it has, and is brought back under its uid', async () => {
  const { client, world, source, advance, server } = stage()
  const renewed: string[] = []
  attachAgoraWeb(client, source, {
    ...{ appId, channel: 'lobby', onError: () => {} },
    onRenewed: () => renewed.push(client.calls.at(-1)!),
  })
  const { token } = await outcome(world, source.get(), 1)
  await client.join(appId, 'lobby', token, 7)
  await client.publish(['video'])
  await advance(1)
  expect(client.calls).toEqual(['join lobby 7', 'publish video'])
  await advance(20)
  expect(renewed.length).toBeGreaterThan(0)
  const { answer } = server
  server.answer = () => new Response('', { status: 500 })
  await advance(60)
  server.answer = answer
  await advance(62)
  expect(renewed).toContain('publish video')
  const others = client.calls.filter((call) => call !== 'renewToken')
  expect(others).toEqual(['join lobby 7', 'publish video', 'join lobby 7', 'publish video'])
})

test('who left on purpose is not brought back', async () => {
  const { client, world, attachment, advance } = attached()
  await outcome(world, attachment.join(), 1)
  client.member!.leave()
  await advance(300)
  expect(client.calls).toEqual(['join lobby 7'])
})

test('a token that comes while the client reconnects is handed over afterwards', async () => {
  const { client, world, attachment, advance, emulator, errors } = attached({ lifeSeconds: 3600 })
  await outcome(world, attachment.join(), 1)
  await advance(3230)
  emulator.outage()
  await advance(130) // renewed meanwhile
  expect(client.calls).toEqual(['join lobby 7'])
  emulator.restore()
  await advance(1)
  expect(client.calls).toEqual(['join lobby 7', 'renewToken'])
  expect(errors).toEqual([])
})

test('a token that the SDK did not take once is given again a second later', async () => {
  const { client, world, attachment, advance, errors, source, server } = attached({
    lifeSeconds: 40,
  })
  await outcome(world, attachment.join(), 1)
  const { answer } = server
  server.answer = () => new Response('', { status: 500 })
  await advance(20) // the SDK has warned
  client.renewalFailures.push(new Error('TIMEOUT'))
  server.answer = answer
  await outcome(world, source.renew(), 5)
  expect(client.calls).toEqual(['join lobby 7', 'renewToken', 'renewToken'])
  await advance(25)
  expect(client.connectionState).toBe('CONNECTED')
  expect(errors).not.toContain('SDK_RENEWAL_FAILED')
})

test('a token that the SDK did not take four times is told, and given again at the warning', async () => {
  const { client, world, attachment, advance, errors, server } = attached({ lifeSeconds: 3600 })
  await outcome(world, attachment.join(), 1)
  for (let nth = 0; nth < 4; nth++) client.renewalFailures.push(new Error('ERR_NO_AUTHORIZED'))
  await advance(3560)
  expect(errors).toEqual(['SDK_RENEWAL_FAILED'])
  await advance(20)
  expect(client.calls).toEqual(['join lobby 7', ...Array(5).fill('renewToken')])
  expect(server.requests).toHaveLength(2)
  await advance(60)
  expect(client.connectionState).toBe('CONNECTED')
})

test('after detach a token that was not taken is not given again', async () => {
  const { client, world, attachment, advance, source } = attached({ lifeSeconds: 3600 })
  await outcome(world, attachment.join(), 1)
  client.renewalFailures.push(new Error('TIMEOUT'))
  await outcome(world, source.renew(), 1)
  attachment.detach()
  await advance(10)
  expect(client.calls).toEqual(['join lobby 7', 'renewToken'])
})

test('an onError and an onRenewed that throw end nothing, and are reported', async () => {
  const { client, world, source, device, advance, server } = stage()
  const reported: unknown[] = []
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
  onTestFinished(() => void vi.unstubAllGlobals())
  const broken = new Error('of the app')
  const fail = () => {
    throw broken
  }
  const attachment = attachAgoraWeb(client, source, {
    ...{ appId, channel: 'lobby', uid: 7, environment: device },
    ...{ onError: fail, onRenewed: fail },
  })
  await outcome(world, attachment.join(), 1)
  for (let nth = 0; nth < 4; nth++) client.renewalFailures.push(new Error('TIMEOUT'))
  await advance(120)
  expect(client.connectionState).toBe('CONNECTED')
  const { answer } = server
  server.answer = () => new Response('', { status: 500 })
  await advance(60)
  server.answer = answer
  await advance(62)
  expect(client.connectionState).toBe('CONNECTED')
  expect(new Set(reported)).toEqual(new Set([broken]))
})

test.each([
  [403, 'TOKEN_REFUSED'],
  [422, 'TOKEN_REQUEST_INVALID'],
])(
  'a refusal, %i, is told once, and the member stays to the end of the token',
  async (status, code) => {
    const { client, world, attachment, advance, errors, server } = attached()
    await outcome(world, attachment.join(), 1)
    server.answer = () => new Response('', { status })
    await advance(300)
    expect(client.connectionState).toBe('DISCONNECTED')
    expect(errors).toEqual([code])
    expect(server.requests).toHaveLength(2)
  },
)

test('a platform that never lets the member back is asked three times, then told', async () => {
  const { client, world, attachment, advance, errors, server, emulator } = attached()
  await outcome(world, attachment.join(), 1)
  const { answer } = server
  server.answer = () => new Response('', { status: 500 })
  await advance(60)
  emulator.ban({ uid: 7, channel: 'lobby' })
  server.lifeSeconds = 3600
  server.answer = answer
  await advance(62)
  expect(client.calls.filter((call) => call.startsWith('join'))).toHaveLength(4)
  expect(errors).toContain('SDK_REJOIN_FAILED')
})

test('after detach nothing is done to the client', async () => {
  const { client, world, attachment, advance } = attached()
  await outcome(world, attachment.join(), 1)
  attachment.detach()
  expect(client.listeners()).toBe(0)
  await advance(120)
  expect(client.calls).toEqual(['join lobby 7'])
})
