import { inspect } from '@symbolon/token'
import type { FastifyInstance } from 'fastify'
import type { GrantWarning, Issued } from '../issue.ts'
import { credentialsOf } from './credentials.ts'
import { decodeTokenBody } from './decode-token-body.ts'
import { tokenExamples } from './examples.ts'
import { operation } from './operation.ts'
import type { V1Deps } from './routes.ts'
import { tokenBody, tokenReply } from './schemas.ts'

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
    return reply.code(201).send({ ...issued, warnings: allWarnings(issued) })
  })
}

/** What a body of 64 KiB can become. Whoever reads such a token elsewhere must pass `limits` too. */
const limits = { maxTextBytes: 262_144, maxInflatedBytes: 131_072 }

/** What policy bent, and what a reader of the finished token would warn of; each code once. */
function allWarnings({ token, warnings }: Issued): GrantWarning[] {
  const byCode = new Map<string, GrantWarning>()
  for (const warning of [...warnings, ...inspect(token, { limits }).warnings]) {
    if (!byCode.has(warning.code)) byCode.set(warning.code, warning)
  }
  return [...byCode.values()]
}
