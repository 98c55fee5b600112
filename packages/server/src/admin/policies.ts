import Type from 'typebox'
import { ServerError } from '../errors.ts'
import type { PolicyDesk } from '../policies/policy-desk.ts'
import { readPolicy } from '../policies/read-policy.ts'
import { nextCursor, pageOf, pageQuery, sliceOf } from './page.ts'
import { appIdParams, instant } from './project-schemas.ts'
import { type AdminRoute, type Owner, refuseField } from './route.ts'

export const policyUrl = '/v1/projects/:appId/policy'
export const unknownProject = { 404: 'There is no such project.' }
/** 10,000 rules, and some room */
export const policyBytes = 4_194_304

/** Read rule by rule, so that everything wrong with it is said in words: docs/policy.md. */
export const policyDocument = Type.Object(
  { rules: Type.Array(Type.Unknown(), { description: 'From the top; docs/policy.md.' }) },
  { description: 'As `symbolon policy set` takes it.' },
)

const head = {
  appId: Type.String(),
  version: Type.Integer({ description: '1, 2, 3, … of each project; 0: none was set.' }),
  setAt: Type.Optional(instant('When it was set.')),
  setBy: Type.Optional(Type.String()),
}
const open = Type.Optional(
  Type.Boolean({ description: 'While none is set: whether every call is allowed, or none.' }),
)
const shown = Type.Object({
  ...head,
  open,
  policy: Type.Optional(
    Type.Object({ rules: Type.Array(Type.Unknown()) }, { description: 'Absent: none is set.' }),
  ),
})

const versionOf = (answered: object) => (answered as { readonly version: number }).version

/** `/v1/policies`, and `/v1/projects/{appId}/policy` with its versions. */
export function policyRoutes({ console, policies }: Owner): AdminRoute[] {
  return [
    {
      method: 'GET',
      url: '/v1/policies',
      scope: 'policies:read',
      id: 'listPolicies',
      summary: 'List which policy each project goes by',
      query: pageQuery,
      reply: Type.Object({ policies: Type.Array(Type.Object({ ...head, open })), nextCursor }),
      refusals: {},
      answer: async ({ query }) => {
        const { items, ...next } = pageOf(await console.list(), ({ appId }) => appId, query)
        return { policies: await policies.heads(items), ...next }
      },
    },
    ...oneRoutes(policies),
    ...versionRoutes(policies),
  ]
}

function oneRoutes(policies: PolicyDesk): AdminRoute[] {
  return [
    {
      method: 'GET',
      url: policyUrl,
      scope: 'policies:read',
      id: 'showPolicy',
      summary: 'Show the policy of a project',
      params: appIdParams,
      reply: shown,
      refusals: unknownProject,
      versioned: versionOf,
      answer: ({ params: { appId = '' } }) => policies.show(appId),
    },
    {
      method: 'PUT',
      url: policyUrl,
      scope: 'policies:write',
      id: 'setPolicy',
      summary: 'Set the policy of a project',
      description:
        'It replaces the one before, which is kept: to go back is to set that one again. `If-Match` says which that is; where another owner was quicker, nothing is done.',
      params: appIdParams,
      body: policyDocument,
      bodyLimit: policyBytes,
      reply: Type.Object(head),
      refusals: { ...unknownProject, 422: 'Rules say what cannot be.' },
      versioned: versionOf,
      answer: async ({ params: { appId = '' }, body, ifMatch, act }) => {
        const replaces = replacedBy(ifMatch)
        const policy = readPolicy(body)
        const { policy: _, ...set } = await policies.set(appId, policy, { ...act, replaces })
        return set
      },
    },
  ]
}

function versionRoutes(policies: PolicyDesk): AdminRoute[] {
  const url = `${policyUrl}/versions`
  return [
    {
      method: 'GET',
      url,
      scope: 'policies:read',
      id: 'listPolicyVersions',
      summary: 'List every policy that a project ever had',
      description: 'The last one first.',
      params: appIdParams,
      query: pageQuery,
      reply: Type.Object({ versions: Type.Array(Type.Object(head)), nextCursor }),
      refusals: unknownProject,
      answer: async ({ params: { appId = '' }, query }) => {
        const { limit, cursor } = sliceOf(query)
        const before = cursor === undefined ? undefined : wholeNumber('#/cursor', cursor)
        const found = await policies.versions(appId, { before, limit: limit + 1 })
        const versions = found.slice(0, limit)
        const more = found.length > limit && { nextCursor: String(versions.at(-1)!.version) }
        return { versions, ...more }
      },
    },
    {
      method: 'GET',
      url: `${url}/:version`,
      scope: 'policies:read',
      id: 'showPolicyVersion',
      summary: 'Show a policy that a project had',
      params: Type.Object({ appId: Type.String(), version: Type.String() }),
      reply: shown,
      refusals: { 404: 'There is no such project, or no such version.' },
      answer: ({ params: { appId = '', version = '' } }) =>
        policies.show(appId, wholeNumber('#/version', version)),
    },
  ]
}

function wholeNumber(pointer: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw refuseField(pointer, 'FIELD_VALUE', 'is not the number of a version')
}

/** Which version has to be the last one yet; undefined: whichever is. */
function replacedBy(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined) {
    throw new ServerError('PRECONDITION_MISSING', 'If-Match says which version is replaced.')
  }
  if (ifMatch === '*') return undefined
  const [, version] = /^"(\d{1,9})"$/.exec(ifMatch) ?? []
  if (version !== undefined) return Number(version)
  throw refuseField('#/if-match', 'FIELD_VALUE', 'is not an ETag of a policy, such as "3"')
}
