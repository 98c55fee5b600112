// What is minted and verified in the measurements: an RTC publisher on a channel of 32 characters.

export const appId = '970ca35de60c44645bbae8a215061b33'
export const certificate = '5cfd2fd1755d40ecb72977518be15d3b'
export const channel = 'a-channel-of-thirty-2-characters'
export const lifeSeconds = 3600

/** Unix seconds, from the real clock: reading it is part of minting. */
export const now = () => Math.floor(Date.now() / 1000)

/** Ten digits, another one in every call. */
export const uidOf = (i) => 2_000_000_000 + (i % 2_000_000_000)

const privilegesUntil = (end) => ({
  joinChannel: end,
  publishAudio: end,
  publishVideo: end,
  publishData: end,
})

export const rtcService = (i) => ({
  type: 'rtc',
  channel,
  uid: `${uidOf(i)}`,
  privileges: privilegesUntil(lifeSeconds),
})

export const claims007 = (i) => ({
  version: '007',
  appId,
  issuedAt: now(),
  expiresInSeconds: lifeSeconds,
  services: [rtcService(i)],
})

export const claims006 = (i) => {
  const issuedAt = now()
  return {
    version: '006',
    appId,
    channel,
    uid: `${uidOf(i)}`,
    ts: issuedAt + 86_400,
    privileges: privilegesUntil(issuedAt + lifeSeconds),
  }
}
