import { type AuditReplay, type ReplayGroup, replayKept } from '@symbolon/server/policy'
import { clean, readSettings } from '@symbolon/server/project'
import { readDuration, sayDuration } from '../duration.ts'
import { exitCodes } from '../exit-codes.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { readPolicyFile } from '../owner/policy-file.ts'

const help = `Usage: symbolon policy replay @<file> | - [--since 24h]

Decides the requests for tokens that the audit holds again, by another policy, and says who would
gain by it and who would lose. Exit code 0 when nobody loses anything, 4 when somebody does.

  symbolon policy replay @policy.json

      --since <span>   how far back (default 24h); 100,000 requests at most
`

/** `symbolon policy replay`. */
export const run = ownerCommand({
  name: 'policy replay',
  help,
  options: { since: { type: 'string', default: '24h' } },
  positionals: 1,
  act: async ({ values, positionals: [file], policies, store, meant, doing, io }) => {
    const proposed = await readPolicyFile(file, io)
    const since = doing.at - readDuration(values.since, '--since')
    const chain = (await meant()).toLowerCase()
    const policy = (await policies.compiled(chain, proposed))!
    const { maxTokenSeconds } = readSettings(io, ['maxTokenSeconds'])
    const report = await replayKept(store.audit, maxTokenSeconds)({ chain, since, policy })
    const harmless = report.loses + report.less === 0
    const exitCode = harmless ? exitCodes.ok : exitCodes.refusedByPolicy
    return { data: report, text: reportText(report), exitCode }
  },
})

function reportText({
  requests,
  same,
  groups,
  untold,
  unseen,
  archivedUntil: gone,
}: AuditReplay): string {
  const head = `${requests} requests, ${same} are answered as they were\n`
  const rest = untold === 0 ? '' : `and ${untold} more requests change\n`
  const older = unseen ? `older requests were not looked at\n` : ''
  const until = gone === undefined ? '' : new Date(gone * 1000).toISOString().slice(0, 19)
  const archived = until && `those until ${until}Z are archived, and were not looked at\n`
  return `${head}${groups.map(groupText).join('')}${rest}${older}${archived}`
}

const words: { readonly [change in ReplayGroup['change']]: string } = {
  gains: 'allowed then',
  loses: 'refused then',
  less: 'less then',
  more: 'more then',
}

function groupText({ change, caller, services, requests, rule, reason, example }: ReplayGroup) {
  const by = rule === undefined ? (reason ?? 'no rule') : `"${clean(rule)}"`
  const who = `${caller.kind} ${clean(caller.id)}`
  const where = [...example.channels, example.subject ?? ''].filter(Boolean).map(clean).join(' ')
  const { beforeSeconds: before, afterSeconds: after } = example
  const life = before > 0 && after > 0 && before !== after
  const lives = life ? `, ${sayDuration(before)} → ${sayDuration(after)}` : ''
  return `${words[change].padEnd(12)}  ${requests} × ${services.join('+')} of ${who}: by ${by}, such as ${where}${lives}\n`
}
