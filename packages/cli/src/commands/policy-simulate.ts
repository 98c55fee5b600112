import { keptSimulator, type Simulated } from '@symbolon/server/policy'
import { readSettings } from '@symbolon/server/project'
import { sayDuration } from '../duration.ts'
import { exitCodes } from '../exit-codes.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { readPolicyFile } from '../owner/policy-file.ts'
import { questionHelp, questionOptions, readQuestion } from '../owner/question.ts'

const help = `Usage: symbolon policy simulate --channel <name> --uid <number> [options]
       symbolon policy simulate @<file>

Says how a server of this database would answer a request for a token: with its bans, caps and
longest life, and without making one. Exit code 0 when it would give one, 4 when not. policy explain
says what each rule says to it.

  symbolon policy simulate --channel lobby --uid 7 --caller k_backend --policy @policy.json

      --policy @<file>   by this policy, instead of the one that is set
${questionHelp}`

/** `symbolon policy simulate`. */
export const run = ownerCommand({
  name: 'policy simulate',
  help,
  options: { ...questionOptions, policy: { type: 'string' } },
  positionals: 1,
  act: async ({ values, positionals: [file], console, meant, doing, io, ...authority }) => {
    const { caller, request: body } = await readQuestion(values, file, io)
    const proposed =
      values.policy === undefined ? undefined : await readPolicyFile(values.policy, io)
    const { appId } = await console.show(await meant())
    const policy = proposed && (await authority.policies.compiled(appId, proposed))
    const { maxTokenSeconds } = readSettings(io, ['maxTokenSeconds'])
    const { at } = doing
    const simulate = await keptSimulator(authority, { appId, maxTokenSeconds, at })
    const answer = await simulate({ appId, caller, body, policy, at })
    const exitCode = 'grant' in answer ? exitCodes.ok : exitCodes.refusedByPolicy
    return { data: answer, text: answerText(answer), exitCode }
  },
})

function answerText(answer: Simulated): string {
  if (!('grant' in answer)) return `${answer.status} ${answer.code}\n  ${answer.detail}\n`
  const { expiresInSeconds, services, rules, warnings } = answer.grant
  const given = services.map(({ type, privileges }, nth) => {
    const by = rules === undefined ? 'no policy is set' : `by "${rules[nth]}"`
    return `  ${type}: ${Object.keys(privileges).join(', ')} (${by})\n`
  })
  const notes = warnings.map(({ code, message }) => `  ! ${code}: ${message}\n`)
  return `201, a token for ${sayDuration(expiresInSeconds)}\n${given.join('')}${notes.join('')}`
}
