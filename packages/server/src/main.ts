import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { createApp, limitConnections } from './app.ts'
import { storePlace } from './authority.ts'
import { type BannerFacts, bannerText, lanAddresses } from './banner.ts'
import type { ToldPlatform } from './bans/platform/begin-telling.ts'
import { holderOf } from './caller/authenticate.ts'
import { knowUsers } from './caller/know-users.ts'
import { chooseSteps, type StepParts } from './choose-steps.ts'
import { type Clocks, systemNow } from './clocks.ts'
import { type Access, decideAccess, type StartMode } from './config/access.ts'
import type { DialectSettings } from './config/dialect-settings.ts'
import { platformAccess } from './config/platform-access.ts'
import { type Environment, readSettings } from './config/read-settings.ts'
import type { SettingName, Settings } from './config/settings.ts'
import { dialects } from './dialects/dialects.ts'
import { nameRequests } from './http/request-id.ts'
import { closeGently } from './lifecycle/close-gently.ts'
import { listen } from './lifecycle/listen.ts'
import { reloading } from './lifecycle/reload.ts'
import { clientIp, fromProxy } from './limiter/client-ip.ts'
import { memoryLimits } from './limiter/limits.ts'
import { openGate } from './limiter/open-gate.ts'
import type { ClosableLog } from './observe/log.ts'
import { metricsOf, serveMetricsOf } from './observe/measuring.ts'
import { type OpenedProjects, openProjects } from './open-projects.ts'
import { pasteBoxHeaders } from './pages/explain.ts'
import { readPublicFiles } from './pages/public-files.ts'
import { defaultDataDir } from './project/data-dir.ts'
import { lanKey } from './project/project.ts'
import { servePush } from './push/serve-push.ts'
import type { People } from './v1/session.ts'

/** Of both clocks the default is the system's. */
export interface StartOptions extends StartMode, Partial<Clocks> {
  readonly env: Environment
  /** where a `.env` file is looked for */
  readonly cwd: string
  /** from the command line; stronger than the environment */
  readonly flags?: Readonly<Partial<Record<SettingName, string>>>
  readonly log: ClosableLog
  /** the emulator beside it, told of bans in place of the platform */
  readonly platform?: ToldPlatform | undefined
  /** where the demo is, if there is one: the first page links to it */
  readonly demoUrl?: string | undefined
}

export interface RunningServer {
  /** how this machine reaches it, without a slash at the end */
  readonly url: string
  /** what to tell the person who started it: where it is and how to call it */
  readonly banner: string
  /** where metrics are, whole; undefined when nothing is measured */
  readonly metricsUrl: string | undefined
  /** answers a request that came by another port, as one that came by its own */
  readonly answer: RequestListener
  /**
   * Stops: says "not ready", goes on answering for `SYMBOLON_DRAIN_SECONDS`, then takes no new connections and lets
   * requests in flight finish, for `withinSeconds` altogether (default 9). Safe to call twice.
   */
  readonly close: (withinSeconds?: number) => Promise<void>
  /** Reads settings and what is kept again: see `reloading`. Never throws; the log tells what became of it. */
  readonly reload: () => Promise<void>
}

/**
 * Starts the token server: the one place where settings are read, files opened and a port bound.
 *
 * @throws ConfigError that lists every problem and names the variables; nothing is left running then
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { env, cwd, log } = options
  const clocks = clocksOf(options)
  const read = () => readSettings({ flags: options.flags ?? {}, env, cwd })
  const settings = read()
  const dataDir = settings.dataDir ?? defaultDataDir(env, process.platform)
  const stored = storePlace(settings, dataDir) !== undefined
  const mode = { ...options, stored }
  decideAccess(settings, { ...mode, keyStored: stored }) // what is wrong whatever is kept, before it is opened
  const platform = options.platform ?? platformAccess(settings)
  const metrics = await metricsOf(settings)
  const opened = await openProjects(settings, dataDir, { log, platform, metrics, ...clocks })
  const access = await settleAccess(settings, mode, { opened, ...clocks })
  const key = access.caller === 'make key' ? await lanKey(dataDir) : settings.apiKey
  const { demoUrl, command } = options
  const served = await serveMetricsOf(metrics, settings, { holderOf, opened })
  const onClose = async () => void (await Promise.all([served?.close(), opened.close()]))
  const parts = { ...opened, metrics, command, settings, access, key, log, demoUrl, ...clocks }
  const app = await assemble({ ...parts, onClose })
  const { readiness, apply } = app
  const readAgain = () => {
    const next = read()
    decideAccess(next, { ...mode, keyStored: stored })
    return next
  }
  const refresh = async () => await opened.owner?.refresh()
  const reload = reloading({ settings, read: readAgain, apply, refresh, log })
  const close = closeGently(app.fastify, { readiness, drainSeconds: settings.drainSeconds, log })
  const { url, port } = await listen(app.fastify, access.host, settings.port)
  const project = opened.projects.find()
  const { appId, demo } = project ?? {}
  const metricsUrl = served?.url
  log.info({ url, metricsUrl, appId, demo, callers: access.caller }, 'listening')
  return {
    url,
    metricsUrl,
    banner: bannerOf(access, { url, port, key, project }),
    answer: (request, response) => void app.fastify.server.emit('request', request, response),
    close,
    reload,
  }
}

interface Told {
  readonly url: string
  readonly port: number
  readonly key: string | undefined
  readonly project: BannerFacts['project']
}

function bannerOf({ host, caller, exposed }: Access, { url, port, key, project }: Told): string {
  return bannerText({
    url,
    lanUrls: lanAddresses(host).map((address) => `http://${address}:${port}`),
    madeKey: caller === 'make key' ? key : undefined,
    project,
    keyNeeded: caller !== 'anonymous',
    exposed,
  })
}

function clocksOf({ systemNow: own = systemNow, tokenNow = own }: Partial<Clocks>): Clocks {
  return { systemNow: own, tokenNow }
}

/** Closes what was opened when nobody could be told apart by it. @throws ConfigError */
async function settleAccess(
  settings: Settings,
  mode: StartMode,
  { opened, systemNow }: Clocks & { readonly opened: OpenedProjects },
): Promise<Access> {
  try {
    return decideAccess(settings, {
      ...mode,
      keyStored: opened.keys?.anyGood(systemNow()) ?? false,
      issuerStored: opened.issuers?.anyEnabled() ?? false,
    })
  } catch (error) {
    await opened.close()
    throw error
  }
}

interface Parts extends StepParts, Omit<OpenedProjects, keyof StepParts | 'close'> {
  readonly command: StartMode['command']
  readonly demoUrl: string | undefined
  readonly onClose: () => Promise<void>
  readonly log: ClosableLog
}

/** Who signs in, and how they are known. */
function peopleOf({ signIn, elsewhere, settings }: Parts): People | undefined {
  const { publicUrl, trustProxy } = settings
  if (signIn === undefined) return undefined
  const know = knowUsers(signIn, publicUrl)
  return { signIn, elsewhere, know, publicUrl, ipOf: clientIp(trustProxy) }
}

/** Puts the application around the steps. */
async function assemble(parts: Parts) {
  const { settings, access, projects, owner, readModels, demoUrl, log, onClose } = parts
  const { systemNow, tokenNow } = parts
  const limiters = memoryLimits(settings, parts)
  const { authenticate, issue, apply, close } = chooseSteps(parts, limiters)
  const readiness = { draining: false }
  const fastify = await createApp({
    issue,
    authenticate,
    projects,
    owner,
    people: peopleOf(parts),
    push: servePush(parts, issue),
    readModels,
    demoUrl,
    log,
    systemNow,
    tokenNow,
    keyNeeded: access.caller !== 'anonymous',
    pasteBox: readPublicFiles(join(import.meta.dirname, '..', 'public'), pasteBoxHeaders),
    dialects,
    dialectSettings: dialectSettings(settings),
    corsAllowOrigin: access.corsAllowOrigin,
    readiness,
    gate: openGate(limiters, settings.trustProxy, systemNow),
    nameRequest: nameRequests(fromProxy(settings.trustProxy)),
    onClose: () => close().then(onClose),
    meter: parts.metrics,
    limits: settings,
  })
  return {
    fastify,
    readiness,
    apply: (next: Settings) => {
      apply(next)
      limitConnections(fastify.server, next)
    },
  }
}

function dialectSettings(settings: Settings): DialectSettings {
  return {
    strict: settings.dialectStrict,
    format: settings.dialectFormat,
    rtcPathDialect: settings.rtcPathDialect,
    fetchTokenSeconds: settings.fetchTokenSeconds,
  }
}
