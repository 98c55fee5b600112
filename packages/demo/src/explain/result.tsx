import type { Explanation } from '@symbolon/token'
import { Causes } from '../parts/causes.tsx'
import { TimelineBar } from '../parts/timeline-bar.tsx'
import { ClaimsTree } from './claims-tree.tsx'

const signs = { accepted: '✓', refused: '✗', unproven: '?' } as const

/** The verdict is read out when it changes; the rest can be looked at. */
export function Result({
  explanation,
  now,
}: {
  readonly explanation: Explanation | undefined
  readonly now: number
}) {
  return (
    <>
      <div role="status">
        {explanation === undefined ? (
          <p className="empty">
            Paste a token to see what stands in it, how long it lives, and why it would be refused.
          </p>
        ) : (
          <p className={`verdict ${explanation.verdict}`}>
            <span aria-hidden="true">{signs[explanation.verdict]}</span> {explanation.summary}
          </p>
        )}
      </div>
      {explanation && <Parts explanation={explanation} now={now} />}
    </>
  )
}

function Parts({ explanation, now }: { readonly explanation: Explanation; readonly now: number }) {
  const { causes, timeline, warnings, unchecked, claims, proven } = explanation
  return (
    <>
      {causes.length > 0 && (
        <>
          <h3>Causes</h3>
          <Causes causes={causes} />
        </>
      )}
      {unchecked.length > 0 && (
        <p className="note">Not checked, because not given: {unchecked.map(said).join(', ')}.</p>
      )}
      <Outcome explanation={explanation} />
      {timeline.length > 0 && (
        <>
          <h3>Its life</h3>
          <TimelineBar life={explanation} now={now} />
        </>
      )}
      {warnings.map(({ code, message }) => (
        <p key={code} className="note">
          Note: {message}
        </p>
      ))}
      {claims && (
        <>
          <h3>What stands in it</h3>
          <p className="note">
            {proven
              ? 'Proven: it was signed with this certificate.'
              : 'Not proven: anybody can write the bytes of a token.'}
          </p>
          <ClaimsTree claims={claims} now={now} />
        </>
      )}
    </>
  )
}

function said(unchecked: Explanation['unchecked'][number]): string {
  return {
    signature: 'signature (no certificate)',
    appId: 'App ID',
    channel: 'channel',
    uid: 'user',
  }[unchecked]
}

const realTime = [
  ['Web SDK', 'web'],
  ['Native SDKs', 'native'],
  ['Native onError', 'nativeError'],
  ['Recording', 'recording'],
] as const

const messaging = [
  ['RTM 2.x', 'rtm2'],
  ['RTM 1.x', 'rtm1'],
] as const

function Outcome({ explanation }: { readonly explanation: Explanation }) {
  const { outcome, claims } = explanation
  if (outcome === undefined) return null
  const services = claims?.version === '007' ? claims.services.map(({ type }) => type) : ['rtc']
  const surfaces = services.includes('rtc') ? realTime : [...messaging, ...realTime]
  const rows = surfaces.filter(([, key]) => outcome[key])
  return (
    <>
      <h3>What the SDKs say to this</h3>
      <dl className="rows">
        {rows.map(([name, key]) => (
          <div key={key}>
            <dt>{name}</dt>
            <dd>{`${outcome[key]}`}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
