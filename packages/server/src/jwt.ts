/** JWTs, for who wants to know without a server whom one proves. */

export { remoteKeySet } from './issuers/key-set.ts'
export { type Proof, proveJwt } from './issuers/prove-jwt.ts'
export { publicProof } from './issuers/public-proof.ts'
