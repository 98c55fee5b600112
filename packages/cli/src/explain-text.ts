import type { Cause, Explanation, Situation } from '@symbolon/token'
import type { Paint } from './paint.ts'
import { timelineBar } from './timeline-bar.ts'

const colours = { accepted: 'green', refused: 'red', unproven: 'yellow' } as const

/** An explanation for people: the verdict, each cause with its fix, what the SDKs say, the timeline. */
export function explainText(
  explanation: Explanation,
  paint: Paint,
  { sdk, service }: Situation,
): string {
  const { verdict, summary, causes, timeline, warnings, unchecked } = explanation
  const parts = [
    [paint(colours[verdict], summary)],
    ...causes.map((cause, index) => causeLines(cause, { first: index === 0, summary, paint })),
    outcomeLines(explanation, sdk?.name ?? service),
    timelineBar(timeline, paint),
    warnings.map(({ message }) => `note: ${message}`),
    unchecked.length > 0
      ? [paint('dim', `not checked, because not given: ${unchecked.join(', ')}`)]
      : [],
  ]
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines, index) => lines.map((line) => (index === 0 ? line : `  ${line}`)).join('\n'))
    .join('\n\n')}\n`
}

interface Context {
  readonly first: boolean
  readonly summary: string
  readonly paint: Paint
}

function causeLines(
  { code, certainty, message, fix }: Cause,
  { first, summary, paint }: Context,
): string[] {
  const head = `${paint('bold', code)} (${certainty})`
  // the first cause stands in the summary already
  return [head, ...(first && summary.includes(message) ? [] : [message]), `fix: ${fix}`]
}

/** What a developer sees on the screen when this happens, in the SDK they use. */
function outcomeLines({ outcome }: Explanation, sdk = 'any'): string[] {
  if (outcome === undefined) return []
  const { web, native, nativeError, rtm2, rtm1, recording } = outcome
  const onError = nativeError && `onError ${nativeError}`
  const both = [native, onError].filter(Boolean).join(' \u00b7 ')
  const lines: readonly (readonly [string, string | undefined])[] = sdk.startsWith('rtm')
    ? [
        ['RTM 2.x', rtm2],
        ['RTM 1.x', rtm1],
      ]
    : sdk.includes('recording')
      ? [['Recording', recording]]
      : sdk === 'web'
        ? [['Web SDK', web]]
        : [
            ['Web SDK', sdk === 'any' || sdk === 'rtc' ? web : undefined],
            ['native SDK', both],
          ]
  return lines.flatMap(([name, text]) => (text ? [`${name.padEnd(10)}  ${text}`] : []))
}
