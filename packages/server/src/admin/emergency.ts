import Type from 'typebox'
import { publicProject } from '../projects/public-project.ts'
import { appIdParams, hex32, instant, project } from './project-schemas.ts'
import type { AdminRoute, Owner } from './route.ts'

const body = Type.Object(
  {
    reason: Type.String({ minLength: 1, maxLength: 255, description: 'It is kept.' }),
    certificate: Type.Optional(
      Type.String({
        pattern: hex32,
        description:
          "Of the vendor's console, for a linked project without a secondary certificate; else one is made where there is none.",
      }),
    ),
    dryRun: Type.Optional(
      Type.Boolean({ default: false, description: 'Says what it would do, and does nothing.' }),
    ),
  },
  { additionalProperties: false },
)

const lastEndsAt = (description: string) => Type.Optional(instant(description))
const toll = Type.Object(
  {
    unexpiredTokens: Type.Integer(),
    lastEndsAt: lastEndsAt('Until when the last of them would have lived.'),
    grants: Type.Integer({ description: 'Services of those tokens, 50,000 at most.' }),
    more: Type.Boolean({ description: 'Whether there are more than that.' }),
    channels: Type.Array(
      Type.Object({
        channel: Type.Optional(Type.String({ description: 'Absent: services without channels.' })),
        grants: Type.Integer(),
        publishers: Type.Integer({ description: 'How many of them may publish.' }),
        lastEndsAt: lastEndsAt('Until when the last of them would have lived.'),
      }),
      { description: 'Where most of them are; 20 at most.' },
    ),
  },
  { description: 'What ends by it. Absent: it could not be counted.' },
)

/** `/v1/projects/{appId}/certificates/emergency-rotation`. */
export function emergencyRoutes({ emergency }: Owner): AdminRoute[] {
  return [
    {
      method: 'POST',
      url: '/v1/projects/:appId/certificates/emergency-rotation',
      scope: 'projects:write',
      id: 'rotateInEmergency',
      summary: 'Put out the certificate that signs, at once',
      description:
        'For one that leaked: the secondary certificate signs from now on, and every token of the other is refused from now on. Says what that ends, and what is left to do by hand.',
      params: appIdParams,
      body,
      reply: Type.Object({
        done: Type.Boolean({ description: '`false`: a dry run.' }),
        refused: Type.String({ description: 'Id of the certificate whose tokens are refused.' }),
        signs: Type.Optional(
          Type.String({ description: 'Id of the one that signs; absent: it is yet to be made.' }),
        ),
        toll: Type.Optional(toll),
        byHand: Type.Array(Type.String(), {
          description: "What is left to do in the vendor's console, in this order.",
        }),
        project,
      }),
      refusals: {
        404: 'There is no such project; or it is linked, has no secondary certificate, and none came.',
        409: 'The state of the keyring forbids it; `code` says why.',
      },
      answer: async ({ params: { appId = '' }, body: asked, act, tokenAt }) => {
        const { certificate: secret, reason, dryRun = false } = asked as Wish
        const rotate = dryRun ? emergency.plan : emergency.rotate
        const told = await rotate(appId, { secret, reason, tokenAt }, act)
        return { done: !dryRun, ...told, project: publicProject(told.project) }
      },
    },
  ]
}

interface Wish {
  readonly reason: string
  readonly certificate?: string
  readonly dryRun?: boolean
}
