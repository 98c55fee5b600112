import type { Proof } from './prove-jwt.ts'

/** What is shown to an owner of whom a JWT proves, or why it proves nobody. */
export function publicProof(proof: Proof) {
  const { good } = proof
  if (!good) return { accepted: good, reason: proof.reason, message: proof.message }
  const { callerId: id, claims } = proof
  return { accepted: good, caller: { kind: 'jwt', id, claims } as const }
}
