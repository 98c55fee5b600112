import { MediaError } from '../../media/media-error.ts'

/** Numbers that the edge answers with, by what the SDK's public tables call them. */
export const edgeCodes = {
  /** not shown to the app: the SDK asks the access point again */
  TICKET_INVALID: 7,
  /** ends a join as TOKEN_EXPIRE; every other fault of a token would be tried again without end */
  NO_AUTHORIZED: 110,
  /** makes the SDK try the next address, then the access point */
  INTERNAL_ERROR: 115,
  NOT_JOINED: 2011,
  /** one of three numbers besides 110 that end a join */
  REPEAT_JOIN_REQUEST: 2012,
  SET_CLIENT_ROLE_NO_PERMISSION: 2018,
  PUBLISH_REQUEST_INVALID: 2020,
  SUBSCRIBE_REQUEST_INVALID: 2021,
  REJOIN_TOKEN_INVALID: 2024,
} as const

/** A request of the SDK's that is answered with a failure. `message` is shown to the app. */
export class EdgeFailure extends Error {
  override readonly name = 'EdgeFailure' as const
  readonly code: number

  constructor(code: keyof typeof edgeCodes, message: string) {
    super(message)
    this.code = edgeCodes[code]
  }
}

/** The browser's own media parameters cannot be used. */
export function isOfferFault(error: unknown): error is MediaError {
  return error instanceof MediaError && error.code === 'MEDIA_OFFER_INVALID'
}
