import { type DynamicKeyParameters, dynamicKey } from '@symbolon/token'
import { isTokenError } from '../src/errors.ts'

export const appId = '970CA35de60c44645bbae8a215061b33'
export const certificate = '5CFd2fd1755d40ecb72977518be15d3b'
export const unixTs = 1446455472
export const versions = [1, 2, 3, 4, 5] as const

/** A key for uid 7 in "lobby", made at `unixTs` and out after ten minutes. */
export function make(version: DynamicKeyParameters['version'], more: object = {}): string {
  const fields = { appId, certificate, channel: 'lobby', unixTs, randomInt: 58964981 }
  const late = { uid: 7, expiredTs: unixTs + 600 }
  return dynamicKey({ ...fields, ...(version > 1 && late), ...more, version })
}

/** The code with which `run` refuses, or how else it ends. */
export function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return isTokenError(error) ? error.code : `${error}`
  }
  return 'accepted'
}
