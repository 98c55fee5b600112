import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { binary, command, folder, symbolon } from './symbolon.ts'

const place = ['--channel', 'lobby', '--uid', '7']
const roleOf = (role: string) => ['push', 'token', ...place, '--role', role]
const again = ['push', 'reauthenticate', ...place]
let count = 0

/** A real server with one project, its owner's key, and somebody who can listen. */
async function stage() {
  const own = { SYMBOLON_DATA_DIR: join(folder, `stage-${++count}`) }
  const made = async (...args: readonly string[]) =>
    JSON.parse((await command([...args, '--json'], { env: own })).stdout).data
  const { project } = await made('project', 'create', '--name', 'Shop')
  const keyFor = async (...scopes: readonly string[]) => {
    const named = scopes.flatMap((scope) => ['--scope', scope])
    return String((await made('key', 'create', '--name', 'owner', ...named)).secret)
  }
  const key = await keyFor('tokens:issue', 'push:write', 'projects:read')
  const [blind, lacking] = [await keyFor('push:write'), await keyFor('projects:read')]
  const env = { ...own, SYMBOLON_DRAIN_SECONDS: '0' }
  const child = spawn(process.execPath, [binary, 'serve', '--port', '0'], { cwd: folder, env })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
  const url = JSON.parse(line.split('\n')[0]).url as string
  const run = async (args: readonly string[], by = key) => {
    const ran = await command([...args, '--server', url, '--json'], {
      env: { SYMBOLON_API_KEY: by },
    })
    return { ...JSON.parse(ran.stdout), code: ran.code, said: ran.stdout + ran.stderr }
  }
  return { appId: String(project.appId), key, blind, lacking, url, run }
}

/** Listens as uid 7 of the lobby, and hears event by event. */
async function listening({ url, key }: Awaited<ReturnType<typeof stage>>) {
  const asked = await fetch(`${url}/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ rtc: { channel: 'lobby', uid: 7, role: 'subscriber' } }),
  })
  const { token } = (await asked.json()) as { token: string }
  const ended = new AbortController()
  onTestFinished(() => ended.abort())
  const headers = { authorization: `Bearer ${token}` }
  const stream = await fetch(`${url}/v1/events`, { headers, signal: ended.signal })
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  const until = async (event: string) => {
    while (!heard.includes(`event: ${event}\n`)) heard += (await reader.read()).value
  }
  await until('listening')
  return { until }
}

test('who listens is given a token, and asked to re-authenticate; the answer holds no token', async () => {
  const on = await stage()
  const { until } = await listening(on)
  const given = await on.run([...roleOf('publisher'), '--ttl', '10m'])
  await until('token')
  const { issuedAt, expiresAt } = given.data
  expect(given).toMatchObject({ code: 0, ok: true, command: 'push token', data: { reached: 1 } })
  expect(expiresAt - issuedAt).toBe(600)
  expect(Object.keys(given.data)).toEqual(['reached', 'issuedAt', 'expiresAt', 'warnings'])
  const asked = await on.run([...again, '--within', '1m', '--app-id', on.appId])
  await until('reauthenticate')
  expect(asked).toMatchObject({ code: 0, ok: true, data: { reached: 1 } })
})

test('where nobody listens the exit code says so, and no token is made', async () => {
  const { run, url, key } = await stage()
  for (const args of [roleOf('publisher'), again]) {
    const { code, ok, data } = await run(args)
    expect({ code, ok, data }).toEqual({ code: 8, ok: false, data: { reached: 0 } })
  }
  const { stdout } = await symbolon([...again, '--server', url], { env: { SYMBOLON_API_KEY: key } })
  expect(stdout).toBe(`nobody listens at ${url}\n`)
})

test('what the server refuses is said in its words, without the key', async () => {
  const { run, blind, lacking, appId } = await stage()
  const none = 'sym_mistyped-and-long-enough'
  const refusals = [
    [await run(again, none), 3, 'CALLER_UNAUTHENTICATED'],
    [await run(again, lacking), 4, 'SCOPE_MISSING'],
    [await run(again, blind), 2, 'USAGE'],
    [await run([...again, '--app-id', 'f'.repeat(32)]), 1, 'PROJECT_UNKNOWN'],
  ] as const
  for (const [{ code, error, said }, expected, name] of refusals) {
    expect([code, error.code]).toEqual([expected, name])
    for (const secret of [none, lacking, blind]) expect(said).not.toContain(secret)
  }
  expect((await run([...again, '--app-id', appId], blind)).code).toBe(8)
})

test('wrong arguments are found before anybody is asked, and a key is never one of them', async () => {
  const env = { SYMBOLON_API_KEY: 'a-key-of-sixteen-characters', PORT: '1' }
  const wrong: readonly (readonly [readonly string[], string])[] = [
    [['push', 'token', ...place], '--role is needed'],
    [roleOf('host'), '--role is one of publisher, subscriber'],
    [[...roleOf('publisher'), '--ttl', '25h'], '--ttl is 1 to 86400 seconds'],
    [[...again, '--within', '4s'], '--within is 5 to 3600 seconds'],
    [['push', 'reauthenticate', '--uid', '7'], '--channel is needed'],
    [['push', 'reauthenticate', '--channel', 'lobby'], 'who? --uid or --account'],
    [['push', 'reauthenticate', '--channel', 'room-*', '--uid', '7'], 'a channel name has only'],
    [[...again, '--account', 'ana'], 'only one of uid and account'],
    [[...again, 'more'], 'takes options alone'],
    [[...again, '--api-key', 'x'], 'there is no option --api-key'],
    [[...again, '--server', 'http://tokens.example.com'], '--server must be an address'],
    [[...again, '--server', 'https://ana:hunter22@tokens.example.com'], '--server must be'],
  ]
  for (const [args, message] of wrong) {
    const { code, stderr } = await command(args, { env })
    expect([args, code]).toEqual([args, 2])
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('hunter22')
  }
  const away = await command(again, { env })
  expect(away).toMatchObject({ code: 7, stderr: expect.stringContaining('http://127.0.0.1:1') })
})

test('the key goes to the server that was named and nowhere else, whatever that answers', async () => {
  const keys: unknown[] = []
  const listen = async (status: number, headers: Record<string, string>, text: string) => {
    const server = createServer((request, response) => {
      keys.push(request.headers.authorization)
      response.writeHead(status, headers).end(text)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const env = { SYMBOLON_API_KEY: 'a-key-of-sixteen-characters' }
  const askedAt = (url: string) =>
    command([...again, '--app-id', 'a'.repeat(32), '--server', url], { env })
  const other = await listen(200, {}, '{"reached":1}')
  const moved = await askedAt(await listen(307, { location: other }, ''))
  expect(moved).toMatchObject({ code: 1, stderr: expect.stringContaining('it answers 307') })
  expect(keys).toEqual(['Bearer a-key-of-sixteen-characters'])
  const detail = '\u001b[2Jgone'
  const strange = await askedAt(await listen(503, {}, JSON.stringify({ code: 'AWAY', detail })))
  expect(strange.code).toBe(7)
  expect(strange.stderr).not.toContain('\u001b')
  const long = await askedAt(await listen(200, {}, `"${'x'.repeat(1_100_000)}"`))
  expect(long).toMatchObject({ code: 7, stderr: expect.stringContaining('more than 1 MiB') })
  expect((await askedAt(await listen(200, {}, 'hello'))).code).toBe(1)
})
