import Type from 'typebox'
import { daySeconds } from '../day.ts'
import { readPolicy } from '../policies/read-policy.ts'
import { mostReplayed } from '../policies/replay-audit.ts'
import { policyBytes, policyDocument, policyUrl, unknownProject } from './policies.ts'
import { appIdParams, instant } from './project-schemas.ts'
import type { AdminRoute, Owner } from './route.ts'

const body = Type.Object(
  {
    policy: Type.Unsafe<unknown>({ ...policyDocument }),
    sinceSeconds: Type.Optional(
      Type.Integer({
        minimum: 60,
        maximum: 30 * daySeconds,
        default: daySeconds,
        description: 'How far back.',
      }),
    ),
  },
  { additionalProperties: false },
)

const count = (description: string) => Type.Integer({ description })

const reply = Type.Object({
  requests: count('How many were decided again.'),
  same: count('For whom nothing changes.'),
  gains: count('Refused by the policy, and allowed then.'),
  loses: count('Given a token, and refused then.'),
  less: count('Given fewer privileges then, or for a shorter time.'),
  more: count('Given more privileges then, or for a longer time.'),
  groups: Type.Array(Type.Unknown(), {
    description: 'Those that change, by caller, services and rule: how many, and one of them.',
  }),
  untold: count('Requests that change, in groups beyond a thousand.'),
  unseen: Type.Boolean({ description: `Whether there were more than ${mostReplayed} requests.` }),
  archivedUntil: Type.Optional(
    instant('Older requests were archived, and not looked at; absent: none that were asked for.'),
  ),
})

/** `/v1/projects/{appId}/policy/replay`. */
export function policyReplayRoutes({ console, policies, replay }: Owner) {
  const route: AdminRoute = {
    method: 'POST',
    url: `${policyUrl}/replay`,
    scope: 'audit:read',
    id: 'replayPolicy',
    summary: 'Say who would gain and who would lose by another policy',
    description:
      'The requests for tokens that the audit holds, decided again. Bans and limits are not asked once more.',
    asks: true,
    params: appIdParams,
    body,
    bodyLimit: policyBytes,
    reply,
    refusals: { ...unknownProject, 422: 'That is not a policy.' },
    answer: async ({ params: { appId: named = '' }, body: asked, at }) => {
      const { policy: document, sinceSeconds = daySeconds } = asked as Wish
      const proposed = readPolicy(document, '#/policy')
      const { appId: chain } = await console.show(named)
      const policy = await policies.compiled(chain, proposed)
      const since = at - sinceSeconds
      return await replay({ chain, since, policy: policy! })
    },
  }
  return [route]
}

interface Wish {
  readonly policy: unknown
  readonly sinceSeconds?: number
}
