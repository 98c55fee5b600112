import type { Cause } from '@symbolon/token'

/** Why, the first to look at first, each with what to do. */
export function Causes({ causes }: { readonly causes: readonly Cause[] }) {
  return (
    <ol className="causes">
      {causes.map((cause) => (
        <li key={cause.code}>
          <p className="cause-head">
            <code>{cause.code}</code>
            <span className={`tag ${cause.certainty}`}>{cause.certainty}</span>
          </p>
          <p>{sentence(cause.message)}</p>
          {cause.compared && <Compared {...cause.compared} />}
          <p className="fix">
            <strong>What to do.</strong> {cause.fix}
          </p>
        </li>
      ))}
    </ol>
  )
}

function Compared({ token, join }: NonNullable<Cause['compared']>) {
  return (
    <dl className="compared">
      <div>
        <dt>Token</dt>
        <dd>
          <code>{shown(token)}</code>
        </dd>
      </div>
      <div>
        <dt>Join</dt>
        <dd>
          <code>{shown(join)}</code>
        </dd>
      </div>
    </dl>
  )
}

/** Quoted, so that blanks show. */
function shown(value: string | number): string {
  return typeof value === 'string' ? JSON.stringify(value) : `${value}`
}

/** `explain` words its causes as clauses. */
function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`
}
