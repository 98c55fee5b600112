import { createTokenSource, systemEnvironment } from '@symbolon/client'
import { listenForPush } from '@symbolon/client/push'
import { inspect } from '@symbolon/token'
import { expect, onTestFinished, test, vi } from 'vitest'
import { pushing } from './pushing.ts'

function privilegesIn(token: string): string[] {
  const { claims } = inspect(token)
  if (claims.version !== '007') return []
  return claims.services.flatMap(({ privileges }) => Object.keys(privileges))
}

/** This device, where whatever is to happen at random happens at once. */
const prompt = { ...systemEnvironment(), random: () => 0 }

test('a pushed token replaces that of the source, also when it ends earlier, and its role stays', async () => {
  const { source, push, listen } = await pushing()
  const before = await source.get()
  expect(privilegesIn(before.token)).toEqual(['joinChannel'])
  const { heard, errors } = listen()
  await heard('listening')
  expect((await push({ role: 'publisher', expiresInSeconds: 900 })).reached).toBe(1)
  expect(await heard('token')).toMatchObject({ role: 'publisher' })
  const pushed = source.current!
  expect(privilegesIn(pushed.token)).toContain('publishAudio')
  expect(pushed.expiresAt - pushed.issuedAt).toBe(900)
  const renewed = await source.renew()
  expect(renewed.token).not.toBe(pushed.token)
  expect(privilegesIn(renewed.token)).toContain('publishAudio')
  expect(errors).toEqual([])
})

test('an adapter takes it instead, with the role', async () => {
  const { source, push, listen } = await pushing()
  await source.get()
  const taken: string[] = []
  const { heard } = listen({
    changeRole: async (role, once) => {
      await source.changeRole(role, once)
      taken.push(role)
    },
  })
  await heard('listening')
  await push({ role: 'publisher' })
  await heard('token')
  await push({ role: 'subscriber' })
  await heard('token', 2)
  expect(taken).toEqual(['publisher', 'subscriber'])
  expect(privilegesIn(source.current!.token)).toEqual(['joinChannel'])
})

test('to re-authenticate is to renew from the own back end', async () => {
  const { source, push, listen, clock } = await pushing()
  const before = await source.get()
  const { heard } = listen({ environment: prompt })
  await heard('listening')
  const renewed = new Promise((resolve) => source.on('token', resolve))
  clock.at += 1
  await push({ reauthenticate: true, withinSeconds: 30 })
  expect(await renewed).not.toMatchObject({ token: before.token })
})

test('after a renewal it listens with the new token', async () => {
  const { source, listen, clock, push } = await pushing()
  await source.get()
  const { heard } = listen({ environment: prompt })
  expect(await heard('listening')).toMatchObject({ until: clock.at + 3600 })
  clock.at += 10
  await source.renew()
  expect(await heard('listening', 2)).toMatchObject({ until: clock.at + 3600 })
  expect((await push({ reauthenticate: true })).reached).toBe(1)
})

test('a ban ends it', async () => {
  const { source, ban, listen } = await pushing()
  await source.get()
  const { heard, errors } = listen({ environment: prompt })
  await heard('listening')
  await ban()
  await heard('banned')
  expect(errors).toEqual([])
})

test('a refusal ends it, and is told', async () => {
  const { source, ban, listen, server } = await pushing()
  await source.get()
  await ban()
  const { errors } = listen({ environment: prompt })
  await vi.waitFor(() => expect(errors).toEqual(['TOKEN_REFUSED 403']))
  const nowhere = listenForPush(source, {
    url: `${server.url}/nothing`,
    onError: ({ code }) => errors.push(code),
  })
  onTestFinished(nowhere.stop)
  await vi.waitFor(() => expect(errors).toEqual(['TOKEN_REFUSED 403', 'TOKEN_REQUEST_INVALID']))
})

test('a token that is refused is not shown again; the next one is', async () => {
  const { source, listen, clock, server } = await pushing()
  await source.get()
  clock.at += 4000 // the server finds the token ended, and the source does not know it yet
  const asked = () => server.log.lines.filter(({ fields }) => fields.path === '/v1/events').length
  const { heard, errors } = listen({ environment: prompt })
  await vi.waitFor(() => expect(asked()).toBe(1))
  await source.renew()
  await heard('listening')
  expect([asked(), errors]).toEqual([1, []])
})

test('nothing goes on after stop: no request, no timer, no listener', async () => {
  const { source, listen, push } = await pushing()
  await source.get()
  const timers = new Set<object>()
  const after = (seconds: number, act: () => void) => {
    const timer = {}
    timers.add(timer)
    const cancel = prompt.after(seconds, () => {
      timers.delete(timer)
      act()
    })
    return () => {
      timers.delete(timer)
      cancel()
    }
  }
  const { stop, heard, events, errors } = listen({ environment: { ...prompt, after } })
  await heard('listening')
  await push({ reauthenticate: true, withinSeconds: 3600 })
  await heard('reauthenticate')
  stop()
  await vi.waitFor(async () => expect((await push({ reauthenticate: true })).reached).toBe(0))
  expect([timers.size, errors]).toEqual([0, []])
  const before = events.length
  await source.renew()
  expect(events).toHaveLength(before)
})

test('it waits for the first token, and for a server that is not there', async () => {
  const failures: string[] = []
  const source = createTokenSource({
    fetchToken: () => {
      const issuedAt = Math.floor(Date.now() / 1000)
      return { token: '007x', issuedAt, expiresAt: issuedAt + 600 }
    },
    ...{ channel: 'lobby', subject: { uid: 7 } },
  })
  onTestFinished(() => source.close())
  const pauses: number[] = []
  const after = (seconds: number, act: () => void) => {
    if (seconds === 45) return prompt.after(seconds, act)
    pauses.push(seconds)
    if (pauses.length < 12) queueMicrotask(act)
    return () => undefined
  }
  const asked = vi.fn(async () => {
    throw new TypeError('fetch failed: Bearer 007x')
  })
  const environment = { ...prompt, after, fetch: asked }
  const { stop } = listenForPush(source, {
    url: 'https://nowhere.example/v1/events',
    environment,
    onError: ({ code, message }) => failures.push(`${code} ${message}`),
  })
  onTestFinished(stop)
  expect(asked).not.toHaveBeenCalled()
  await source.get()
  await vi.waitFor(() => expect(pauses).toHaveLength(12))
  expect(pauses.slice(1, 9)).toEqual([1, 2, 4, 8, 16, 30, 30, 30])
  expect(failures.join()).not.toContain('007x')
})
