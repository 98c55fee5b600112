import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '@symbolon/server'
import { verify } from '@symbolon/token'
import { expect } from 'vitest'

const { AccessToken2 } = createRequire(import.meta.url)('agora-token/src/AccessToken2.js')

/** The public sample values of the official test vectors. */
export const appId = '970CA35de60c44645bbae8a215061b33'
const certificate = '5CFd2fd1755d40ecb72977518be15d3b'

/** A started server for one test file, as `npm start` starts it. */
export async function startForClients(env: Readonly<Record<string, string>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'symbolon-clients-'))
  const ignore = () => {}
  const server = await startServer({
    env: {
      APP_ID: appId,
      APP_CERTIFICATE: certificate,
      PORT: '0',
      SYMBOLON_DATA_DIR: folder,
      SYMBOLON_DRAIN_SECONDS: '0',
      ...env,
    },
    command: 'dev',
    lan: false,
    cwd: folder,
    log: { info: ignore, warn: ignore, error: ignore, close: ignore },
  })
  async function close(): Promise<void> {
    await server.close()
    await rm(folder, { recursive: true })
  }
  return { url: server.url, close }
}

/** The token lets exactly this user publish in exactly this channel; npm `agora-token` reads the same. */
export function expectRtcToken(token: string, channel: string, uid: string): void {
  const now = Math.floor(Date.now() / 1000)
  const proven = verify(token, { certificate, now, appId, channel, account: uid })
  const privileges = { publishAudio: expect.any(Number), publishVideo: expect.any(Number) }
  if (proven.version === '006') expect(proven.claims).toMatchObject({ privileges })
  else {
    expect(proven.claims).toMatchObject({ services: [{ privileges }] })
    expect(readByNpm(token)).toMatchObject([{ channel, uid }])
  }
}

/** A token of the kind that may enter and no more. */
export function expectJoinToken(token: string, channel: string, uid: string): void {
  const now = Math.floor(Date.now() / 1000)
  const { claims } = verify(token, { certificate, now, appId, channel, account: uid })
  expect(claims).toMatchObject({ version: '006', privileges: { joinChannel: 0 } })
}

export function expectRtmToken(token: string, userId: string): void {
  const now = Math.floor(Date.now() / 1000)
  const { claims } = verify(token, { certificate, now, appId, service: 'rtm', account: userId })
  if (claims.version === '007') expect(readByNpm(token)).toMatchObject([{ userId }])
}

function readByNpm(token: string): object[] {
  const read = new AccessToken2()
  expect(read.from_string(token)).toBe(true)
  const text = (value: unknown) => String(value)
  return read.services.map((service: Record<string, unknown>) => ({
    channel: text(service.__channel_name),
    uid: text(service.__uid),
    userId: text(service.__user_id),
  }))
}
