import type { Original, Recording } from './originals.ts'
import type { RecordedToken } from './tokens.ts'

type Response = Recording['response']
type Mend = (recorded: Response) => Response

/** What the recordings say, minus the originals' faults: the answers of a dialect that is not strict. By recording. */
export const mended: Readonly<Record<Original['name'], Readonly<Record<string, Mend>>>> = {
  'demo-server': {
    'rtc, repeated channelName': () => expressError('channelName is given twice'),
    preflight: () => passed('content-type, x-requested-with'),
  },
  'token-server-nodejs': {
    'uid 0': forAnyUser,
    'no channel': (recorded) => ({ ...recorded, status: 400 }),
    'empty channel': (recorded) => ({ ...recorded, status: 400 }),
  },
  'agora-node-token-server': {
    'rtc uid 0': forAnyUser,
    'rtc subscriber': () => ({
      status: 200,
      headers: {},
      json: { rtcToken: { $token: joinOnly006 } },
    }),
    'rtc expiry abc': () => expressError('expiry is not a number of seconds'),
    'rtm expiry abc': () => expressError('expiry is not a number of seconds'),
    'rtc expiry too large': () => expressError('expiry is out of range'),
    preflight: () => passed('content-type, x-requested-with'),
  },
  'agora-token-service': {
    'rtc no trailing slash': () => tokens({ rtcToken: publisher(3600) }),
    'rtc no trailing slash, with Origin and query': () => tokens({ rtcToken: publisher(600) }),
    'rtm no slash': () => tokens({ rtmToken: messenger }),
    'chat app no slash': () => tokens({ chatToken: chatApp }),
    'getToken trailing slash': () => ({
      ...tokens({ token: chatApp }),
      headers: { 'content-type': 'application/json' },
      trailingNewline: true,
    }),
    'rtc uid 2^32 wraps': () => ({
      status: 400,
      headers: {},
      json: {
        error:
          'Error Generating RTC token - failed to parse uidStr: 4294967297, to uint causing error: strconv.ParseUint: parsing "4294967297": value out of range',
        status: 400,
      },
    }),
    preflight: () => passed('content-type, x-requested-with'),
    'preflight rtc': () => passed('content-type, x-requested-with'),
  },
  'agora-go-backend-middleware': {
    preflight: () => passed('content-type, x-requested-with'),
  },
  'agoracn-token': {
    'trailing slash': () => ({
      status: 200,
      headers: {},
      json: {
        code: 0,
        data: { token: { $token: publisher(3600, 'channel_name_test', '12345678') } },
        message: 'Success',
      },
    }),
    preflight: () => passed('content-type, x-requested-with'),
  },
  'fetch-token': {
    'role missing after role 1': asSubscriber,
    'role 0': asSubscriberIn007,
    'role 101': asSubscriberIn007,
    'empty object': asSubscriber,
    'JSON null': asSubscriber,
    // /fetch_rtm_token, whose original takes a point in time for a span of seconds
    documented: asConfigured,
    'uid missing': asConfigured,
  },
}

function expressError(error: string): Response {
  return {
    status: 400,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    json: { error },
  }
}

/** The server's own answer to preflights. */
function passed(allowedHeaders: string): Response {
  return {
    status: 204,
    headers: {
      'access-control-allow-headers': allowedHeaders,
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-origin': '*',
    },
    bodyEmpty: true,
  }
}

function tokens(recorded: Readonly<Record<string, RecordedToken>>): Response {
  const json = Object.entries(recorded).map(([name, $token]) => [name, { $token }])
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  return { status: 200, headers, json: Object.fromEntries(json) }
}

function publisher(seconds: number, channelName = 'test', uid = '1234'): RecordedToken {
  const privileges = {
    joinChannel: seconds,
    publishAudioStream: seconds,
    publishVideoStream: seconds,
    publishDataStream: seconds,
  }
  const services = [{ type: 1, privileges, channelName, uid }]
  return { version: '007', expireSeconds: seconds, services }
}

const messenger: RecordedToken = {
  version: '007',
  expireSeconds: 3600,
  services: [{ type: 2, privileges: { login: 3600 }, userId: 'alice' }],
}

const chatApp: RecordedToken = {
  version: '007',
  expireSeconds: 3600,
  services: [{ type: 5, privileges: { app: 3600 }, userId: '' }],
}

const joinOnly006: RecordedToken = {
  version: '006',
  outerTsSecondsFromNow: 86_400,
  privileges: { joinChannel: { secondsFromNow: 3600 } },
  signedFor: { channelName: 'test', uid: '1234' },
}

/** A response whose tokens are changed. */
function withTokens(recorded: Response, change: (token: RecordedToken) => RecordedToken): Response {
  const json = Object.entries(recorded.json as Record<string, unknown>).map(([name, value]) => {
    const $token = (value as { $token?: RecordedToken }).$token
    return [name, $token === undefined ? value : { $token: change($token) }]
  })
  return { ...recorded, json: Object.fromEntries(json) }
}

function forAnyUser(recorded: Response): Response {
  return withTokens(recorded, (token) => ({
    ...token,
    signedFor: { ...token.signedFor!, uid: '' },
  }))
}

function asSubscriber(recorded: Response): Response {
  return withTokens(recorded, (token) => {
    const { privileges, services } = token
    if (privileges) return { ...token, privileges: { joinChannel: privileges.joinChannel! } }
    const only = services!.map((service) => ({
      ...service,
      privileges: { joinChannel: service.privileges.joinChannel! },
    }))
    return { ...token, services: only }
  })
}

function asSubscriberIn007(recorded: Response): Response {
  return JSON.stringify(recorded).includes('"007"') ? asSubscriber(recorded) : recorded
}

function asConfigured(recorded: Response): Response {
  return withTokens(recorded, (token) => {
    const [service] = token.services ?? []
    if (service?.type !== 2) return token
    return {
      ...token,
      expireSeconds: 3600,
      services: [{ ...service, privileges: { login: 3600 } }],
    }
  })
}
