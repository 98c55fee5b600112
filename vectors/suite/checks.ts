import { claimsOf } from './claims.ts'
import { binding006, expectationOf } from './malformed.ts'
import { writeOldKey } from './old-keys.ts'
import type { HmacVector, Malformed, SuiteOptions, TokenApi, Vector } from './types.ts'

/** Vectors go beyond what is read by default: long names, thousands of services. */
const limits = {
  maxTextBytes: 4_000_000,
  maxInflatedBytes: 4_000_000,
  maxServices: 65_535,
  maxPrivileges: 65_535,
}
const idPattern = /^[0-9a-fA-F]{32}$/

export function checkVector(api: TokenApi, vector: Vector, options: SuiteOptions): void {
  if (vector.inputs === undefined) throws(() => api.inspect(vector.token ?? '', { limits }))
  else if (vector.inputs.appCertificate === null) checkReading(api, vector)
  else if (vector.result !== 'ok') throws(() => write(api, vector))
  else if (vector.format === 'AccessToken007') check007(api, vector, options)
  else if (vector.format === 'AccessToken006') check006(api, vector)
  else same(write(api, vector), vector.token, 'text')
}

export function checkMalformed(api: TokenApi, malformed: Malformed): void {
  const { token, verifyCertificate: certificate } = malformed
  const expected = expectationOf(malformed)
  if (expected === 'refused') {
    throws(() => api.inspect(token), 'TokenError')
    return
  }
  const { claims } = api.inspect(token)
  const join = 'issuedAt' in claims ? { now: claims.issuedAt } : { ...binding006, now: 1_111_000 }
  const verify = () => api.verify(token, { certificate, ...join })
  if (expected === 'proven') verify()
  else throws(verify, 'TokenError')
}

export function checkHmac(api: TokenApi, vector: HmacVector): void {
  const hmac = hex(api.hmacSha256(unhex(vector.key), unhex(vector.data)))
  same(hmac.slice(0, vector.hmacSha256.length), vector.hmacSha256, 'HMAC')
}

function write(api: TokenApi, vector: Vector, options: SuiteOptions = {}): string {
  if (!vector.format.startsWith('AccessToken')) return writeOldKey(api, vector)
  const claims = claimsOf(vector, api)
  return api.mint(claims, vector.inputs?.appCertificate, { salt: vector.salt, ...options })
}

function check007(api: TokenApi, vector: Vector, options: SuiteOptions): void {
  const certificate = vector.inputs?.appCertificate
  const token = write(api, vector)
  same(api.inspect(token, { limits }).payload, vector.payloadHex, 'payload')
  api.verify(token, { certificate, now: vector.issueTs ?? 0, limits })
  checkReading(api, vector)
  for (const other of Object.values(vector.otherOutputs ?? {})) {
    if (other.startsWith('007')) checkRoundTrip(api, other, certificate)
  }
  const byNode = options.deflate !== undefined && vector.language === 'node'
  if (byNode) same(write(api, vector, options), vector.token, 'text with zlib')
}

/** Every encoder's text of a payload is read as that payload. */
function checkReading(
  api: TokenApi,
  { token, tokenVanillaZlib, tokenGo, payloadHex }: Vector,
): void {
  for (const text of [token, tokenVanillaZlib, tokenGo]) {
    if (text !== undefined) same(api.inspect(text, { limits }).payload, payloadHex, 'payload read')
  }
}

/** Another language's token proves itself, and is written again as it was, where it is canonical. */
function checkRoundTrip(api: TokenApi, token: string, certificate: string): void {
  const { claims, salt, payload, canonical } = api.inspect(token, { limits })
  if (claims.version !== '007' || !idPattern.test(claims.appId)) return
  api.verify(token, { certificate, now: claims.issuedAt, limits })
  if (!canonical) return
  const again = api.mint(claims, certificate, { salt })
  same(api.inspect(again, { limits }).payload, payload, 'payload written again')
}

/** The official 006 builders sign under anything called App ID; what reads as one is read. */
function check006(api: TokenApi, vector: Vector): void {
  const token = write(api, vector)
  same(token, vector.token, 'text')
  const { appId } = vector.inputs ?? {}
  if (!idPattern.test(appId)) return
  const { claims } = api.inspect(token, { limits })
  same(claims.appId, appId, 'App ID read')
}

function same(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what}: ${shown(actual)} is not ${shown(expected)}`)
}

function throws(action: () => unknown, name?: string): void {
  let thrown: unknown
  try {
    action()
  } catch (error) {
    thrown = error
  }
  if (!(thrown instanceof Error)) throw new Error('was not refused')
  if (name !== undefined && thrown.name !== name) throw new Error(`threw ${thrown}, not ${name}`)
}

function shown(value: unknown): string {
  const text = String(value)
  return text.length > 80 ? `${text.slice(0, 80)}… (${text.length} characters)` : text
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function unhex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}
