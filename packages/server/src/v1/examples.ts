/** Bodies of `POST /v1/tokens` shown in the OpenAPI document; a test sends every one. */
export const tokenExamples: readonly object[] = [
  { rtc: { channel: 'lobby', uid: 7, role: 'publisher' } },
  {
    expiresInSeconds: 600,
    rtc: {
      channel: 'lobby',
      account: 'alice',
      privileges: { joinChannel: 600, publishAudio: 300 },
    },
    rtm: { userId: 'alice' },
  },
  { version: '006', rtc: { channel: 'lobby', anyUid: true, role: 'subscriber' } },
  { rtm: { userId: 'alice', permissions: { messageChannels: { read: ['news'], write: [] } } } },
  { chat: { app: true } },
  { apaas: { roomUuid: 'room-1', userUuid: 'alice', role: 1 } },
]

/** Bodies of `POST /v1/tokens/explain`: a token that a document printed long ago, and a join without one. */
export const explainExamples: readonly object[] = [
  {
    token:
      '006970CA35de60c44645bbae8a215061b33IACtCBeHhqlszBWc9S8XyvSoz1fJm1YiL6OWFTbLNC7OMbdIfRCtk5C5IgB8zc0FZAN5YAQAAQD0v3dgAgD0v3dgAwD0v3dgBAD0v3dg',
    channel: 'channelA',
    uid: 123456,
    error: 'invalid token, authorized failed',
  },
  { token: null, channel: 'lobby', uid: 7, sdk: { name: 'web', version: '4.24.0' } },
]
