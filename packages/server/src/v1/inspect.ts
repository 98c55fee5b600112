import { inspect } from '@symbolon/token'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { findingsOf } from './findings.ts'
import { operation } from './operation.ts'
import { warnings } from './schemas.ts'

const body = Type.Object(
  { token: Type.String({ description: 'The token, of any version.' }) },
  { additionalProperties: false },
)

const reply = Type.Object({
  proven: Type.Literal(false, {
    description: 'Nothing here is proven; /v1/tokens/explain proves.',
  }),
  version: Type.String(),
  claims: Type.Object({}, { additionalProperties: true, description: 'What the token asserts.' }),
  salt: Type.Integer(),
  signature: Type.String({ description: 'Hex.' }),
  payload: Type.String({ description: 'Hex: the signed bytes.' }),
  canonical: Type.Boolean({
    description: 'Whether these claims are written back to the same bytes.',
  }),
  unknown: Type.Array(Type.Object({}, { additionalProperties: true })),
  warnings,
})

/** `POST /v1/tokens/inspect`: what stands in a token, unproven. */
export function answerInspect(app: FastifyInstance): void {
  const schema = operation(
    {
      operationId: 'inspectToken',
      summary: 'Read a token without proving it',
      description: 'What stands in a token, whoever signed it. Anyone can write such bytes.',
      body,
      response: { 200: { description: 'What stands in it.', ...reply } },
    },
    { 422: 'The text is no token.' },
  )
  const config = { scope: 'tokens:explain' } as const
  app.post('/v1/tokens/inspect', { schema, config, attachValidation: true }, (request) => {
    const findings = findingsOf(request.validationError?.validation ?? [])
    findings.refuseIfAny()
    const { token } = request.body as { token: string }
    const inspection = findings.rule('#/token', () => inspect(token))
    findings.refuseIfAny()
    return inspection
  })
}
