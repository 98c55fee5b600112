import { generateKeyPairSync } from 'node:crypto'
import {
  EmulatorClock,
  type EmulatorOptions,
  type Project,
  startEmulator,
} from '@symbolon/emulator'
import { openMedia } from '../../../packages/emulator/dist/media/media.js'
import { certifyAuthority } from '../../../packages/emulator/dist/wire/certificates/authority.js'
import {
  certifyServer,
  localNames,
} from '../../../packages/emulator/dist/wire/certificates/server-certificate.js'
import { type GatewayOptions, openGateway } from '../../../packages/emulator/dist/wire/gateway.js'
import { appId, certificate, start } from '../../../packages/emulator/test/fixture.ts'

export { appId, subscriberToken, token } from '../../../packages/emulator/test/fixture.ts'

/** Good for this process alone; browsers in these tests are told not to look at it. */
function throwawayCertificate(): GatewayOptions['certificate'] {
  const now = Math.floor(Date.now() / 1000)
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subject = 'Symbolon throwaway authority (one test only)'
  const permitted = { dnsNames: ['localhost'], addresses: ['127.0.0.1/32', '::1/128'] }
  const pem = certifyAuthority(key, { subject, permitted, now })
  const authority = { certificate: pem, subject, key, expiresAt: now + 86_400 }
  return certifyServer(authority, { names: localNames, now })
}

async function mediaPlane(address: { readonly host: string; readonly port: number }) {
  const { media, unavailable } = await openMedia(address)
  if (media === undefined) throw new Error(unavailable)
  return media
}

export interface GatewayWish {
  readonly project?: Partial<Project>
  readonly settings?: EmulatorOptions['settings']
  /** with WebRTC; else signalling only */
  readonly media?: boolean
}

/** An emulator whose time stands still until it is advanced, with a gateway on a free port. */
export async function startGateway({ project, settings, media = false }: GatewayWish = {}) {
  const clock = new EmulatorClock({ startAt: start })
  const emulator = startEmulator({
    projects: [{ appId, certificate, ...project }],
    clock,
    settings,
  })
  const faults: unknown[] = []
  const gateway = await openGateway({
    platform: emulator.platform,
    certificate: throwawayCertificate(),
    port: 0,
    openMedia: media ? mediaPlane : undefined,
    onFault: (error) => faults.push(error),
  })
  return {
    emulator,
    gateway,
    faults,
    async close() {
      await gateway.close()
      emulator.close()
    },
  }
}
