import { type Claims007, mint, type Rtm2Service, type RtmService } from '@symbolon/token'
import { appId, certificate, start } from '../fixture.ts'

export interface MessagingWish {
  readonly userId?: string
  readonly appId?: string
  readonly certificate?: string
  readonly issuedAt?: number
  /** seconds of the whole token */
  readonly life?: number
  /** seconds of the privilege to log in; null = it is not in it */
  readonly login?: number | null
}

/** A 007 token to log in to messaging: by default of an hour, for the user "alice". */
export function messagingToken(wish: MessagingWish = {}): string {
  return minted({ type: 'rtm', ...serviceOf(wish) }, wish)
}

/** The same, as the service with permissions for each resource. */
export function messagingToken2(wish: MessagingWish = {}): string {
  const permissions = { messageChannels: { read: ['lobby'] } }
  return minted({ type: 'rtm2', permissions, ...serviceOf(wish) }, wish)
}

export function messagingToken006(userId = 'alice'): string {
  const privileges = { rtmLogin: start + 3600 }
  return mint(
    { version: '006', appId, channel: userId, uid: '', ts: start + 86_400, privileges },
    certificate,
  )
}

function serviceOf({ userId = 'alice', life = 3600, login = life }: MessagingWish) {
  return { userId, privileges: login === null ? {} : { login } }
}

function minted(service: RtmService | Rtm2Service, wish: MessagingWish): string {
  const claims: Claims007 = {
    version: '007',
    appId: wish.appId ?? appId,
    issuedAt: wish.issuedAt ?? start,
    expiresInSeconds: wish.life ?? 3600,
    services: [service],
  }
  return mint(claims, wish.certificate ?? certificate)
}
