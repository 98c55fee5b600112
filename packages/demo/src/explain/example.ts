import { rtcToken } from '@symbolon/token'
import { emptyFields, type Fields } from './fields.ts'

const appId = '0123456789abcdef0123456789abcdef'
const certificate = 'fedcba9876543210fedcba9876543210'

/** The commonest refusal: a token for "lobby", a join of "Lobby". The project is made up. */
export function example(now: number): Fields {
  const token = rtcToken({
    appId,
    certificate,
    channel: 'lobby',
    uid: 7,
    role: 'publisher',
    expiresInSeconds: 3600,
    issuedAt: now - 600,
  })
  return {
    ...emptyFields,
    token,
    appId,
    certificate,
    channel: 'Lobby',
    user: '7',
    role: 'publisher',
    error: 'CAN_NOT_GET_GATEWAY_SERVER: invalid token, authorized failed',
  }
}
