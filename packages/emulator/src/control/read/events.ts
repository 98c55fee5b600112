import type { LogEntry } from '../../log.ts'
import { type Rule, rules } from '../../rules.ts'
import { demandNumber } from '../demand.ts'
import type { ControlVerb } from '../verb.ts'

/** `GET /emulator/v1/events?after=0&limit=1000`: what happened and by which rule, the oldest first. */
export const readEvents: ControlVerb = ({ platform }, call) => {
  const most = Number.MAX_SAFE_INTEGER
  const after = demandNumber(call, 'after', { standard: 0, least: 0, most })
  const limit = demandNumber(call, 'limit', { standard: 1000, least: 1, most: 10_000 })
  const events = platform.log
    .entries()
    .filter(({ id }) => id > after)
    .slice(0, limit)
  return { body: { events: events.map(eventView), last: events.at(-1)?.id ?? after } }
}

/** The entry, with the rule beside its evidence. */
function eventView(entry: LogEntry) {
  if (!('rule' in entry) || entry.rule === undefined) return entry
  const rule: Rule = rules[entry.rule]
  return { ...entry, rule: { name: entry.rule, ...rule } }
}
