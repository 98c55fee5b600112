import { sayInstant } from '../parts/duration.ts'
import { branchesOf } from './branches.ts'

/** Everything a token asserts, as an outline. */
export function ClaimsTree({ claims, now }: { readonly claims: object; readonly now: number }) {
  return (
    <ul className="tree">
      {branchesOf(claims).map(({ name, title, value, inner }) => (
        <li key={name}>
          <span className="name">{title}</span>
          {inner ? (
            <ClaimsTree claims={inner} now={now} />
          ) : (
            <span className="value">
              <code>{value}</code>
              <Meaning name={name} value={Number(value)} now={now} />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

const instants = ['issuedAt', 'ts', 'unixTs', 'expiredTs']

function Meaning({
  name,
  value,
  now,
}: {
  readonly name: string
  readonly value: number
  readonly now: number
}) {
  return instants.includes(name) ? <small> {sayInstant(value, now)}</small> : null
}
