import type { About } from './about.ts'

const channel = { description: 'Channel to join.', example: 'lobby', required: true } as const
const role = {
  description: '`publisher`, or `subscriber`, or `audience`.',
  example: 'publisher',
  required: true,
} as const
const kind = {
  description: '`uid` when the user is a number, `userAccount` when text.',
  example: 'uid',
} as const
const user = { description: 'The user who joins; uid 0 is any user.', example: '7' } as const
const rtmUser = { description: 'The user who logs in.', example: 'alice', required: true } as const
const expiry = { description: 'Life in seconds. Default 3600.', example: '3600' } as const

/** Of `/getToken`, and of the server that has it by another name. */
const oneKind = {
  tokenType: { description: '`rtc`, `rtm` or `chat`.', example: 'rtc', required: true },
  channel: { description: 'Channel to join; for `rtc`.', example: 'lobby' },
  role: { description: '`publisher`; anything else is a subscriber.', example: 'publisher' },
  uid: {
    description: 'The user, in quotes also when a number. `chat` without it: for the app.',
    example: '7',
  },
  expire: { description: 'Life in seconds. Default 3600.', example: 3600 },
} as const

/** How the routes of each imitated server are called. */
export const abouts = {
  rtcToken: {
    operationId: 'demoServerRtcToken',
    summary: 'RTC token, as the DemoServer of npm agora-token answers',
    query: {
      channelName: channel,
      uid: { description: 'The user who joins, by number. Absent or 0: any user.', example: '7' },
    },
    answer: '`{"key": token}`, for a publisher, good for an hour.',
  },
  rtmToken: {
    operationId: 'demoServerRtmToken',
    summary: 'RTM token, as the DemoServer of npm agora-token answers',
    query: { account: rtmUser },
    answer: '`{"key": token}`, good for an hour.',
  },
  accessToken: {
    operationId: 'tokenServerNodejsAccessToken',
    summary: 'RTC token, as TokenServer-nodejs answers',
    query: {
      channel: {
        ...channel,
        description:
          'Channel to join. As `channelName`, with `role` and `expireTime`, as version 1 of Agora-Node-TokenServer took them.',
      },
      uid: { description: 'The user who joins, by number. Absent or 0: any user.', example: '7' },
      expiredTs: { description: 'When it ends, a Unix time in seconds. Absent or 0: no end.' },
    },
    answer: '`{"token": token}`, for a subscriber.',
  },
  nodeRtc: {
    operationId: 'agoraNodeTokenServerRtc',
    summary: 'RTC token by path, as Agora-Node-TokenServer answers',
    path: { channel, role, kind, user },
    query: { expiry },
    answer: '`{"rtcToken": token}`.',
  },
  nodeRte: {
    operationId: 'agoraNodeTokenServerRte',
    summary: 'RTC and RTM token by path, as Agora-Node-TokenServer answers',
    path: { channel, role, kind, user },
    query: { expiry },
    answer: '`{"rtcToken": token, "rtmToken": token}`.',
  },
  nodeRtm: {
    operationId: 'agoraNodeTokenServerRtm',
    summary: 'RTM token by path, as Agora-Node-TokenServer answers',
    path: { user: rtmUser },
    query: { expiry },
    answer: '`{"rtmToken": token}`.',
  },
  serviceRtc: {
    operationId: 'agoraTokenServiceRtc',
    summary: 'RTC token by path, as agora-token-service answers',
    path: { channel, role, kind, user },
    query: { expiry },
    answer: '`{"rtcToken": token}`.',
  },
  serviceRtm: {
    operationId: 'agoraTokenServiceRtm',
    summary: 'RTM token by path, as agora-token-service answers',
    path: { user: rtmUser },
    query: { expiry },
    answer: '`{"rtmToken": token}`.',
  },
  serviceRte: {
    operationId: 'agoraTokenServiceRte',
    summary: 'RTC and RTM token by path, as agora-token-service answers',
    path: {
      channel,
      role,
      kind,
      user,
      rtmUser: {
        ...rtmUser,
        description: 'The user who logs in to RTM; may be left out: then it is the one before.',
      },
    },
    query: { expiry },
    answer: '`{"rtcToken": token, "rtmToken": token}`.',
  },
  serviceChat: {
    operationId: 'agoraTokenServiceChat',
    summary: 'Chat token by path, as agora-token-service answers',
    path: {
      kind: {
        description: '`account` for a user; `app`, with no user behind.',
        example: 'account',
      },
      user: { description: 'The Chat user.', example: 'alice' },
    },
    query: { expiry },
    answer: '`{"chatToken": token}`.',
  },
  getToken: {
    operationId: 'agoraTokenServiceGetToken',
    summary: 'Token of one kind, as agora-token-service answers',
    body: oneKind,
    answer: '`{"token": token}`.',
  },
  getNew: {
    operationId: 'agoraGoBackendMiddlewareGetNew',
    summary: 'Token of one kind, as agora-go-backend-middleware answers',
    body: oneKind,
    answer: '`{"token": token}`.',
  },
  generate: {
    operationId: 'agoracnTokenGenerate',
    summary: 'One token for several services, as the agoracn/token image answers',
    body: {
      channelName: { description: 'Channel to join; for RTC.', example: 'lobby' },
      uid: { description: 'The user of RTC and RTM, in quotes.', example: '7' },
      tokenExpireTs: { description: 'Life of the token in seconds from now.', example: 3600 },
      privilegeExpireTs: {
        description: 'Life of the RTC privileges in seconds from now; 0: as the token.',
        example: 3600,
      },
      serviceRtc: {
        description: '`enable`, and `role`: 1 publishes, 2 does not.',
        example: { enable: true, role: 1 },
      },
      serviceRtm: { description: '`enable`.', example: { enable: true } },
      serviceFpa: { description: '`enable`.', example: { enable: false } },
      serviceChat: {
        description: '`enableUser` with `userUuid`, or `enableApp`.',
        example: { enableUser: true, userUuid: 'alice' },
      },
      serviceApaas: {
        description: 'APaaS, also called Education: as `serviceChat`.',
        example: { enableApp: false },
      },
    },
    answer: '`{"code": 0, "data": {"token": token}, "message": "Success"}`.',
  },
  fetchRtc: {
    operationId: 'fetchRtcToken',
    summary: "RTC token, as the documentation's Go sample answers",
    body: {
      uid: { description: 'The user who joins, by number; 0 is any user.', example: 7 },
      ChannelName: channel,
      role: { description: '1 publishes, 2 does not.', example: 1, required: true },
    },
    answer: '`{"code": "200", "token": token}`.',
  },
  fetchRtm: {
    operationId: 'fetchRtmToken',
    summary: "RTM token, as the documentation's Go sample answers",
    body: { uid: { ...rtmUser, description: 'The user who logs in, in quotes.' } },
    answer: '`{"code": "200", "token": token}`.',
  },
} as const satisfies Readonly<Record<string, About>>
