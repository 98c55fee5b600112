import { checkChannel, mint } from '@symbolon/token'
import { daySeconds } from '../day.ts'
import { ServerError } from '../errors.ts'
import type { LedgerEntry } from '../record/ledger.ts'
import { tokenIdOf } from '../token-id.ts'
import { openCertificate } from './keyring.ts'
import { primaryOf, type RegisteredProject } from './registered-project.ts'

/** P7: 24 hours, one channel, any uid, RTC alone, by the primary certificate. @throws ServerError */
export function makeTempToken(
  project: RegisteredProject,
  { masterKey, channel, at }: { masterKey: Uint8Array; channel: string; at: number },
): { readonly token: string; readonly entry: Omit<LedgerEntry, 'callerKind' | 'callerId'> } {
  checkChannel(channel, { wildcards: false })
  const primary = primaryOf(project)
  if (!project.enabled) throw new ServerError('PROJECT_DISABLED', 'the project is disabled')
  if (primary === undefined) {
    throw new ServerError('CERTIFICATE_PRIMARY_MISSING', 'the project has no primary certificate')
  }
  const privileges = {
    joinChannel: daySeconds,
    publishAudio: daySeconds,
    publishVideo: daySeconds,
    publishData: daySeconds,
  }
  const token = mint(
    {
      version: '007',
      appId: project.appId,
      issuedAt: at,
      expiresInSeconds: daySeconds,
      services: [{ type: 'rtc', channel, uid: '', privileges }],
    },
    openCertificate(masterKey, project, primary),
  )
  const entry = {
    ...{ tokenId: tokenIdOf(token), nth: 0, appId: project.appId, certificateId: primary.id },
    ...{ service: 'rtc', channel, subject: '', publishes: true, dialect: 'temp-token' },
    ...{ issuedAt: at, expiresAt: at + daySeconds },
  }
  return { token, entry }
}
