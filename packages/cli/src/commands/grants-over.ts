import { type OverGrant, overGrants } from '@symbolon/server/project'
import { sayDuration } from '../duration.ts'
import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { pageFrom } from '../owner/page-from.ts'
import { readInteger } from '../subject-options.ts'
import { grantText } from './grants-list.ts'

const help = `Usage: symbolon grants over

Shows grants that let more be done than one user in one channel needs, and those that live more than
four times as long as is usual in the project.

      --limit <number>   at most so many of either kind (default 100, at most 1000)
      --after <cursor>   goes on behind a page
`

const reasons: { readonly [reason in OverGrant['reason']]: string } = {
  WILDCARD_PUBLISH: 'publishes in many channels, or as many users',
  UNBOUND_PUBLISH: 'any user publishes',
  UNBOUND_LOGIN: 'logs in as any user',
  LONG_LIFE: 'lives long',
}

/** `symbolon grants over`. */
export const run = ownerCommand({
  name: 'grants over',
  help,
  options: { limit: { type: 'string', default: '100' }, after: { type: 'string' } },
  act: async ({ values, ledger, meant, io }) => {
    const limit = readInteger(values.limit, '--limit')
    if (limit < 1 || limit > 1000) throw usageError('--limit is 1 to 1000')
    const { after } = values
    const wish = { appId: await meant(), at: io.now(), limit, after }
    const report = await pageFrom(after, () => overGrants(ledger, wish))
    const { grants, longLives, next, usualSeconds } = report
    const lines = [...grants, ...longLives].map(overText).join('')
    const usual =
      usualSeconds === undefined
        ? ''
        : `half of the grants live ${sayDuration(usualSeconds)} or less\n`
    const more = next === undefined ? '' : `more: --after ${next}\n`
    return {
      data: report,
      text: `${lines || 'no grant is wider or longer than usual\n'}${usual}${more}`,
    }
  },
})

function overText({ reason, ...grant }: OverGrant): string {
  return `${reasons[reason]}: ${grantText(grant)}`
}
