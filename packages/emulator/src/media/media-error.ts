const mediaErrorCodes = [
  'MEDIA_OFFER_INVALID',
  'MEDIA_PORT_TAKEN',
  'MEDIA_ENGINE_FAILED',
  'MEDIA_TIMEOUT',
  'MEDIA_BUSY',
  'MEDIA_LOST',
  'MEDIA_CLOSED',
] as const

/**
 * - `MEDIA_OFFER_INVALID`: the client's ICE, DTLS or RTP parameters cannot be used
 * - `MEDIA_PORT_TAKEN`: the UDP port cannot be bound
 * - `MEDIA_ENGINE_FAILED`: the WebRTC library gave no usable connection, several times in a row
 * - `MEDIA_TIMEOUT`: the media process did not answer in time
 * - `MEDIA_BUSY`: too many requests wait for the media process
 * - `MEDIA_LOST`: the media process ended; all associations are gone
 * - `MEDIA_CLOSED`: the media plane was closed by its owner
 */
export type MediaErrorCode = (typeof mediaErrorCodes)[number]

/** Thrown by the media plane. Branch on `code`; `message` is for people and may change. */
export class MediaError extends Error {
  override readonly name = 'MediaError' as const
  readonly code: MediaErrorCode
  constructor(code: MediaErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export function isMediaErrorCode(value: unknown): value is MediaErrorCode {
  return mediaErrorCodes.some((code) => code === value)
}
