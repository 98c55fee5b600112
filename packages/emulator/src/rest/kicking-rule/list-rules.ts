import { requireAppId } from '../read.ts'
import type { Verb } from '../verb.ts'
import { isoTime } from './require-rule.ts'

/** `GET /dev/v1/kicking-rule?appid=…`: the rules of a project that still count. */
export const listRules: Verb = (rest, { query }) => {
  const { appId } = requireAppId(rest, query.get('appid'))
  const { bans, show } = rest.platform.world
  const rules = [...bans.values()]
    .filter((rule) => rule.appId === appId)
    .map((rule) => ({
      id: rule.id,
      appid: appId,
      uid: rule.uid ?? null,
      opid: rule.id,
      cname: rule.channel === undefined ? null : show(rule.channel),
      ip: rule.ip ?? null,
      ts: isoTime(rule.until),
      privileges: rule.privileges,
      createAt: isoTime(rule.createdAt),
      updateAt: isoTime(rule.updatedAt),
    }))
  return { body: { status: 'success', rules } }
}
