import { capExpiry } from '@symbolon/token'
import type { FastifySchemaValidationError } from 'fastify'
import { daySeconds } from '../day.ts'
import type { TokenRequest } from '../issue.ts'
import { findingsOf } from './findings.ts'
import { decoders, type Raw } from './services.ts'

const defaultSeconds = 3600

/**
 * A body of `POST /v1/tokens` as a wish. `shape` is what the schema found wrong with it.
 *
 * @throws ServerError `REQUEST_INVALID` that lists everything wrong, shape and rules alike
 */
export function decodeTokenBody(
  body: unknown,
  shape: readonly FastifySchemaValidationError[],
): TokenRequest {
  const raw: Raw = Object(body)
  const findings = findingsOf(shape)
  const { appId, expiresInSeconds = defaultSeconds } = raw
  const version = raw.version === '006' ? '006' : '007'
  const seconds = typeof expiresInSeconds === 'number' ? expiresInSeconds : defaultSeconds
  const life = findings.rule('#/expiresInSeconds', () => capExpiry(seconds, () => undefined))
  const keys = Object.keys(decoders).filter((key) => raw[key] !== undefined)
  const wish = { version, lifeSeconds: life || daySeconds, findings } as const
  const services = keys.flatMap((key) => decoders[key]!(Object(raw[key]), wish))
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
  if (keys.length === 0 && isObject) {
    findings.add('#', 'SERVICES_EMPTY', 'name at least one service, such as rtc')
  }
  if (version === '006') {
    for (const key of keys.filter((key, index) => index > 0 || !['rtc', 'rtm'].includes(key))) {
      findings.add(`#/${key}`, 'SERVICE_NOT_IN_006', 'a 006 token holds one service, rtc or rtm')
    }
    if (services.some(({ type }) => type === 'rtm2')) {
      findings.add('#/rtm/permissions', 'SERVICE_NOT_IN_006', 'a 006 token holds no permissions')
    }
  }
  findings.refuseIfAny()
  return {
    dialect: 'v1',
    appId: typeof appId === 'string' ? appId : undefined,
    version,
    expiresInSeconds: seconds,
    services,
    strict: true,
  }
}
