import { deflateSync } from 'node:zlib'
import type { KnownService, Privilege006, Privileges } from '../claims.ts'
import { mint } from '../mint.ts'
import { checkAppId, checkCertificate } from './arguments.ts'
import { made } from './made.ts'

/** The first two arguments of every builder. */
export interface Ids {
  readonly appId: string
  readonly appCertificate: string
}

/** A 007 token of now, deflated by zlib, so that its text too equals what the original would write. */
export function sign007(
  { appId, appCertificate }: Ids,
  expiresInSeconds: number,
  services: readonly KnownService[],
): string {
  checkAppId(appId)
  checkCertificate(appCertificate)
  const { at: issuedAt, salt } = made()
  const claims = { version: '007', appId, issuedAt, expiresInSeconds, services } as const
  return mint(claims, appCertificate, { salt, deflate: (bytes) => deflateSync(bytes) })
}

/** What a 006 token is bound to and allows; privilege values are absolute Unix seconds. */
export interface Grant006 {
  readonly channel: string
  readonly uid: string
  readonly privileges: Privileges<Privilege006>
}

/** A 006 token of now, which the platform takes for 24 hours. */
export function sign006({ appId, appCertificate }: Ids, grant: Grant006): string {
  checkAppId(appId)
  checkCertificate(appCertificate)
  const { at, salt } = made()
  return mint({ version: '006', appId, ...grant, ts: at + 86_400 }, appCertificate, { salt })
}
