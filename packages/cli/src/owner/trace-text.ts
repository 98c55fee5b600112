import type { RequestTrace, RuleTrace, Trace } from '@symbolon/server/policy'
import { sayDuration } from '../duration.ts'

/** Why a request is answered as it is, for people. */
export function traceText(trace: RequestTrace): string {
  return trace.services.map((one) => serviceText(one, trace)).join('\n')
}

function serviceText(trace: Trace, { expiresInSeconds }: RequestTrace): string {
  const { wish, allowed, rule, hint, privileges, version } = trace
  const { service, channels, subject, binding } = wish
  const place = [service, ...channels.slice(0, 3), subject].filter(Boolean).join(' ')
  const kept = privileges.length > 0 ? `\n  privileges  ${privileges.join(', ')}` : ''
  const life = expiresInSeconds > 0 ? `\n  life        ${sayDuration(expiresInSeconds)}` : ''
  const verdict = allowed ? `allowed by "${rule}"${kept}${life}` : `denied\n  ${hint}`
  const lines = trace.rules.map(ruleText).join('')
  return `${place} (${binding}): ${verdict}\nPolicy ${version}:\n${lines || '  no rules\n'}`
}

const outcomes: { readonly [outcome in RuleTrace['outcome']]: string } = {
  decided: 'decided',
  capped: 'capped',
  'not reached': 'not reached',
  caller: 'other caller',
  service: 'other service',
  channel: 'other channel',
  subject: 'other user',
  binding: 'other binding',
  privileges: 'other privileges',
}

function ruleText({ name, effect, outcome }: RuleTrace): string {
  return `  ${outcomes[outcome].padEnd(16)}  ${effect.padEnd(5)}  ${name}\n`
}
