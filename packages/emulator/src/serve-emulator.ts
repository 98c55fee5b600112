import type { RequestListener } from 'node:http'
import type { EmulatorClock } from './clock.ts'
import { createControl } from './control/create-control.ts'
import type { Allowed } from './control/guard.ts'
import { changeProject } from './control.ts'
import { listener } from './http/listener.ts'
import { openMedia } from './media/media.ts'
import { createNotifications, type Notifications } from './notifications/notifications.ts'
import { createPlatform, type Platform } from './platform.ts'
import type { EditableProjects, Project } from './projects.ts'
import type { Customer } from './rest/customer.ts'
import { createRest } from './rest/rest.ts'
import type { Settings } from './settings.ts'
import { openLocalAuthority } from './wire/certificates/local-authority.ts'
import { certifyServer, localNames } from './wire/certificates/server-certificate.ts'
import { openGateway } from './wire/gateway.ts'

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
  /**
   * who may call the control API beside this machine: names by which it is called, and origins of pages. Beyond
   * loopback it is answered only when names are given. Default: nobody
   */
  readonly control?: Allowed | undefined
  /** where notifications go, and what signs them; absent = there are none */
  readonly notify?: { readonly url: string; readonly secret: string } | undefined
  /** answers `/` and whatever is neither the SDK's nor an API's. Default: a page that says what runs here */
  readonly site?: RequestListener | undefined
  /** a fault of the emulator's own; its client got an answer. Default: a warning of the process */
  readonly onFault?: ((error: unknown) => void) | undefined
}

/** An emulator that browsers can reach. */
export interface ServedEmulator {
  readonly port: number
  /** where its page is, without a slash at the end */
  readonly url: string
  /** for the Web SDK's `setProxyServer` */
  readonly proxyServer: string
  /** whether the control API is answered: where this machine alone can ask, or others were allowed to */
  readonly control: boolean
  /** why there is no media, if there is none */
  readonly signallingOnly: string | undefined
  readonly platform: Platform
  /** Takes a project in, or takes over what has become of it elsewhere; members feel it at once. @throws RangeError */
  readonly setProject: (project: Project) => void
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
  const notifications = options.notify && createNotifications(platform, options.notify)
  const now = Date.now() / 1000 // certificates are judged by the system's time, whatever the clock says
  const authority = await openLocalAuthority({ dataDir, now })
  const certificate = certifyServer(authority, { names: localNames, now })
  let signallingOnly: string | undefined
  const gateway = await openGateway({
    platform,
    certificate,
    host,
    port,
    mounts: mountsOf(options, { platform, notifications }),
    site: options.site,
    onFault: options.onFault,
    openMedia: async (address) => {
      const { media, unavailable } = await openMedia(address)
      signallingOnly = unavailable
      return media
    },
  })
  const { proxyServer } = gateway
  return {
    port: gateway.port,
    url: `https://localhost:${gateway.port}`,
    proxyServer,
    control: isControlled(options),
    signallingOnly,
    platform,
    setProject(project) {
      if (projects.find(project.appId) === undefined) projects.add(project)
      else changeProject(platform.world, projects, { appId: project.appId, change: () => project })
    },
    async close() {
      notifications?.stop()
      platform.reset()
      clock.stop()
      await gateway.close()
    },
  }
}

/** What is answered beside the SDK, by how its paths begin. */
function mountsOf(
  options: ServeEmulatorOptions,
  { platform, notifications }: { platform: Platform; notifications: Notifications | undefined },
): Readonly<Record<string, RequestListener>> {
  const { projects, clock, customer, onFault } = options
  const mounts: Record<string, RequestListener> = {}
  if (customer !== undefined) {
    mounts['/dev/'] = listener(createRest(platform, { projects, customer, onFault }))
  }
  if (isControlled(options)) {
    const about = { ...options.control, projects, clock, onFault }
    const counts = notifications?.counts
    mounts['/emulator/'] = listener(createControl(platform, { ...about, notifications: counts }))
  }
  return mounts
}

function isControlled({ host, control }: ServeEmulatorOptions): boolean {
  return isLoopback(host) || (control?.hosts ?? []).length > 0
}

function isLoopback(host = '127.0.0.1'): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}
