import { expect, test } from 'vitest'
import { type Scope, scopes } from '../../src/keys/scopes.ts'
import { type Role, roles, scopesOf } from '../../src/users/roles.ts'
import { appId, keptProject, serving } from '../authority.ts'
import { cookieOf, fromOwnPage, person } from './people.ts'

/** v viewer, o operator, a admin, u auditor: docs/users.md has the same table. */
const table: Readonly<Record<Scope, string>> = {
  'tokens:issue': '',
  'tokens:explain': 'voau',
  'tokens:temp': 'oa',
  'projects:read': 'voau',
  'projects:write': 'a',
  'certificates:reveal': 'a',
  'policies:read': 'voau',
  'policies:write': 'a',
  'grants:read': 'voau',
  'bans:read': 'voau',
  'bans:write': 'oa',
  'push:write': 'oa',
  'audit:read': 'au',
  'keys:read': 'voau',
  'keys:write': 'a',
  'issuers:read': 'voau',
  'issuers:write': 'a',
  'users:read': 'voau',
  'users:write': 'a',
}
const letters: Readonly<Record<Role, string>> = {
  viewer: 'v',
  operator: 'o',
  admin: 'a',
  auditor: 'u',
}

test('each role is good for its scopes and no other', () => {
  for (const role of roles) {
    const expected = scopes.filter((scope) => table[scope].includes(letters[role]))
    expect({ role, scopes: [...scopesOf(role)].sort() }).toEqual({ role, scopes: expected.sort() })
  }
})

interface Operation {
  readonly line: string
  readonly scope: Scope
}

/** Every operation below /v1 that needs a scope, as the server describes itself. */
// biome-ignore lint/suspicious/noExplicitAny: the document of another standard
function operationsOf(document: any): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, { description?: string }>).flatMap(
      ([method, { description = '' }]) => {
        if (!path.startsWith('/v1/') || /^\/v1\/(session|events)/.test(path)) return []
        const filled = path.replace('{appId}', appId).replace(/\{\w+\}/g, 'none')
        const line = `${method.toUpperCase()} ${filled}`
        const said = /Needs the scope `([^`]+)`/.exec(description)?.[1]
        const own = path === '/v1/tokens' ? 'tokens:issue' : 'tokens:explain'
        return [{ line, scope: (said ?? own) as Scope }]
      },
    ),
  )
}

test('every route lets every role in, or not, as the table says', async () => {
  const kept = await keptProject()
  for (const role of roles) await person(kept, role, role)
  const calling = await serving(kept)
  const operations = operationsOf((await calling.call('GET /openapi.json')).body)
  expect(operations.length).toBeGreaterThan(20)
  const seen: object[] = []
  const expected: object[] = []
  for (const role of roles) {
    const headers = fromOwnPage(await cookieOf(calling, role), calling)
    for (const { line, scope } of operations) {
      const body = /^(POST|PATCH)/.test(line) ? {} : undefined
      const answer = await calling.call(line, { headers, body })
      const refused = answer.status === 403 && answer.body.code === 'SCOPE_MISSING'
      seen.push({ role, line, letIn: !refused })
      expected.push({ role, line, letIn: table[scope].includes(letters[role]) })
      expect(answer.status).not.toBe(500)
    }
  }
  expect(seen).toEqual(expected)
})
