import { createApp } from '../app.ts'
import { settings } from '../config/settings.ts'
import { dialects } from '../dialects/dialects.ts'
import { oneProject } from '../projects/signing-projects.ts'
import type { Push } from '../push/push.ts'
import type { People } from '../v1/session.ts'

/** docs/openapi.json: what a server that keeps projects, and has default settings else, serves at `/openapi.json`. */
export async function openapiDocument(): Promise<string> {
  const unused = () => {
    throw new Error('this application is only described, never called')
  }
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const app = await createApp({
    issue: unused,
    authenticate: unused,
    projects: oneProject({ appId: '', certificate: '', demo: true }),
    owner: described(),
    people: { ...described<People>(), elsewhere: described() },
    push: { ...described<Push>(), close: () => undefined },
    keyNeeded: false,
    pasteBox: undefined,
    dialects,
    dialectSettings: {
      strict: settings.dialectStrict.fallback,
      format: settings.dialectFormat.fallback,
      rtcPathDialect: settings.rtcPathDialect.fallback,
      fetchTokenSeconds: settings.fetchTokenSeconds.fallback,
    },
    corsAllowOrigin: '*',
    readiness: { draining: false },
    limits: {
      headersTimeoutSeconds: settings.headersTimeoutSeconds.fallback,
      requestTimeoutSeconds: settings.requestTimeoutSeconds.fallback,
      keepAliveSeconds: settings.keepAliveSeconds.fallback,
      maxConnections: settings.maxConnections.fallback,
    },
    log,
    tokenNow: unused,
    systemNow: unused,
  })
  const text = JSON.stringify(app.swagger(), null, 2)
  await app.close()
  return `${text}\n`
}

/** Routes take what they call from it, and never call it. */
function described<What extends object>(): What {
  return {} as What
}
