import { type FieldError, ServerError } from '../errors.ts'
import { addressFault } from './address.ts'
import { type Algorithm, algorithms, isAlgorithm, usualAlgorithms } from './issuer.ts'

/** An issuer as somebody wants it added. */
export interface IssuerWish {
  readonly id: string
  /** left out: the id */
  readonly name?: string | undefined
  readonly issuer: string
  readonly audience: readonly string[]
  /** left out: RS256 */
  readonly algorithms?: readonly string[] | undefined
  /** left out: found where the issuer publishes what it is */
  readonly jwksUrl?: string | undefined
  /** left out: `sub` */
  readonly claim?: string | undefined
}

export interface ReadWish extends IssuerWish {
  readonly name: string
  readonly algorithms: readonly Algorithm[]
  readonly claim: string
}

const idShape = /^(?!try$)[a-z0-9][a-z0-9-]{0,31}$/ // /v1/issuers/try is no issuer
const mostOfEach = 16

/** @throws ServerError `REQUEST_INVALID` that names everything wrong with it */
export function readIssuerWish({ id, claim = 'sub', ...wish }: IssuerWish): ReadWish {
  const { name = id, issuer, audience, algorithms: signed = usualAlgorithms, jwksUrl } = wish
  const faults = [
    fault('id', idShape.test(id), 'is 1 to 32 of a to z, 0 to 9 and dashes, and not try'),
    fault('name', isText(name), 'is 1 to 255 characters'),
    fault('issuer', isText(issuer), 'is 1 to 255 characters'),
    fault('audience', isSome(audience, isText), 'is 1 to 16 texts of 1 to 255 characters'),
    fault('algorithms', isSome(signed, isAlgorithm), `is of ${algorithms.join(', ')}`),
    fault('claim', isText(claim) && claim.length <= 64, 'is 1 to 64 characters'),
    addressRefusal({ issuer, jwksUrl }),
  ]
  const errors = faults.filter((one) => one !== undefined)
  if (errors.length > 0) {
    const detail = errors.map(({ pointer, message }) => `${pointer.slice(2)} ${message}`).join('; ')
    throw new ServerError('REQUEST_INVALID', detail, { errors, status: 400 })
  }
  const own = [...new Set(signed)] as Algorithm[]
  return { id, name, issuer, audience: [...new Set(audience)], algorithms: own, jwksUrl, claim }
}

/** An issuer that is looked up has to be an address, any other may be called anything. */
function addressRefusal({
  issuer,
  jwksUrl,
}: Pick<IssuerWish, 'issuer' | 'jwksUrl'>): FieldError | undefined {
  if (jwksUrl !== undefined) {
    const why = addressFault(jwksUrl)
    return fault('jwksUrl', why === undefined, why ?? '')
  }
  const why = /[?#]/.test(issuer) ? 'has a query' : addressFault(issuer)
  return fault('issuer', why === undefined, `${why}, so its keys cannot be found: name a jwksUrl`)
}

function fault(field: string, good: boolean, message: string): FieldError | undefined {
  return good ? undefined : { pointer: `#/${field}`, code: 'FIELD_VALUE', message }
}

function isText(text: string): boolean {
  return text.trim() !== '' && text.length <= 255 && !/[\p{Cc}\p{Cs}]/u.test(text)
}

function isSome(texts: readonly string[], isGood: (text: string) => boolean): boolean {
  return texts.length > 0 && texts.length <= mostOfEach && texts.every(isGood)
}
