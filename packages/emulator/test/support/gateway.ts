import { request } from 'node:https'
import { onTestFinished } from 'vitest'
import type { Media } from '../../src/media/media.ts'
import type { MediaAnswer } from '../../src/media/types.ts'
import { certifyServer, localNames } from '../../src/wire/certificates/server-certificate.ts'
import { type GatewayOptions, openGateway } from '../../src/wire/gateway.ts'
import { appId, emulator } from '../fixture.ts'
import { throwawayAuthority } from './vendor-authority.ts'

const now = Math.floor(Date.now() / 1000)
const permitted = { dnsNames: ['localhost'], addresses: ['127.0.0.1/32', '::1/128'] }
const certificate = certifyServer(throwawayAuthority(permitted, now), { names: localNames, now })

/** An emulator with a gateway on a free port, closed when the test ends. */
export async function gateway(options: Partial<GatewayOptions> = {}, project = {}, settings = {}) {
  const e = emulator(project, settings)
  const faults: unknown[] = []
  const opened = await openGateway({
    platform: e.platform,
    certificate,
    port: 0,
    onFault: (error) => faults.push(error),
    ...options,
  })
  onTestFinished(async () => {
    await opened.close()
    e.close()
  })
  return { ...e, gateway: opened, port: opened.port, faults }
}

export interface HttpReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** One HTTPS request to the gateway; rejects when it ends without an answer. */
export function https(
  port: number,
  {
    method = 'GET',
    path = '/',
    headers = {},
    body,
  }: {
    readonly method?: string
    readonly path?: string
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: string | Uint8Array
  } = {},
): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method, rejectUnauthorized: false }
    const asked = request({ ...options, headers: { host: `localhost:${port}`, ...headers } })
    asked.on('error', reject)
    asked.on('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part) => {
        text += part
      })
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: text }),
      )
      response.on('error', reject)
    })
    asked.end(body)
  })
}

const boundary = 'boundary-of-a-test'

/** What the SDK posts: a form with one field that holds JSON. */
export function form(field: string, name = 'request') {
  const body = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${field}\r\n--${boundary}--\r\n`
  return { body, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
}

export interface Asked {
  readonly channel?: string
  readonly key?: string
  readonly uid?: number
  readonly account?: string
  readonly role?: '1' | '2'
  readonly serviceIds?: readonly number[]
  readonly appId?: string
}

/** The JSON of the SDK's first request. */
export function accessPointRequest(asked: Asked) {
  const { channel = 'lobby', key = '', uid = 7, account, role = '1', serviceIds = [11] } = asked
  const detail = { 11: 'CN,GLOBAL', 17: role, ...(account !== undefined && { 6: account }) }
  const buffer = { cname: channel, key, uid, service_ids: serviceIds, detail }
  return {
    appid: asked.appId ?? appId,
    client_ts: 1,
    opid: 42,
    sid: 'A'.repeat(32),
    request_bodies: [{ uri: 22, buffer }],
  }
}

const answer: MediaAnswer = {
  iceUfrag: 'gate',
  icePwd: 'a password of the gateway',
  fingerprint: { algorithm: 'sha-256', fingerprint: 'AA:BB' },
  role: 'client',
  rtpCapabilities: {
    sendrecv: { audioCodecs: [], audioExtensions: [], videoCodecs: [], videoExtensions: [] },
  },
}

type Listeners = Parameters<Media['on']>

/** A media plane that writes down what it is told. */
export function fakeMedia() {
  const calls: (readonly unknown[])[] = []
  const listeners: Listeners[] = []
  const note =
    (name: string) =>
    (...args: readonly unknown[]) => {
      calls.push([name, ...args])
    }
  const media = {
    port: 0,
    pid: undefined,
    connect: async (id: string) => {
      calls.push(['connect', id])
      return answer
    },
    disconnect: note('disconnect'),
    publish: note('publish'),
    unpublish: note('unpublish'),
    subscribe: note('subscribe'),
    unsubscribe: note('unsubscribe'),
    chooseLayer: note('chooseLayer'),
    gate: note('gate'),
    stats: () => Promise.reject(new Error('not here')),
    on: (...listener: Listeners) => {
      listeners.push(listener)
      return () => {}
    },
    close: async () => {},
  }
  const tell = (event: string, about: object) => {
    for (const [name, listener] of listeners) if (name === event) listener(about as never)
  }
  return { media: media as unknown as Media, calls, tell }
}
