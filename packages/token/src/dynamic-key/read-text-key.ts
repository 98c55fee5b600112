import { toHex } from '#platform'
import { utf8 } from '../bytes/utf8.ts'
import { malformed } from '../errors.ts'
import type { DynamicKey } from './read.ts'
import type { TextKeyVersion } from './text-keys.ts'

/** Signature, App ID, unixTs, randomInt, then uid and expiredTs, or the latter alone. */
const layout = /^(00[34])?([0-9a-f]{40})([0-9a-f]{32})(\d{10})([0-9a-f]{8})(\d{10})?(\d{10})?$/i

/** Length of a key with an App ID of 32 characters. */
const lengths: { readonly [version in TextKeyVersion]: number } = {
  '001': 90,
  '002': 110,
  '003': 113,
  '004': 103,
}

/** Whether `text` is a key of version 1 or 2, which have no prefix but fields of fixed width. */
export function unprefixedVersion(text: string): '001' | '002' | undefined {
  for (const version of ['001', '002'] as const) {
    if (text.length === lengths[version] && layout.test(text)) return version
  }
  return undefined
}

/** @throws TokenError `TOKEN_MALFORMED` */
export function readTextKey(text: string, version: TextKeyVersion): DynamicKey {
  const parts = layout.exec(text)
  const [, prefix = '', signature, appId, unixTs, randomInt, uid, expiredTs] = parts ?? []
  const hexIsLower =
    signature === signature?.toLowerCase() && randomInt === randomInt?.toLowerCase()
  const instants = [unixTs, uid, expiredTs].every((digits = '') => Number(digits) <= 0xffffffff)
  if (text.length !== lengths[version] || parts === null || !hexIsLower || !instants) {
    throw malformed(`no key of version ${version}`)
  }
  const claims = {
    version,
    appId: appId!,
    unixTs: Number(unixTs),
    randomInt: Number(`0x${randomInt}`),
  }
  const late =
    version === '004'
      ? { expiredTs: Number(uid) }
      : { uid: Number(uid), expiredTs: Number(expiredTs) }
  return {
    claims: version === '001' ? claims : { ...claims, ...late },
    signature: signature!,
    payload: toHex(utf8(text.slice(prefix.length))),
    canonical: true,
  }
}
