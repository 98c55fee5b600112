import { explain, type Situation } from '@symbolon/token'
import type { FastifyInstance } from 'fastify'
import type { SigningProjects } from '../projects/signing-projects.ts'
import { explainExamples } from './examples.ts'
import { findingsOf } from './findings.ts'
import { operation } from './operation.ts'
import type { V1Deps } from './routes.ts'
import { explainBody, explainReply } from './situation-schema.ts'

/** `POST /v1/tokens/explain`: why a token is refused in a situation, or that it is not. */
export function answerExplain(app: FastifyInstance, { projects, tokenNow }: V1Deps): void {
  const schema = operation(
    {
      operationId: 'explainToken',
      summary: 'Explain why a token is refused',
      description:
        'Compares a token with the join it is for, and names every cause with its fix. The certificates of the server prove the signature; none can be sent. A refused token is a 200: the question was answered.',
      body: { ...explainBody, examples: explainExamples },
      response: { 200: { description: 'The explanation.', ...explainReply } },
    },
    {},
  )
  const config = { scope: 'tokens:explain' } as const
  app.post('/v1/tokens/explain', { schema, config, attachValidation: true }, (request) => {
    findingsOf(request.validationError?.validation ?? []).refuseIfAny()
    const { token, ...told } = request.body as Told & { readonly token: string | null }
    return explain(token, {
      now: tokenNow(),
      appId: projects.find()?.appId,
      ...told,
      ...certificatesFor(told, projects),
    })
  })
}

/** What a caller may tell: never a certificate. */
type Told = Partial<Omit<Situation, 'certificate' | 'keyring' | 'otherProjects' | 'limits'>>

/** The certificates of this server prove tokens of the project in question; those of others only tell a mix-up. */
function certificatesFor(
  { appId }: Told,
  projects: SigningProjects,
): Partial<Pick<Situation, 'keyring' | 'otherProjects'>> {
  const asked = projects.find(appId)
  const others = projects.list().filter((project) => project !== asked)
  return {
    ...(asked?.certificate && {
      keyring: { primary: asked.certificate, secondary: asked.secondaryCertificate },
    }),
    ...(others.length > 0 && {
      otherProjects: others.map((project) => ({
        appId: project.appId,
        name: 'another project of this server',
        certificates: [project.certificate, project.secondaryCertificate].filter(
          (certificate) => certificate !== undefined,
        ),
      })),
    }),
  }
}
