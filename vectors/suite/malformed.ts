import type { Malformed } from './types.ts'

/** refused: `inspect` throws. unproven: it reads, and `verify` refuses the signature. read: both accept. */
export type Expectation = 'refused' | 'unproven' | 'read'

/** The malformed tokens that are read all the same. Every other one is refused, whatever official parsers do. */
const readable: Record<string, Exclude<Expectation, 'refused'>> = {
  'AccessToken007 valid': 'read',
  'AccessToken007 level0-stored': 'read',
  'AccessToken007 level9': 'read',
  'AccessToken007 unknown-service-only': 'read',
  'AccessToken007 known-then-unknown': 'read',
  'AccessToken007 unknown-then-known': 'read',
  'AccessToken007 convoai-type-9': 'read',
  'AccessToken007 zero-services': 'read',
  'AccessToken007 services-unsorted-but-signed': 'read',
  'AccessToken007 duplicate-privilege-keys': 'read',
  'AccessToken007 non-utf8-channel': 'read',
  'AccessToken007 apaas-role-minus-1': 'read',
  'AccessToken007 duplicate-services': 'read',
  'AccessToken007 tampered-signature': 'unproven',
  'AccessToken007 tampered-privilege': 'unproven',
  'AccessToken007 wrong-cert': 'unproven',
  'AccessToken006 valid': 'read',
  'AccessToken006 tampered-signature': 'unproven',
  'AccessToken006 tampered-appid': 'unproven',
}

export function expectationOf({ format, name }: Malformed): Expectation {
  return readable[`${format} ${name}`] ?? 'refused'
}
