import type { Malformed } from './types.ts'

/**
 * What a token of the `negative` list must come to. refused: `inspect` throws. unproven: `inspect` reads it,
 * `verify` throws. proven: it is odd but sound, and `verify` accepts it.
 */
export type Expectation = 'refused' | 'unproven' | 'proven'

/** Every other one is refused, whatever official parsers do with it. */
const readable: Record<string, Exclude<Expectation, 'refused'>> = {
  'AccessToken007 valid': 'proven',
  'AccessToken007 level0-stored': 'proven',
  'AccessToken007 level9': 'proven',
  'AccessToken007 unknown-service-only': 'proven',
  'AccessToken007 known-then-unknown': 'proven',
  'AccessToken007 unknown-then-known': 'proven',
  'AccessToken007 convoai-type-9': 'proven',
  'AccessToken007 services-unsorted-but-signed': 'proven',
  'AccessToken007 duplicate-privilege-keys': 'proven',
  'AccessToken007 non-utf8-channel': 'proven',
  'AccessToken007 apaas-role-minus-1': 'proven',
  'AccessToken007 duplicate-services': 'proven',
  'AccessToken007 zero-services': 'unproven',
  'AccessToken007 string-length-past-end': 'unproven', // the text takes in what follows, unsigned as such
  'AccessToken007 tampered-signature': 'unproven',
  'AccessToken007 tampered-privilege': 'unproven',
  'AccessToken007 wrong-cert': 'unproven',
  'AccessToken007 short-appid-in-payload': 'unproven',
  'AccessToken006 valid': 'proven',
  'AccessToken006 no-padding': 'proven', // a 006 token never has any
  'AccessToken006 version-007-token': 'proven', // only the 006 parsers mind
  'AccessToken006 tampered-signature': 'unproven',
  'AccessToken006 tampered-appid': 'unproven',
}

export function expectationOf({ format, name }: Malformed): Expectation {
  return readable[`${format} ${name}`] ?? 'refused'
}

/** The channel and the user that the 006 tokens of the list were made for. */
export const binding006 = { channel: 'chan', account: '42' }
