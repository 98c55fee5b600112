import { createHmac } from 'node:crypto'
import { ServerError } from '../errors.ts'
import { seal, unseal } from '../projects/seal.ts'
import type { KeptAnswers, KnownRequest, NamedRequest } from './kept-answers.ts'

/** What was asked, and when. */
interface OnceRequest extends NamedRequest {
  /** everything that makes it another request */
  readonly content: unknown
  /** Unix seconds */
  readonly at: number
}

interface Answered {
  readonly answer: object
  /** it was done before, and not now */
  readonly repeated: boolean
}

/**
 * Does what a named request asks once, however often it comes: whoever repeats it gets the answer of the first time.
 *
 * @throws ServerError `IDEMPOTENCY_MISMATCH` when something else was asked under that name, `IDEMPOTENCY_UNFINISHED` when
 * it is being done, or it is not known whether it was; whatever `act` throws
 */
export type Once = (request: OnceRequest, act: () => Promise<object>) => Promise<Answered>

interface OnceDeps {
  readonly answers: KeptAnswers
  readonly masterKey: Uint8Array
  /** something was done, and its answer cannot be kept */
  readonly onFault: (error: unknown) => void
}

/** After so long nobody is at work on it any more. */
const unfinishedSeconds = 60

/**
 * The name is taken before the act and its answer kept after it, each durable. Between the two a process can die: then
 * it is not known whether the act was done, and the name is never acted on again. So an act is done at most once.
 */
export function doOnce({ answers, masterKey, onFault }: OnceDeps): Once {
  return async ({ caller, name, content, at }, act) => {
    const request = { caller, name }
    const fingerprint = fingerprintOf(masterKey, content)
    const known = await answers.claim(request, { fingerprint, claimedAt: at })
    if (known !== undefined) {
      const sealed = answerOf(known, { fingerprint, at })
      return { answer: JSON.parse(unseal(masterKey, sealed, request)), repeated: true }
    }
    const answer = await orRelease(act, () => answers.release(request).catch(onFault))
    const sealed = seal(masterKey, JSON.stringify(answer), request)
    await answers.keep(request, sealed).catch(onFault) // it is done, so it is told
    return { answer, repeated: false }
  }
}

/** A refusal means that nothing was done. Of other failures that is not known, so the name stays taken. */
async function orRelease(act: () => Promise<object>, release: () => Promise<void>) {
  try {
    return await act()
  } catch (error) {
    if (error instanceof ServerError && error.status < 500) await release()
    throw error
  }
}

function answerOf(
  known: KnownRequest,
  { fingerprint, at }: { readonly fingerprint: string; readonly at: number },
): Uint8Array {
  if (known.fingerprint !== fingerprint) {
    const detail = 'Something else was asked under this Idempotency-Key.'
    throw new ServerError('IDEMPOTENCY_MISMATCH', detail)
  }
  if (known.sealed !== undefined) return known.sealed
  const working = at - known.claimedAt < unfinishedSeconds
  const detail = working
    ? 'The same request is being answered; ask again in a moment.'
    : 'The same request came before, and was not answered to the end. It may have been done: look, then use another key.'
  throw new ServerError('IDEMPOTENCY_UNFINISHED', detail)
}

/** Keyed, for what is asked may hold a secret. */
function fingerprintOf(masterKey: Uint8Array, content: unknown): string {
  const keyed = createHmac('sha256', masterKey).update('symbolon request\0')
  return keyed.update(JSON.stringify(content)).digest('hex')
}
