import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { Answer } from '../src/http/exchange.ts'
import { listener } from '../src/http/listener.ts'
import { appId, start, token } from './fixture.ts'
import { withControl } from './support/control.ts'
import { basic, customer, withRest } from './support/rest.ts'

async function serve(answer: Answer): Promise<string> {
  const server = createServer(listener(answer))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('a server bans a member by the REST of the platform', async () => {
  const { rest, join } = withRest()
  const member = join({ channel: 'lobby', token: token(), uid: 7 })
  const root = await serve(rest)
  const reply = await fetch(`${root}/dev/v1/kicking-rule`, {
    method: 'POST',
    headers: { ...basic(customer), 'content-type': 'application/json' },
    body: JSON.stringify({ appid: appId, uid: 7, time: 60, privileges: ['join_channel'] }),
  })
  expect(reply.status).toBe(200)
  expect(reply.headers.get('content-type')).toBe('application/json')
  expect(await reply.json()).toEqual({ status: 'success', id: 1 })
  expect(member.connectionState).toBe('DISCONNECTED')
  expect((await fetch(`${root}/dev/v1/projects`)).status).toBe(401)
})

test('a test lets time pass by the control API', async () => {
  const { control } = withControl()
  const root = await serve(control)
  const reply = await fetch(`${root}/emulator/v1/clock/advance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"span":"24h"}',
  })
  expect(await reply.json()).toEqual({ now: start + 86_400 })
  const foreign = { headers: { origin: 'https://evil.example' } }
  expect((await fetch(`${root}/emulator/v1`, foreign)).status).toBe(403)
})

test('a body that is too large is refused in words', async () => {
  const { rest } = withRest()
  const root = await serve(rest)
  const reply = await fetch(`${root}/dev/v1/project`, {
    method: 'POST',
    headers: { ...basic(customer), 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'x'.repeat(500_000) }),
  })
  expect(reply.status).toBe(413)
  expect(await reply.json()).toEqual({ message: 'request entity too large' })
})

test('a body without end is cut off', async () => {
  const { control } = withControl()
  const root = await serve(control)
  const outgoing = request(`${root}/emulator/v1/reset`, { method: 'POST' })
  const cut = new Promise<string | undefined>((resolve) => {
    outgoing.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    outgoing.once('response', () => resolve('answered'))
  })
  const chunk = Buffer.alloc(64 * 1024)
  const write = (): void => {
    if (!outgoing.destroyed) outgoing.write(chunk, () => setImmediate(write))
  }
  write()
  expect(await cut).toMatch(/^E(CONNRESET|PIPE)$/)
})
