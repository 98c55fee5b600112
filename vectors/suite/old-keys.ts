import type { DynamicKeyService } from '@symbolon/token'
import type { TokenApi, Vector } from './types.ts'

const services: Record<string, DynamicKeyService> = {
  generateMediaChannelKey: 'media',
  generateRecordingKey: 'recording',
  generatePublicSharingKey: 'publicSharing',
  generateInChannelPermissionKey: 'inChannelPermission',
}

/** The Channel Key or signaling token that the vector's official function was asked for. */
export function writeOldKey(api: TokenApi, vector: Vector): string {
  const { appID: appId, appCertificate: certificate, ...rest } = vector.inputs ?? {}
  if (vector.format === 'SignalingToken') {
    const { account, expiredTsInSeconds: expiredTs } = rest
    return api.signalingToken({ appId, certificate, account, expiredTs })
  }
  const { channelName: channel, unixTs, randomInt, uid, expiredTs, permission } = rest
  return api.dynamicKey({
    version: Number(vector.format.at(-1)) as 1 | 2 | 3 | 4 | 5,
    service: services[vector.function ?? ''],
    appId,
    certificate,
    channel,
    unixTs,
    randomInt,
    uid: uid ?? undefined,
    expiredTs: expiredTs ?? undefined,
    permission: permission ?? undefined,
  })
}
