import type { Settings } from './settings.ts'

/** Settings of signing in elsewhere that say too little or contradict one another, in words. */
export function signInProblems({
  signInIssuer,
  signInClientId,
  signInClientSecret,
  signInByEmail,
}: Settings): string[] {
  const names = 'SYMBOLON_SIGN_IN_ISSUER and SYMBOLON_SIGN_IN_CLIENT_ID'
  if (signInIssuer !== undefined && signInClientId !== undefined) return []
  const others = [signInIssuer, signInClientId, signInClientSecret, signInByEmail || undefined]
  return others.every((one) => one === undefined)
    ? []
    : [`${names} belong together: set both, or nothing of SYMBOLON_SIGN_IN_….`]
}
