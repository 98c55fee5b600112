import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { start } from './fixture.ts'

async function open(url: string, text: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.setEncoding('utf8').on('error', () => undefined)
  await new Promise((resolve) => socket.once('connect', resolve))
  if (text !== '') socket.write(text)
  return socket
}

/** Everything that is heard until the server hangs up. */
async function heard(socket: Socket): Promise<string> {
  let text = ''
  for await (const chunk of socket) text += chunk
  return text
}

test('headers that do not end are cut off', async () => {
  const { url } = await start({ SYMBOLON_HEADERS_TIMEOUT_SECONDS: '0.1' })
  const answer = await heard(await open(url, 'GET /ping HTTP/1.1\r\nHost: a\r\n'))
  expect(answer).toContain('HTTP/1.1 408 ')
  expect(answer).toContain('"code":"REQUEST_TIMEOUT"')
})

test('a body that does not end is cut off', async () => {
  const { url } = await start({
    SYMBOLON_HEADERS_TIMEOUT_SECONDS: '0.1',
    SYMBOLON_REQUEST_TIMEOUT_SECONDS: '0.2',
  })
  const head =
    'POST /v1/tokens HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"rt'
  expect(await heard(await open(url, head))).toContain('HTTP/1.1 408 ')
})

test('an idle connection is closed', async () => {
  const { url } = await start({ SYMBOLON_KEEP_ALIVE_SECONDS: '0.1' })
  const answer = await heard(await open(url, 'GET /ping HTTP/1.1\r\nHost: a\r\n\r\n'))
  expect(answer).toContain('{"message":"pong"}')
})

test('a connection that never speaks is closed', async () => {
  const { url } = await start({ SYMBOLON_HEADERS_TIMEOUT_SECONDS: '0.1' })
  await heard(await open(url, ''))
})

test('a body above 64 KiB is refused before it is read, and the connection with it', async () => {
  const { url } = await start()
  const head =
    'POST /v1/tokens HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n'
  const answer = await heard(await open(url, head))
  expect(answer).toContain('HTTP/1.1 413 ')
})

test('more connections than allowed are refused', async () => {
  const { url } = await start({ SYMBOLON_MAX_CONNECTIONS: '1' })
  const first = await open(url, '')
  const second = await open(url, 'GET /ping HTTP/1.1\r\nHost: a\r\n\r\n')
  expect(await heard(second)).toBe('')
  first.destroy()
})
