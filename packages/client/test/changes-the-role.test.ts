import { expect, test } from 'vitest'
import { outcome, scene } from './fixture.ts'

test('another role is asked for and stays, renewals included', async () => {
  const { world, server, source, heard } = scene({ role: 'subscriber' })
  await outcome(world, source.get(), 10)
  const token = await outcome(world, source.changeRole('publisher'), 1)
  expect(source.current).toBe(token)
  await world.advance(3600)
  const roles = server.requests.map(({ body }) => (body.rtc as { role: string }).role)
  expect(roles).toEqual(['subscriber', 'publisher', 'publisher'])
  expect(heard).toEqual(['token', 'token', 'token'])
})

test('a token of another role may end earlier', async () => {
  const { world, server, source } = scene({ role: 'subscriber' })
  const before = await outcome(world, source.get(), 10)
  server.lifeSeconds = 120
  const token = await outcome(world, source.changeRole('publisher'), 1)
  expect(token.expiresAt).toBeLessThan(before.expiresAt)
  expect(source.current).toBe(token)
})

test.each([403, 500])('a role that is answered %i leaves everything as it was', async (status) => {
  const { world, server, source, heard } = scene({ role: 'subscriber' })
  const token = await outcome(world, source.get(), 10)
  server.answer = () => new Response('{}', { status })
  await expect(outcome(world, source.changeRole('publisher'), 1)).rejects.toMatchObject({ status })
  expect(source.current).toBe(token)
  server.answer = () => server.token()
  await world.advance(3600)
  const roles = server.requests.map(({ body }) => (body.rtc as { role: string }).role)
  expect(roles).toEqual(['subscriber', 'publisher', 'subscriber'])
  expect(heard).toEqual(['token', 'token'])
})

test('role changes and renewals never run at the same time', async () => {
  const { world, server, source } = scene({ role: 'subscriber' })
  let under = 0
  let most = 0
  const { token } = server
  server.answer = async () => {
    under++
    most = Math.max(most, under)
    await world.pause(1)
    under--
    return token()
  }
  const all = Promise.all([
    source.get(),
    source.changeRole('publisher'),
    source.renew(),
    source.changeRole('subscriber'),
    source.changeRole('publisher'),
  ])
  await outcome(world, all, 20)
  expect(most).toBe(1)
})
