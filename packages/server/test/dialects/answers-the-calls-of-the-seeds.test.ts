import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { startServer } from '@symbolon/server'
import { verify } from '@symbolon/token'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { now, project } from './fixture.ts'
import { type RecordedToken, tokenDifferences } from './tokens.ts'

const { appId, certificate } = project
let server: Awaited<ReturnType<typeof startServer>>
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'symbolon-seeds-'))
  const quiet = { info: ignore, warn: ignore, error: ignore, close: ignore }
  const env = {
    APP_ID: appId,
    APP_CERTIFICATE: certificate,
    PORT: '0',
    SYMBOLON_DATA_DIR: folder,
    SYMBOLON_DRAIN_SECONDS: '0',
  }
  const mode = { command: 'dev', lan: false } as const
  server = await startServer({ ...mode, env, cwd: folder, log: quiet, tokenNow: () => now })
})

afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

function ignore(): void {}

const hasCurl = spawnSync('curl', ['--version']).status === 0
if (!hasCurl) console.warn('SKIPPED, there is no curl on this machine')

/** Runs a command line of the seeds as it is printed, but for host and port. */
async function shell(line: string): Promise<string> {
  const command = line.replaceAll('http://localhost:8080', server.url)
  const { stdout } = await promisify(execFile)('sh', ['-c', command])
  return stdout
}

test.skipIf(!hasCurl)('the curl for an RTC token', async () => {
  const reply = JSON.parse(await shell('curl http://localhost:8080/rtcToken?channelName=test'))
  expect(Object.keys(reply)).toEqual(['key'])
  const verified = verify(reply.key, { certificate, now, appId, channel: 'test' })
  expect(verified.claims).toMatchObject({ version: '006', uid: '' })
})

test.skipIf(!hasCurl)('the curl for the token generator', async () => {
  const reply = JSON.parse(
    await shell(`curl --location 'http://localhost:8080/token/generate' \\
--header 'Content-Type: application/json' \\
--data '{
"channelName": "channel_name_test",
"uid": "12345678",
"tokenExpireTs": 3600,
"privilegeExpireTs": 3600,
"serviceRtc": {
"enable": true,
"role": 1
}
}'`),
  )
  expect(reply).toMatchObject({ code: 0, message: 'Success' })
  expectPublisher007(reply.data.token, 'channel_name_test', '12345678')
})

test('the OkHttp call of the Android client', async () => {
  const reply = await send('POST', '/fetch_rtc_token', {
    // the header of the request, which OkHttp replaces by that of its body
    headers: { 'content-type': 'application/json; charset=utf-8', 'accept-encoding': 'gzip' },
    body: '{"uid":1234,"ChannelName":"1234","role":1}',
  })
  expect([reply.status, reply.body.code]).toEqual([200, '200'])
  expectPublisher007(`${reply.body.token}`, '1234', '1234')
})

test("the web client's axios call: a GET with a JSON body", async () => {
  const reply = await send('GET', '/access_token?channel=test&uid=1234', {
    headers: { 'content-type': 'application/json', accept: 'application/json, text/plain, */*' },
    body: JSON.stringify({ uid: 123456, channelName: 'ChannelA' }),
  })
  expect(reply.status).toBe(200)
  const token = `${reply.body.token}`
  const claims = { channel: 'test', uid: '1234', privileges: { joinChannel: 0 } }
  const subject = { channel: 'test', account: '1234' }
  expect(verify(token, { certificate, now, appId, ...subject }).claims).toMatchObject(claims)
})

test('the address typed into a browser, with and without a path', async () => {
  const page = await fetch(`${server.url}/`, { headers: { accept: 'text/html' } })
  expect([page.status, page.redirected]).toEqual([200, false])
  const reply = await fetch(`${server.url}/access_token?channel=test&uid=1234`)
  expect(reply.status).toBe(200)
  expect(await reply.json()).toEqual({ token: expect.stringMatching(/^006/) })
})

interface Sent {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** `fetch` refuses a GET with a body; other clients send one. */
async function send(method: string, path: string, { headers, body }: Sent) {
  const length = Buffer.byteLength(body)
  const reply = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    request(`${server.url}${path}`, { method, headers: { ...headers, 'content-length': length } })
      .on('response', resolve)
      .on('error', reject)
      .end(body)
  })
  const answer: Record<string, unknown> = JSON.parse(await text(reply))
  return { status: reply.statusCode, body: answer }
}

function expectPublisher007(token: string, channelName: string, uid: string): void {
  const privileges = {
    joinChannel: 3600,
    publishAudioStream: 3600,
    publishVideoStream: 3600,
    publishDataStream: 3600,
  }
  const services = [{ type: 1, privileges, channelName, uid }]
  const recorded: RecordedToken = { version: '007', expireSeconds: 3600, services }
  expect(tokenDifferences(token, recorded)).toEqual([])
}
