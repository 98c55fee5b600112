import type { FastifyInstance } from 'fastify'
import { credentialsOf } from './credentials.ts'
import { decodeTokenBody } from './decode-token-body.ts'
import { tokenExamples } from './examples.ts'
import { operation } from './operation.ts'
import type { V1Deps } from './routes.ts'
import { tokenBody, tokenReply } from './schemas.ts'
import { tokenJson } from './token-json.ts'

/** `POST /v1/tokens`: one token, any mix of services. Shape only, no policy. */
export function answerTokens(app: FastifyInstance, { issue }: V1Deps): void {
  const schema = operation(
    {
      operationId: 'issueToken',
      summary: 'Issue a token',
      description:
        'Mints one token for any mix of services. Unknown fields are refused, broken parameter rules are named, all at once; a life over 24 hours is capped with a warning.',
      body: { ...tokenBody, examples: tokenExamples },
      response: { 201: { description: 'The token.', ...tokenReply } },
    },
    {
      403: 'The policy does not allow it, the API key lacks the scope, or the project is disabled.',
      404: 'The App ID is of another project.',
      422: 'Parameter rules are broken.',
      503: 'The grant cannot be recorded, or the issuer of the JWT cannot be asked.',
    },
  )
  const config = { scope: 'tokens:issue' } as const
  app.post('/v1/tokens', { schema, config, attachValidation: true }, async (request, reply) => {
    const wish = decodeTokenBody(request.body, request.validationError?.validation ?? [])
    const issued = await issue(credentialsOf(request), wish)
    return reply.code(201).type('application/json; charset=utf-8').send(tokenJson(issued, wish))
  })
}
