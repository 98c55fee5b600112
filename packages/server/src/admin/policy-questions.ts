import Type, { type Static } from 'typebox'
import { policyCaller, readFixtures, tryFixtures } from '../policies/fixtures.ts'
import type { Policy } from '../policies/policy.ts'
import { readPolicy } from '../policies/read-policy.ts'
import { traceRequest } from '../policies/trace-request.ts'
import { policyBytes, policyDocument, policyUrl, unknownProject } from './policies.ts'
import { appIdParams } from './project-schemas.ts'
import { type AdminRoute, type Owner, refuseField } from './route.ts'

const closed = { additionalProperties: false } as const
const mostCases = 1000

const proposed = Type.Optional(
  Type.Unsafe<unknown>({ ...policyDocument, description: 'This one, instead of the one set.' }),
)
const request = Type.Unsafe<unknown>({
  type: 'object',
  description: 'As `POST /v1/tokens` takes it.',
})

const question = Type.Object({ caller: policyCaller, request, policy: proposed }, closed)
type Question = Static<typeof question>

const trace = Type.Object({
  allowed: Type.Boolean(),
  version: Type.Optional(Type.Integer({ description: 'Of the policy; 0: none is set.' })),
  expiresInSeconds: Type.Optional(Type.Integer({ description: 'Life of the token; 0: none.' })),
  services: Type.Optional(
    Type.Array(Type.Unknown(), { description: 'What was wished, what decided, and why.' }),
  ),
})

/** What a policy would answer, or has to; each is what `symbolon policy …` says, and changes nothing. */
export function policyQuestionRoutes(owner: Owner): AdminRoute[] {
  return [explainRoute(owner), simulateRoute(owner), testRoute(owner), diffRoute(owner)]
}

const asking = {
  method: 'POST',
  scope: 'policies:read',
  asks: true,
  params: appIdParams,
  bodyLimit: policyBytes,
  refusals: { ...unknownProject, 422: 'That is not a policy, or not a request for a token.' },
} as const

function explainRoute({ policies }: Owner): AdminRoute {
  return {
    ...asking,
    url: `${policyUrl}/explain`,
    id: 'explainPolicy',
    summary: 'Say why a request would be allowed or denied',
    description: 'And what each rule says to it.',
    body: question,
    reply: trace,
    answer: async ({ params: { appId = '' }, body }) => {
      const { caller, request: wish, policy } = body as Question
      const compiled = await policies.compiledFor(caller, appId, proposedIn(policy))
      if (compiled === undefined) return { allowed: true, version: 0 }
      const { version } = compiled
      return { version, ...traceRequest(compiled, { caller, body: wish }) }
    },
  }
}

function simulateRoute({ console, policies, simulate }: Owner): AdminRoute {
  return {
    ...asking,
    url: `${policyUrl}/simulate`,
    id: 'simulatePolicy',
    summary: 'Say how a request for a token would be answered',
    description:
      'With the bans, the caps and the longest life of this server, and without a token: nothing is written down, and nobody is counted.',
    body: question,
    reply: Type.Object({
      status: Type.Integer({ description: 'Of the answer: 201, or that of the refusal.' }),
      grant: Type.Optional(
        Type.Unknown({ description: 'What the token would hold, by which rules, and warnings.' }),
      ),
      code: Type.Optional(Type.String({ description: 'Of the refusal.' })),
      detail: Type.Optional(Type.String()),
      errors: Type.Optional(Type.Array(Type.Unknown())),
    }),
    answer: async ({ params: { appId: named = '' }, body, tokenAt: at }) => {
      const { caller, request: wish, policy: other } = body as Question
      const { appId } = await console.show(named)
      const proposal = proposedIn(other)
      const policy = proposal && (await policies.compiled(appId, proposal))
      return await simulate({ appId, caller, body: wish, policy, at })
    },
  }
}

function testRoute({ policies }: Owner): AdminRoute {
  return {
    ...asking,
    url: `${policyUrl}/test`,
    id: 'testPolicy',
    summary: 'Compare what a policy answers with what it should',
    description: `Up to ${mostCases} cases, as \`symbolon policy test\` takes them.`,
    body: Type.Object(
      {
        cases: Type.Unsafe<unknown>({ type: 'array', minItems: 1, maxItems: mostCases }),
        policy: proposed,
      },
      closed,
    ),
    reply: Type.Object({
      passed: Type.Integer(),
      failed: Type.Integer(),
      cases: Type.Array(
        Type.Object({
          name: Type.String(),
          passed: Type.Boolean(),
          instead: Type.Optional(Type.String({ description: 'What was answered, in words.' })),
        }),
      ),
    }),
    answer: async ({ params: { appId = '' }, body }) => {
      const { cases, policy } = body as { readonly cases: unknown; readonly policy?: unknown }
      const fixtures = readFixtures({ cases })
      const compiled = await policies.compiled(appId, proposedIn(policy))
      if (compiled === undefined) {
        throw refuseField('#/policy', 'FIELD_MISSING', 'is missing: the project has none')
      }
      const results = tryFixtures(compiled, fixtures, true)
      const failed = results.filter(({ passed }) => !passed).length
      return { passed: results.length - failed, failed, cases: results }
    },
  }
}

function diffRoute({ policies }: Owner): AdminRoute {
  return {
    ...asking,
    url: `${policyUrl}/diff`,
    id: 'diffPolicy',
    summary: 'Say how a policy differs from the one that is set',
    description: 'Rules are known by their names.',
    body: policyDocument,
    reply: Type.Object({
      version: Type.Integer({ description: 'Of the one that is set; 0: none is.' }),
      changes: Type.Array(
        Type.Object({
          name: Type.String(),
          change: Type.String({ description: '`added`, `removed`, `changed`, `moved`.' }),
          before: Type.Optional(Type.Unknown()),
          after: Type.Optional(Type.Unknown()),
        }),
      ),
    }),
    answer: ({ params: { appId = '' }, body }) => policies.diff(appId, readPolicy(body)),
  }
}

function proposedIn(policy: unknown): Policy | undefined {
  return policy === undefined ? undefined : readPolicy(policy, '#/policy')
}
