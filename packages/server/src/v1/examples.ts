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
