/** Channel Keys (dynamic keys 1-5) and signaling tokens: the formats before AccessToken. */
export {
  type DynamicKeyInspection,
  type DynamicKeyVersion,
  dynamicKeyVersion,
  inspectDynamicKey,
} from './dynamic-key/inspect.ts'
export { type SignalingTokenParameters, signalingToken } from './dynamic-key/signaling.ts'
export {
  type DynamicKeyBinding,
  type DynamicKeyExpectation,
  type VerifiedDynamicKey,
  verifyDynamicKey,
} from './dynamic-key/verify.ts'
export { type DynamicKeyParameters, dynamicKey } from './dynamic-key/write.ts'
