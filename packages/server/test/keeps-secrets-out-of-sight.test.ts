import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { humanLog, jsonLog, startServer } from '@symbolon/server'
import { expect, test } from 'vitest'
import { key, project, temporaryFolder } from './fixture.ts'

const secondary = 'feedfacefeedfacefeedfacefeedface'

/** A secret in every spelling in which it could slip out. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret)
  return [
    secret,
    secret.toLowerCase(),
    bytes.toString('hex'),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    encodeURIComponent(secret),
  ]
}

const requests: [string, RequestInit][] = [
  ['GET /', {}],
  ['GET /docs', {}],
  ['GET /openapi.json', {}],
  ['GET /nowhere', {}],
  [`GET /rtcToken?channelName=lobby&uid=7&key=${key}`, {}],
  ['GET /rtcToken?channelName=lobby&key=wrong', {}],
  [`GET /rtc/lobby/publisher/uid/7/?key=${key}`, {}],
  [`GET /%zz?key=${key}`, {}],
  ['POST /v1/tokens', { body: '{"rtc":{"channel":"lobby","uid":7}}' }],
  ['POST /v1/tokens', { body: '{"rtc":{"channel":"lob' }],
  ['POST /v1/tokens', { body: '{"certificate":"x"}' }],
  ['POST /v1/tokens', { body: '{}', headers: { authorization: 'Bearer wrong' } }],
  ['POST /getToken', { body: '{"tokenType":"rtc","channel":"lobby","uid":"7"}' }],
  ['POST /token/getNew', { body: '{"tokenType":"rtc","channel":"lobby","uid":"7"}' }],
  ['POST /fetch_rtc_token', { body: '{"uid":7,"ChannelName":"lobby","role":1}' }],
  [
    'POST /token/generate',
    { body: '{"channelName":"lobby","uid":"7","serviceRtc":{"enable":true,"role":1}}' },
  ],
  ['POST /v1/tokens', { body: `{"rtc":{"channel":"${project.certificate}","uid":7}}x` }],
]

test.each(['json', 'human'] as const)(
  'no log line (%s), answer or file holds a secret',
  async (kind) => {
    const folder = temporaryFolder()
    const logged: string[] = []
    const stream = { write: (line: string) => logged.push(line) }
    const server = await startServer({
      command: 'serve',
      lan: false,
      cwd: folder,
      env: {
        PORT: '0',
        SYMBOLON_DRAIN_SECONDS: '0',
        SYMBOLON_DATA_DIR: folder,
        SYMBOLON_API_KEY: key,
        AGORA_APP_ID: project.appId,
        AGORA_APP_CERTIFICATE: project.certificate,
        AGORA_APP_SECONDARY_CERTIFICATE: secondary,
      },
      log: kind === 'json' ? jsonLog(stream) : humanLog(stream, Date.now),
    })
    const tokens: string[] = []
    let answers = server.banner
    const ask = async (line: string, init: RequestInit) => {
      const [method, path] = line.split(' ') as [string, string]
      const headers = { 'content-type': 'application/json', 'x-api-key': key, ...init.headers }
      const answer = await fetch(server.url + path, { ...init, method, headers })
      const text = await answer.text()
      tokens.push(...(text.match(/00[67][A-Za-z0-9+/=]{60,}/g) ?? []))
      answers += text + JSON.stringify([...answer.headers])
    }
    for (const [line, init] of requests) await ask(line, init)
    for (const token of tokens.slice(0, 3)) {
      const body = JSON.stringify({ token })
      await ask('POST /v1/tokens/inspect', { body })
      await ask('POST /v1/tokens/inspect', { body: JSON.stringify({ token: `${token}x` }) })
      await ask('POST /v1/tokens/explain', {
        body: JSON.stringify({ token, channel: 'Lobby', uid: 7 }),
      })
    }
    await server.close()
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    const kept = logged.join('\n') + files.join('\n')
    expect(tokens.length).toBeGreaterThanOrEqual(6)
    expect(logged.join('').match(/\n/g)?.length).toBeGreaterThanOrEqual(requests.length - 3)
    for (const secret of [project.certificate, secondary, key].flatMap(spellings)) {
      expect(kept).not.toContain(secret)
      expect(answers).not.toContain(secret)
    }
    for (const token of tokens) expect(kept).not.toContain(token.slice(0, 40))
  },
)
