import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { causeCodes, tokenErrorCodes } from '@symbolon/token'
import { expect, test } from 'vitest'
import { configurationPage } from '../src/docs/configuration.ts'
import { errorsPage } from '../src/docs/errors.ts'
import { openapiDocument } from '../src/docs/openapi.ts'
import { warningTexts } from '../src/error-codes.ts'
import { fieldProblems, serverProblems } from '../src/errors.ts'
import { jwtReasons } from '../src/issuers/jwt-reasons.ts'
import { scopes } from '../src/keys/scopes.ts'
import { version } from '../src/version.ts'
import { testApp } from './fixture.ts'

const root = join(import.meta.dirname, '../../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface Operation {
  operationId: string
  parameters?: { name: string; description: string }[]
  requestBody?: { content: { 'application/json': { examples: Record<string, { value: object }> } } }
  responses: Record<string, { description: string; content?: Record<string, unknown> }>
  tags: string[]
  deprecated?: boolean
}

async function operations(): Promise<Record<string, Operation>> {
  const { paths } = JSON.parse(await openapiDocument())
  const all = Object.entries<Record<string, Operation>>(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
  )
  return Object.fromEntries(all)
}

test.each([
  ['docs/configuration.md', configurationPage],
  ['docs/errors.md', errorsPage],
  ['docs/openapi.json', openapiDocument],
])('%s is what its generator prints', async (path, print) => {
  expect(read(path)).toBe(await print())
})

test('the generators run as commands', () => {
  const script = join(root, 'packages/server/dist/docs/print.js')
  const printed = spawnSync(process.execPath, [script, 'configuration'], { encoding: 'utf8' })
  expect(printed).toMatchObject({ status: 0, stdout: configurationPage() })
  expect(spawnSync(process.execPath, [script, 'nothing']).status).not.toBe(0)
})

test('every code is in docs/errors.md, in its own table, and nothing else is', () => {
  const tables = read('docs/errors.md')
    .split(/^## .*$/m)
    .slice(1)
  const listed = tables.map((table) =>
    [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code),
  )
  expect(listed).toEqual([
    Object.keys(serverProblems),
    Object.keys(fieldProblems),
    Object.keys(jwtReasons),
    [...tokenErrorCodes],
    Object.keys(warningTexts),
    [...causeCodes],
  ])
})

test('the version is that of the package', () => {
  expect(JSON.parse(read('packages/server/package.json')).version).toBe(version)
})

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  const document = JSON.parse(await openapiDocument())
  expect(await validator.validate(document)).toEqual({ valid: true })
  expect(document.openapi).toBe('3.1.0')
})

test('every scope stands on its page', () => {
  const listed = [...read('docs/keys.md').matchAll(/^\| `(\w+:\w+)` \|/gm)].map(([, name]) => name)
  expect(listed).toEqual([...scopes])
})

test('operations keep their names', async () => {
  const all = await operations()
  const ours = Object.entries(all).filter(([, { tags }]) => !tags.includes('dialects'))
  expect(Object.fromEntries(ours.map(([path, { operationId }]) => [path, operationId]))).toEqual({
    'delete /v1/keys/{id}': 'revokeKey',
    'delete /v1/projects/{appId}/bans/{id}': 'liftBan',
    'get /v1/projects/{appId}/bans': 'listBans',
    'get /v1/events': 'listen',
    'post /v1/projects/{appId}/push': 'push',
    'post /v1/projects/{appId}/bans': 'ban',
    'delete /v1/projects/{appId}/certificates/{id}': 'deleteCertificate',
    'delete /v1/projects/{appId}/no-certificate': 'deleteNoCertificate',
    'delete /v1/issuers/{id}': 'removeIssuer',
    'get /v1/issuers': 'listIssuers',
    'patch /v1/issuers/{id}': 'switchIssuer',
    'post /v1/issuers': 'addIssuer',
    'post /v1/issuers/try': 'tryJwt',
    'delete /v1/session': 'signOut',
    'get /v1/session': 'showSession',
    'get /v1/session/oidc': 'beginSignIn',
    'put /v1/session/password': 'changeOwnPassword',
    'post /v1/session': 'signIn',
    'delete /v1/users/{id}': 'deleteUser',
    'delete /v1/users/{id}/sessions': 'endSessions',
    'get /v1/users': 'listUsers',
    'get /v1/users/{id}': 'showUser',
    'get /v1/users/{id}/sessions': 'listSessions',
    'patch /v1/users/{id}': 'changeUser',
    'post /v1/users': 'createUser',
    'get /v1/keys': 'listKeys',
    'get /v1/audit': 'listAudit',
    'get /v1/audit/export': 'exportAudit',
    'post /v1/audit/verify': 'verifyAudit',
    'get /v1/grants': 'listGrants',
    'get /v1/grants/over': 'listOverGrants',
    'post /v1/grants/find': 'findGrant',
    'get /v1/policies': 'listPolicies',
    'get /v1/projects': 'listProjects',
    'get /v1/projects/{appId}': 'showProject',
    'get /v1/projects/{appId}/policy': 'showPolicy',
    'get /v1/projects/{appId}/policy/versions': 'listPolicyVersions',
    'get /v1/projects/{appId}/policy/versions/{version}': 'showPolicyVersion',
    'put /v1/projects/{appId}/policy': 'setPolicy',
    'post /v1/projects/{appId}/policy/explain': 'explainPolicy',
    'post /v1/projects/{appId}/policy/replay': 'replayPolicy',
    'post /v1/projects/{appId}/policy/simulate': 'simulatePolicy',
    'post /v1/projects/{appId}/policy/test': 'testPolicy',
    'post /v1/projects/{appId}/policy/diff': 'diffPolicy',
    'patch /v1/projects/{appId}': 'changeProject',
    'patch /v1/projects/{appId}/certificates/{id}': 'changeCertificate',
    'post /v1/keys': 'createKey',
    'post /v1/keys/{id}/rotate': 'rotateKey',
    'post /v1/projects': 'createProject',
    'post /v1/projects/{appId}/certificates': 'addCertificate',
    'post /v1/projects/{appId}/certificates/emergency-rotation': 'rotateInEmergency',
    'post /v1/projects/{appId}/certificates/swap': 'swapCertificates',
    'post /v1/projects/{appId}/certificates/{id}/reveal': 'revealCertificate',
    'post /v1/projects/{appId}/temp-tokens': 'makeTempToken',
    'post /v1/tokens': 'issueToken',
    'post /v1/tokens/inspect': 'inspectToken',
    'post /v1/tokens/explain': 'explainToken',
    'get /livez': 'isAlive',
    'get /readyz': 'isReady',
    'get /ping': 'ping',
  })
  const names = Object.values(all)
    .map(({ operationId }) => operationId)
    .filter(Boolean)
  expect(new Set(names).size).toBe(names.length)
})

test('every change of the owners’ API can be named, so that repeating it does nothing twice', async () => {
  const questions = new Set([
    ...[
      'explainPolicy',
      'simulatePolicy',
      'replayPolicy',
      ...['signIn', 'signOut', 'changeOwnPassword'],
      'testPolicy',
      'diffPolicy',
      'findGrant',
      'revealCertificate',
      'tryJwt',
      'verifyAudit',
    ],
    ...['issueToken', 'inspectToken', 'explainToken'],
  ])
  for (const [path, { operationId, parameters = [] }] of Object.entries(await operations())) {
    if (!/^(post|put|patch|delete) \/v1\//.test(path)) continue
    const named = parameters.some(({ name }) => name === 'idempotency-key')
    expect([path, named]).toEqual([path, !questions.has(operationId)])
  }
})

test('routes of other servers are deprecated from birth', async () => {
  const all = Object.values(await operations())
  const theirs = all.filter(({ tags }) => tags.includes('dialects'))
  expect(theirs.length).toBeGreaterThan(5)
  for (const { deprecated } of theirs) expect(deprecated).toBe(true)
})

test('a newcomer can call the routes of other servers from what is written about them', async () => {
  const theirs = Object.values(await operations()).filter(({ tags }) => tags.includes('dialects'))
  for (const { operationId, parameters = [], requestBody, responses } of theirs) {
    expect(operationId).toMatch(/^[a-z]\w+$/)
    expect(parameters.length + Object.keys(requestBody ?? {}).length).toBeGreaterThan(0)
    for (const { description } of parameters) expect(description).toMatch(/\.$/)
    expect(Object.keys(responses)).toEqual(['200', '4XX'])
  }
})

test('every refusal of our own operations refers to the one Problem schema', async () => {
  const all = await operations()
  const ours = Object.values(all).filter(({ tags }) => tags.includes('tokens'))
  for (const { responses } of ours) {
    for (const [status, { content }] of Object.entries(responses)) {
      if (Number(status) < 400) continue
      expect(content).toEqual({
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      })
    }
  }
})

test('every example works', async () => {
  const { post } = await testApp()
  let tried = 0
  for (const [path, { requestBody }] of Object.entries(await operations())) {
    for (const { value } of Object.values(
      requestBody?.content['application/json'].examples ?? {},
    )) {
      const answer = await post(path.split(' ')[1]!, value)
      expect(answer.statusCode).toBeLessThan(300)
      tried++
    }
  }
  expect(tried).toBeGreaterThanOrEqual(8)
})
