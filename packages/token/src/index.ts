export { crc32 } from './bytes/crc32.ts'
export { storedBlock } from './bytes/stored-block.ts'
export type * from './claims.ts'
export {
  type DynamicKeyParameters,
  dynamicKey,
  type SignalingTokenParameters,
  signalingToken,
} from './dynamic-key.ts'
export { isTokenError, TokenError, type TokenErrorCode, tokenErrorCodes } from './errors.ts'
export { type Inspection, inspect, type Unknown, type UnverifiedToken } from './inspect.ts'
export type { Keyring, Keys } from './keys.ts'
export { isWildcard, matches } from './match.ts'
export { type MintOptions, mint } from './mint.ts'
export { type Expectation, type VerifiedToken, verify } from './verify.ts'
