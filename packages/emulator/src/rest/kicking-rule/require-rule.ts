import type { Ban } from '../../admission/bans.ts'
import { requireAppId } from '../read.ts'
import { RestError } from '../rest-error.ts'
import type { Rest } from '../verb.ts'

/** The rule of that project. @throws RestError 400 on the App ID, 404 on the rule */
export function requireRule(
  rest: Rest,
  { appid, id }: { readonly appid: string; readonly id: number },
): Ban {
  const { appId } = requireAppId(rest, appid)
  const rule = rest.platform.world.bans.get(id)
  if (rule === undefined || rule.appId !== appId) throw new RestError(404, 'rule not found')
  return rule
}

/** As the platform writes instants: ISO 8601, UTC. `at` is Unix seconds. */
export function isoTime(at: number): string {
  return new Date(at * 1000).toISOString()
}
