import { TokenError } from './errors.ts'

/** One certificate, or the two that may be valid at once. */
export type Keys =
  | { readonly certificate: string; readonly keyring?: undefined }
  | { readonly certificate?: undefined; readonly keyring: Keyring }

/** The enabled certificates of a project: leave a disabled secondary out. */
export interface Keyring {
  readonly primary: string
  readonly secondary?: string | undefined
}

/**
 * @throws TypeError when there is no certificate
 * @throws TokenError `CERTIFICATE_INVALID` when one is empty: anybody can sign with that
 */
export function checkKeys({ certificate, keyring }: Keys): void {
  const primary = keyring?.primary ?? certificate
  if (typeof primary !== 'string') throw new TypeError('verify needs a certificate or a keyring')
  if (primary === '' || keyring?.secondary === '') {
    throw new TokenError('CERTIFICATE_INVALID', 'the certificate is empty')
  }
}

/** Which of the keys signed, by asking for all of them: the time does not tell which. */
export function signerOf(
  keys: Keys,
  signedWith: (certificate: string) => boolean,
): 'primary' | 'secondary' {
  checkKeys(keys)
  const { primary, secondary } = keys.keyring ?? { primary: keys.certificate, secondary: undefined }
  const first = signedWith(primary)
  const second = secondary !== undefined && signedWith(secondary)
  if (first) return 'primary'
  if (second) return 'secondary'
  throw new TokenError('TOKEN_SIGNATURE_MISMATCH', 'no given certificate made this signature')
}
