export { crc32 } from './bytes/crc32.ts'
export { storedBlock } from './bytes/stored-block.ts'
export type * from './claims.ts'
export { type SignalingTokenParameters, signalingToken } from './dynamic-key/signaling.ts'
export { type DynamicKeyParameters, dynamicKey } from './dynamic-key/write.ts'
export { isTokenError, TokenError, type TokenErrorCode, tokenErrorCodes } from './errors.ts'
export * from './explain.ts'
export { type Inspection, inspect, type Unknown, type UnverifiedToken } from './inspect.ts'
export type { Keyring, Keys } from './keys.ts'
export { isWildcard, matches } from './match.ts'
export { type MintOptions, mint, mintSigned } from './mint.ts'
export {
  capExpiry,
  checkAccount,
  checkChannel,
  checkRole,
  checkUid,
  checkUserId,
  type ParameterRule,
  parameterRules,
  type Role,
} from './parameters.ts'
export * from './shorthands/messaging.ts'
export * from './shorthands/real-time.ts'
export type { ShorthandResult, TokenParameters } from './shorthands/result.ts'
export type { Subject } from './shorthands/subject.ts'
export * from './shorthands.ts'
export { signatureMatches } from './signature-matches.ts'
export { type Expectation, type VerifiedToken, verify } from './verify.ts'
