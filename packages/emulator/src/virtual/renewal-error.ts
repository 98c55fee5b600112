import { type RenewalCode, renewalCodes } from '../session/renew.ts'

/** A renewal was refused; `number` is what native SDKs pass to `onRenewTokenResult`. */
export class RenewalError extends Error {
  override readonly name = 'RenewalError' as const
  readonly code: RenewalCode
  readonly number: number

  constructor(code: RenewalCode) {
    super(`the token was not renewed: ${code}`)
    this.code = code
    this.number = renewalCodes[code]
  }
}
