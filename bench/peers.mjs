// The npm packages that are measured beside ours, called as their READMEs say.
import { createRequire } from 'node:module'
import { appId, certificate, channel, lifeSeconds, now, uidOf } from './samples.mjs'

const require = createRequire(import.meta.url)

export function mint007() {
  const { RtcRole, RtcTokenBuilder } = require('agora-token')
  return (i) =>
    RtcTokenBuilder.buildTokenWithUid(
      appId,
      certificate,
      channel,
      uidOf(i),
      RtcRole.PUBLISHER,
      lifeSeconds,
      lifeSeconds,
    )
}

export function mint006() {
  const { RtcRole, RtcTokenBuilder } = require('agora-access-token')
  return (i) =>
    RtcTokenBuilder.buildTokenWithUid(
      appId,
      certificate,
      channel,
      uidOf(i),
      RtcRole.PUBLISHER,
      now() + lifeSeconds,
    )
}

/** `count` tokens of `agora-token` with issue times one second apart, the last one `readAt`. */
export function tokensIssuedBefore(readAt, count) {
  const { AccessToken2, ServiceRtc } = require('agora-token/src/AccessToken2')
  return Array.from({ length: count }, (_, i) => {
    const token = new AccessToken2(appId, certificate, readAt - i, lifeSeconds)
    const service = new ServiceRtc(channel, uidOf(i))
    for (const privilege of [1, 2, 3, 4]) service.add_privilege(privilege, lifeSeconds)
    token.add_service(service)
    return token.build()
  })
}

/** Parses and checks the signature: all that the package can verify. */
export function verify007() {
  const { AccessToken2 } = require('agora-token/src/AccessToken2')
  return (token) => {
    const parsed = new AccessToken2('', '', 0, 0)
    if (!parsed.from_string(token) || !parsed.verifySignature(certificate)) {
      throw new Error('agora-token refuses its own token')
    }
    return parsed
  }
}
