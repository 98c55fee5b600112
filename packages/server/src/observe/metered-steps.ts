import { ServerError } from '../errors.ts'
import type { IssueSteps } from '../issue.ts'
import type { SigningProjects } from '../projects/signing-projects.ts'
import type { Meter } from './meter.ts'

/** The same steps, counted. */
export function meteredSteps(
  { decide, record, ...steps }: IssueSteps,
  meter: Meter,
  projects: Pick<SigningProjects, 'find'>,
): IssueSteps {
  return {
    ...steps,
    decide: (caller, request, at) => {
      const from = performance.now()
      const refused = (error: unknown): never => {
        meter.denied(reasonOf(error), projects.find(request.appId)?.appId)
        throw error
      }
      try {
        const decided = decide(caller, request, at)
        return decided instanceof Promise ? decided.catch(refused) : decided
      } catch (error) {
        return refused(error)
      } finally {
        meter.decided((performance.now() - from) / 1000)
      }
    },
    record: (entry) => {
      const recorded = record(entry)
      const noted = () => meter.issued(entry)
      return recorded instanceof Promise ? recorded.then(noted) : noted()
    },
  }
}

/** What policy denies has a code of its own beside the general one. */
function reasonOf(error: unknown): string {
  if (!(error instanceof ServerError)) return 'INTERNAL_ERROR'
  const { code, errors } = error
  return code === 'POLICY_DENIED' ? (errors[0]?.code ?? code) : code
}
