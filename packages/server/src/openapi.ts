import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import type { RouteOptions } from 'fastify'
import { described } from './dialects/about.ts'
import { version } from './version.ts'

/** What stands around the operations in `/openapi.json`; the operations come from the routes' own schemas. */
export const openapi: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Symbolon token server',
      version,
      description:
        'Issues, inspects and explains tokens for Agora-compatible real-time apps. Instants (`…At`) are Unix seconds, spans (`…Seconds`) are seconds. Refusals are Problem Details (RFC 9457) with a stable `code`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    tags: [
      { name: 'tokens', description: 'The API of this server.' },
      {
        name: 'projects',
        description:
          'Projects and their certificates, for their owners. There where they are kept in a database; nobody is let in without a key.',
      },
      { name: 'policies', description: 'Who may have which tokens, likewise.' },
      { name: 'grants', description: 'Who may do what at this moment, likewise.' },
      { name: 'bans', description: 'Who is kept out, likewise.' },
      { name: 'push', description: 'What is pushed to users, likewise.' },
      { name: 'keys', description: 'API keys, likewise.' },
      { name: 'issuers', description: 'Issuers of JWTs that are believed, likewise.' },
      { name: 'users', description: 'Who signs in to see and change all that; likewise.' },
      { name: 'health', description: 'For load balancers and people who wonder.' },
      { name: 'dialects', description: 'The routes of other public token servers.' },
    ],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key, or a JWT.' },
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'The RTC token of one user in one channel.',
        },
        header: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        query: { type: 'apiKey', in: 'query', name: 'key' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-symbolon_session',
          description: 'Of who signed in; `symbolon_session` without TLS, on this machine itself.',
        },
      },
    },
  },
  transform: ({ schema, url, route }) => {
    const about = route.config?.about
    return about === undefined ? { schema, url } : described(url, about)
  },
  refResolver: {
    buildLocalReference: (schema) => String(schema.$id),
  },
}

/** Routes of dialects are in the document when they say what they are about. */
export function hideUndescribed(route: RouteOptions): void {
  route.schema = { ...route.schema, hide: route.config?.about === undefined }
}
