import { type Ban, clean, type PlatformView, shownState } from '@symbolon/server/project'

/** A ban for people, at `at` (Unix seconds). */
export function banText(ban: Ban, at: number, view: PlatformView): string {
  const { id, reason, by, createdAt, until, liftedAt, liftedBy } = ban
  const state = shownState(ban, at, view)
  const { attempts, lastError } = ban.platform
  const over = liftedAt !== undefined || at >= until
  const tried = attempts === 0 ? '' : `, tried ${attempts} time${attempts === 1 ? '' : 's'}`
  const error = lastError === undefined ? '' : ` (${clean(lastError)})`
  const lines = [
    `${targetText(ban)}  ${over ? '(over)' : `until ${instant(until)}`}`,
    `  id        ${id}`,
    `  reissue   ${over ? 'allowed' : 'denied'}`,
    `  platform  ${state}${tried}${error}`,
    `  by ${clean(by)} at ${instant(createdAt)}${reason === undefined ? '' : `: ${clean(reason)}`}`,
    ...(liftedAt === undefined
      ? []
      : [`  lifted by ${clean(liftedBy ?? '')} at ${instant(liftedAt)}`]),
  ]
  return `${lines.join('\n')}\n`
}

function targetText({ subject, numeric, channel }: Ban): string {
  const where = channel === undefined ? 'everywhere' : `in ${clean(channel)}`
  if (subject === undefined) return `everyone ${where}`
  return `${numeric ? 'uid' : 'account'} ${clean(subject)} ${where}`
}

function instant(at: number): string {
  return `${new Date(at * 1000).toISOString().slice(0, 19)}Z`
}
