import { traceRequest } from '@symbolon/server/policy'
import { exitCodes } from '../exit-codes.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { withoutPolicy } from '../owner/policy-file.ts'
import { questionHelp, questionOptions, readQuestion } from '../owner/question.ts'
import { traceText } from '../owner/trace-text.ts'

const help = `Usage: symbolon policy explain --channel <name> --uid <number> [options]
       symbolon policy explain @<file>

Says what the policy would answer to a request, and what each rule says to it. Exit code 0 when it
is allowed, 4 when it is denied.

  symbolon policy explain --channel lobby --uid 7 --caller k_backend

${questionHelp}`

/** `symbolon policy explain`. */
export const run = ownerCommand({
  name: 'policy explain',
  help,
  options: questionOptions,
  positionals: 1,
  act: async ({ values, positionals: [file], console, policies, meant, io }) => {
    const { caller, request } = await readQuestion(values, file, io)
    const project = await console.show(await meant())
    const policy = await policies.compiledFor(caller, project.appId)
    if (policy === undefined) {
      return { data: { allowed: true, version: 0 }, text: withoutPolicy(project) }
    }
    const trace = traceRequest(policy, { caller, body: request })
    const exitCode = trace.allowed ? exitCodes.ok : exitCodes.refusedByPolicy
    return { data: { caller, ...trace }, text: traceText(trace), exitCode }
  },
})
