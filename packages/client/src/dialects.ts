import type { TokenRequest } from './endpoints.ts'
import { TokenSourceError } from './errors.ts'
import type { Reply } from './http.ts'
import { readLife } from './read-life.ts'
import type { FetchedToken, Service, Subject, TokenWish } from './types.ts'

interface Asked {
  readonly wish: TokenWish
  /** Unix seconds */
  readonly now: number
}

/** Writes into the URL what belongs there. @returns the body; `true` = a POST without; none = a GET */
type Encode = (url: URL, asked: Asked) => object | true | undefined

/** By what the URL ends with. */
const encodings: Readonly<Record<string, Encode>> = {
  rtcToken: (url, { wish }) => query(url, { channelName: wish.channel, uid: bound(wish) }),
  rtmToken: (url, { wish }) => query(url, { account: nameOf(wish.subject) }),
  access_token: accessToken,
  rtc: rtcPath,
  rte: rtcPath,
  rtm: (url, { wish }) => path(url, [nameOf(wish.subject)], wish),
  chat: (url, { wish }) => path(url, ['account', nameOf(wish.subject)], wish),
  getToken: getToken,
  'token/getNew': getToken,
  'token/generate': generate,
  fetch_rtc_token: fetchRtcToken,
  fetch_rtm_token: (_url, { wish }) => ({ uid: nameOf(wish.subject) }),
}

/** A wish as one of the other token servers wants it. */
export function encode(ending: string, url: URL, asked: Asked): TokenRequest {
  if (asked.wish.version !== undefined) {
    const message = 'this token server is not asked for a version; /v1/tokens is'
    throw new TokenSourceError('TOKEN_REQUEST_INVALID', message)
  }
  const body = encodings[ending]!(url, asked)
  if (body === undefined) return { url: url.href, method: 'GET' }
  return { url: url.href, method: 'POST', body: body === true ? undefined : body }
}

/** The token in the reply of any of them; of two, the one for the service. Some answer with the bare token. */
export async function read({ text }: Reply, service: Service): Promise<FetchedToken | undefined> {
  const body = objectIn(text)
  const inside = (body?.data ?? {}) as Body
  const token = body ? (body[`${service}Token`] ?? body.token ?? body.key ?? inside.token) : text
  return typeof token === 'string' ? readLife(token.trim()) : undefined
}

type Body = Readonly<Record<string, unknown>>

function objectIn(text: string): Body | undefined {
  return text.trimStart().startsWith('{') ? (JSON.parse(text) as Body) : undefined
}

function nameOf(subject: Subject): string {
  if ('account' in subject) return subject.account
  return 'uid' in subject ? `${subject.uid}` : '0'
}

/** For servers to which "0" is an account of that name: any user is no uid at all. */
function bound({ subject }: TokenWish): string | undefined {
  const name = nameOf(subject)
  return 'account' in subject || name !== '0' ? name : undefined
}

/** Both servers that have this path, each of which ignores the names of the other. */
function accessToken(url: URL, { wish, now }: Asked): undefined {
  const { channel, role, expiresInSeconds: life } = wish
  const expiredTs = life && Math.floor(now) + life
  const both = {
    channel,
    channelName: channel,
    uid: bound(wish),
    role,
    expiredTs,
    expireTime: life,
  }
  return query(url, both)
}

/** `audience` is understood by both servers that have these paths. */
function rtcPath(url: URL, { wish }: Asked): undefined {
  const { channel = '', subject } = wish
  const role = wish.role === 'publisher' ? wish.role : 'audience'
  const kind = 'account' in subject ? 'userAccount' : 'uid'
  return path(url, [channel, role, kind, nameOf(subject)], wish)
}

function getToken(_url: URL, { wish }: Asked): object {
  const { channel, subject, role, services, expiresInSeconds: expire } = wish
  return { tokenType: services[0], channel, role, uid: nameOf(subject), expire }
}

/** With `?tokenType=user` in the URL: the Chat documentation's sample of the same path. */
function generate(url: URL, { wish }: Asked): object | true {
  const { channel, services, expiresInSeconds: seconds = 3600 } = wish
  const user = nameOf(wish.subject)
  if (url.searchParams.has('tokenType')) {
    query(url, { userId: user, expireSeconds: seconds })
    return true
  }
  const has = (service: Service, fields: object) =>
    services.includes(service) ? fields : undefined
  return {
    channelName: channel,
    uid: bound(wish) ?? '',
    tokenExpireTs: seconds,
    privilegeExpireTs: seconds,
    serviceRtc: has('rtc', { enable: true, role: numberOf(wish.role) }),
    serviceRtm: has('rtm', { enable: true }),
    serviceChat: has('chat', { enableUser: true, userUuid: user }),
  }
}

function fetchRtcToken(_url: URL, { wish }: Asked): object {
  if ('account' in wish.subject) {
    const message = '/fetch_rtc_token knows integer uids alone'
    throw new TokenSourceError('TOKEN_REQUEST_INVALID', message)
  }
  return { uid: Number(nameOf(wish.subject)), ChannelName: wish.channel, role: numberOf(wish.role) }
}

function numberOf(role: TokenWish['role']): number {
  return role === 'publisher' ? 1 : 2
}

function query(url: URL, values: Readonly<Record<string, string | number | undefined>>): undefined {
  for (const name in values) {
    if (values[name] !== undefined) url.searchParams.set(name, `${values[name]}`)
  }
}

/** With the last slash, without which one of the servers redirects to where browsers do not follow. */
function path(url: URL, segments: readonly string[], { expiresInSeconds }: TokenWish): undefined {
  url.pathname += `/${segments.map(encodeURIComponent).join('/')}/`
  return query(url, { expiry: expiresInSeconds })
}
