import type { Situation } from '@symbolon/token'

/** What stands in the fields, as typed. */
export interface Fields {
  readonly token: string
  readonly appId: string
  readonly certificate: string
  readonly channel: string
  readonly user: string
  /** how `user` is meant */
  readonly userKind: 'uid' | 'account'
  readonly role: '' | 'publisher' | 'subscriber'
  readonly error: string
}

export const emptyFields: Fields = {
  token: '',
  appId: '',
  certificate: '',
  channel: '',
  user: '',
  userKind: 'uid',
  role: '',
  error: '',
}

/** The situation that the fields tell; an empty field is not given. Only surrounding blanks of ids are dropped. */
export function situationOf(fields: Fields, now: number): Situation {
  const { channel, error, role } = fields
  return {
    now,
    appId: fields.appId.trim() || undefined,
    certificate: fields.certificate.trim() || undefined,
    channel: channel || undefined,
    role: role || undefined,
    error: error.trim() || undefined,
    ...userOf(fields),
  }
}

function userOf({ user, userKind }: Fields): Pick<Situation, 'uid' | 'account'> {
  if (user === '') return {}
  const text = user.trim()
  // what is no number cannot be a uid: the Web SDK would take it for an account as well
  const isNumber = text !== '' && Number.isFinite(Number(text))
  return userKind === 'uid' && isNumber ? { uid: Number(text) } : { account: user }
}
