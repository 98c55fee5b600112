import { type ChildProcess, spawn } from 'node:child_process'
import { connect } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { appId, certificate, credentials, folder, symbolon } from './symbolon.ts'

const binary = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const key = 'a-key-of-sixteen-characters-or-more'

interface Started {
  readonly child: ChildProcess
  readonly url: string
  readonly out: { stdout: string; stderr: string }
  readonly ended: Promise<{ code: number | null; seconds: number }>
  /** resolves when `text` has been written to either stream */
  readonly said: (text: string) => Promise<void>
}

/** Starts the built command on a free port; killed when the test ends, if it still runs. */
async function start(command: string, env: Record<string, string> = {}): Promise<Started> {
  const data = { HOME: folder, SYMBOLON_DATA_DIR: join(folder, 'data') }
  const child = spawn(process.execPath, [binary, command, '--port', '0'], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const out = { stdout: '', stderr: '' }
  const waiting = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]!.setEncoding('utf8').on('data', (text: string) => {
      out[name] += text
      for (const look of waiting) look()
    })
  }
  const began = performance.now()
  const ended = new Promise<{ code: number | null; seconds: number }>((resolve) => {
    child.on('close', (code) => resolve({ code, seconds: (performance.now() - began) / 1000 }))
  })
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => (out.stdout + out.stderr).includes(text) && resolve()
      waiting.add(look)
      ended.then(() => reject(new Error(`ended without "${text}": ${out.stdout}${out.stderr}`)))
      look()
    })
  await said('refused:\n') // the last part of the banner
  const url = /URL\s+(\S+)/.exec(out.stdout + out.stderr)![1]!
  return { child, url, out, ended, said }
}

test('dev shows its banner and lines for people on stdout', async () => {
  const { url, out, said } = await start('dev')
  expect(out.stdout).toContain('demo project')
  expect((await fetch(`${url}/rtcToken?channelName=lobby`)).status).toBe(200)
  await said('dialect=demo-server')
  expect(out.stderr).toBe('')
})

test('serve writes nothing but JSON lines to stdout', async () => {
  const env = { ...credentials, SYMBOLON_API_KEY: key }
  const { child, url, out, ended } = await start('serve', env)
  expect((await fetch(`${url}/rtcToken?channelName=lobby&key=${key}`)).status).toBe(200)
  expect((await fetch(`${url}/rtcToken?channelName=lobby`)).status).toBe(401)
  child.kill('SIGTERM')
  expect((await ended).code).toBe(0)
  const lines = out.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ msg }) => msg)).toEqual(
    expect.arrayContaining(['listening', 'issued', 'stopped']),
  )
  for (const secret of [certificate, key]) expect(out.stdout + out.stderr).not.toContain(secret)
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s lets a request in flight finish, then ends with 0',
  async (signal) => {
    const { child, url, ended, said } = await start('dev')
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname).setEncoding('utf8')
    const body = '{"rtc":{"channel":"lobby","uid":7}}'
    const head = `POST /v1/tokens HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
    await new Promise<void>((resolve) => socket.write(head + body.slice(0, 5), () => resolve()))
    await fetch(`${url}/ping`) // by then the head has been read
    const asked = performance.now()
    child.kill(signal)
    await said('stopping')
    socket.write(body.slice(5))
    let answer = ''
    for await (const chunk of socket) answer += chunk
    expect(answer).toContain('HTTP/1.1 201 ')
    expect((await ended).code).toBe(0)
    expect(performance.now() - asked).toBeLessThan(10_000)
  },
)

test('a second signal ends it at once', async () => {
  const { child, ended, said } = await start('dev', { SYMBOLON_DRAIN_SECONDS: '5' })
  const asked = performance.now()
  child.kill('SIGTERM')
  await said('stopping')
  const again = setInterval(() => child.kill('SIGTERM'), 50) // what follows too closely is an echo
  expect((await ended).code).toBe(1)
  clearInterval(again)
  expect(performance.now() - asked).toBeLessThan(4000)
})

const refusals: [string, string[], Record<string, string>, string][] = [
  ['dev', ['--port', 'x'], {}, '--port must be a whole number from 0 to 65535'],
  ['dev', ['--host', '0.0.0.0'], {}, 'SYMBOLON_API_KEY'],
  [
    'dev',
    [],
    { AGORA_APP_ID: 'x', AGORA_APP_CERTIFICATE: certificate },
    'AGORA_APP_ID must be 32 hexadecimal',
  ],
  ['dev', [], { AGORA_APP_ID: appId }, 'AGORA_APP_CERTIFICATE is not set'],
  ['serve', [], {}, 'SYMBOLON_API_KEY is not set'],
  ['serve', ['--color'], {}, "Unknown option '--color'"],
  ['serve', ['extra'], {}, 'Unexpected argument'],
]

test.each(refusals)(
  '%s %j refuses to start: exit code 2, and why',
  async (command, args, ...[env, words]) => {
    const { code, stdout, stderr } = await symbolon([command, ...args], { env })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(words)
  },
)

test('everything wrong with the configuration is said at once', async () => {
  const env = { APP_ID: 'x', APP_CERTIFICATE: 'y', PORT: 'z', SYMBOLON_PROT: '1' }
  const { stderr } = await symbolon(['dev'], { env })
  expect(stderr.trimEnd().split('\n')).toHaveLength(4)
})

test.each([{ gone: ['stdout'] }, { gone: ['stdout', 'stderr'] }] as const)(
  'a signal ends it also when nobody reads its $gone any more',
  async ({ gone }) => {
    const { child, ended } = await start('serve', { ...credentials, SYMBOLON_API_KEY: key })
    const exited = new Promise((resolve) => child.on('exit', resolve))
    for (const name of gone) child[name]!.destroy()
    child.kill('SIGTERM')
    expect(await exited).toBe(0)
    await ended
  },
)
