import { Causes } from '../parts/causes.tsx'
import type { Refusal } from './refusal.ts'

/** What the SDK said, and beside it why. */
export function RefusalPanel({
  refusal: { title, said, explanation },
  onClose,
}: {
  readonly refusal: Refusal
  readonly onClose: () => void
}) {
  return (
    <div className="refusal" role="status">
      <div className="refusal-head">
        <h3>{title}</h3>
        <button type="button" className="quiet" onClick={onClose}>
          Put away
        </button>
      </div>
      <div className="refusal-sides">
        <div>
          <h4>The SDK says</h4>
          <p>
            <code>{said}</code>
          </p>
        </div>
        <div>
          <h4>Symbolon says</h4>
          {explanation ? (
            <>
              <Causes causes={explanation.causes} />
              {explanation.causes.length === 0 && <p>{explanation.summary}</p>}
            </>
          ) : (
            <p>…</p>
          )}
        </div>
      </div>
    </div>
  )
}
