import type { RequestListener } from 'node:http'
import type { EmulatorClock } from './clock.ts'
import { listener } from './http/listener.ts'
import { openMedia } from './media/media.ts'
import { createPlatform, type Platform } from './platform.ts'
import type { EditableProjects } from './projects.ts'
import type { Customer } from './rest/customer.ts'
import { createRest } from './rest/rest.ts'
import type { Settings } from './settings.ts'
import { openLocalAuthority } from './wire/certificates/local-authority.ts'
import { certifyServer, localNames } from './wire/certificates/server-certificate.ts'
import { type Gateway, openGateway } from './wire/gateway.ts'

export interface ServeEmulatorOptions {
  readonly projects: EditableProjects
  /** a running one, unless time shall stand still */
  readonly clock: EmulatorClock
  /** TCP and UDP; 0 = any that is free */
  readonly port: number
  /** default 127.0.0.1 */
  readonly host?: string | undefined
  /** where the certificate authority of this machine is kept */
  readonly dataDir: string
  readonly settings?: Partial<Settings> | undefined
  /** id and secret for the platform's REST; absent = that is not answered */
  readonly customer?: Customer | undefined
}

/** An emulator that browsers can reach. */
export interface ServedEmulator {
  readonly port: number
  /** where its page is, without a slash at the end */
  readonly url: string
  /** for the Web SDK's `setProxyServer` */
  readonly proxyServer: string
  /** why there is no media, if there is none */
  readonly signallingOnly: string | undefined
  readonly platform: Platform
  /** Puts everyone out and frees the port. */
  readonly close: () => Promise<void>
}

/**
 * Starts the platform behind a port, as the Web SDK looks for it.
 *
 * @throws Error `EADDRINUSE` · MediaError `MEDIA_PORT_TAKEN` · AuthorityError · RangeError for a setting
 */
export async function serveEmulator(options: ServeEmulatorOptions): Promise<ServedEmulator> {
  const { projects, clock, port, host, dataDir, settings } = options
  const platform = createPlatform({ clock, projects, settings })
  const now = Date.now() / 1000 // certificates are judged by the system's time, whatever the clock says
  const authority = await openLocalAuthority({ dataDir, now })
  const certificate = certifyServer(authority, { names: localNames, now })
  let signallingOnly: string | undefined
  const gateway = await openGateway({
    platform,
    certificate,
    host,
    port,
    mounts: mountsOf(options, platform),
    openMedia: async (address) => {
      const { media, unavailable } = await openMedia(address)
      signallingOnly = unavailable
      return media
    },
  })
  return served(gateway, { platform, clock, signallingOnly })
}

function mountsOf(
  { projects, customer }: ServeEmulatorOptions,
  platform: Platform,
): Readonly<Record<string, RequestListener>> {
  if (customer === undefined) return {}
  return { '/dev/': listener(createRest(platform, { projects, customer })) }
}

function served(
  { port, proxyServer, close }: Gateway,
  {
    platform,
    clock,
    signallingOnly,
  }: Pick<ServedEmulator, 'platform' | 'signallingOnly'> & { readonly clock: EmulatorClock },
): ServedEmulator {
  return {
    port,
    url: `https://localhost:${port}`,
    proxyServer,
    signallingOnly,
    platform,
    async close() {
      platform.reset()
      clock.stop()
      await close()
    },
  }
}
