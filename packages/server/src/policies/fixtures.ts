import Type, { type Static } from 'typebox'
import { ServerError } from '../errors.ts'
import { clean } from '../observe/clean.ts'
import type { CompiledPolicy } from './judge.ts'
import { shapeErrors } from './shape.ts'
import { type RequestTrace, traceRequest } from './trace-request.ts'

const closed = { additionalProperties: false } as const

/** Who asks, as a question to a policy names them. */
export const policyCaller = Type.Object(
  {
    kind: Type.Enum(['anonymous', 'key', 'jwt']),
    id: Type.String({ minLength: 1 }),
    claims: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  closed,
)

const fixtureFile = Type.Object(
  {
    cases: Type.Array(
      Type.Object(
        {
          name: Type.String({ minLength: 1 }),
          caller: policyCaller,
          request: Type.Object({}),
          expect: Type.Enum(['allow', 'deny']),
          rule: Type.Optional(Type.String()),
          expiresInSeconds: Type.Optional(Type.Integer({ minimum: 0 })),
        },
        closed,
      ),
      { minItems: 1 },
    ),
  },
  closed,
)

/** What an operator wants a policy to answer. */
export type Fixture = Static<typeof fixtureFile>['cases'][number]

export interface FixtureResult {
  readonly name: string
  readonly passed: boolean
  /** what was answered instead, in words; absent when it passed */
  readonly instead?: string
  readonly trace: RequestTrace
}

/** @throws ServerError `REQUEST_INVALID` that lists everything wrong with the file */
export function readFixtures(value: unknown): readonly Fixture[] {
  const errors = shapeErrors(fixtureFile, value, '#')
  if (errors.length === 0) return (value as Static<typeof fixtureFile>).cases
  const detail = errors.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ')
  throw new ServerError('REQUEST_INVALID', clean(detail), { errors, status: 400 })
}

/**
 * @param brief - with brief traces
 * @throws ServerError `REQUEST_INVALID` when a request is not one of `POST /v1/tokens`
 */
export function tryFixtures(
  policy: CompiledPolicy,
  fixtures: readonly Fixture[],
  brief = false,
): readonly FixtureResult[] {
  return fixtures.map((fixture) => {
    const { caller, request: body } = fixture
    const trace = traceRequest(policy, { caller, body, brief })
    const instead = difference(fixture, trace)
    return instead === undefined
      ? { name: fixture.name, passed: true, trace }
      : { name: fixture.name, passed: false, instead, trace }
  })
}

function difference(fixture: Fixture, trace: RequestTrace): string | undefined {
  const { allowed, services, expiresInSeconds } = trace
  if (allowed !== (fixture.expect === 'allow')) {
    const hints = services.flatMap(({ hint }) => hint ?? [])
    return allowed ? `allowed by ${rulesOf(trace)}` : `denied. ${hints.join(' ')}`
  }
  if (fixture.rule !== undefined && !services.some(({ rule }) => rule === fixture.rule)) {
    return `decided by ${rulesOf(trace)}`
  }
  const { expiresInSeconds: wanted = expiresInSeconds } = fixture
  return wanted === expiresInSeconds ? undefined : `lives ${expiresInSeconds} seconds`
}

function rulesOf({ services }: RequestTrace): string {
  return services.map(({ rule }) => (rule === undefined ? 'no rule' : `"${rule}"`)).join(' and ')
}
