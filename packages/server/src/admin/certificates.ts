import Type from 'typebox'
import {
  appIdParams,
  certificateParams,
  changeCertificateBody,
  changed,
  deletionQuery,
  newCertificateBody,
} from './project-schemas.ts'
import { shown } from './projects.ts'
import { type AdminRoute, type Owner, refuseField } from './route.ts'

const base = '/v1/projects/:appId/certificates'
const unknown = { 404: 'There is no such project, or no such certificate.' }
const refused = { ...unknown, 409: 'The state of the keyring forbids it; `code` says why.' }

/** `/v1/projects/{appId}/certificates`. */
export function certificateRoutes({ console }: Owner): AdminRoute[] {
  return [...addingRoutes(console), ...changingRoutes(console)]
}

function addingRoutes(console: Owner['console']): AdminRoute[] {
  return [
    {
      method: 'POST',
      url: base,
      scope: 'projects:write',
      id: 'addCertificate',
      summary: 'Enable the primary certificate, or add a secondary one',
      params: appIdParams,
      body: newCertificateBody,
      status: 201,
      reply: changed,
      refusals: refused,
      answer: async ({ params: { appId = '' }, body, act }) => {
        const { place, certificate } = body as NewCertificate
        const { origin } = await console.show(appId)
        if (origin === 'linked' && certificate === undefined) {
          const message = "is missing: a linked project needs that of the vendor's console"
          throw refuseField('#/certificate', 'FIELD_MISSING', message)
        }
        const add = place === 'primary' ? console.enablePrimary : console.addSecondary
        return shown(await add(appId, certificate, act))
      },
    },
    {
      method: 'POST',
      url: `${base}/swap`,
      scope: 'projects:write',
      id: 'swapCertificates',
      summary: 'Let the secondary certificate sign',
      description: 'What the primary one signed is admitted as long as that stays enabled.',
      params: appIdParams,
      reply: changed,
      refusals: refused,
      answer: async ({ params: { appId = '' }, act }) => shown(await console.swap(appId, act)),
    },
  ]
}

function changingRoutes(console: Owner['console']): AdminRoute[] {
  return [
    {
      method: 'PATCH',
      url: `${base}/:id`,
      scope: 'projects:write',
      id: 'changeCertificate',
      summary: 'Switch the secondary certificate off or on',
      params: certificateParams,
      body: changeCertificateBody,
      reply: changed,
      refusals: refused,
      answer: async ({ params: { appId = '', id = '' }, body, act }) => {
        const { enabled } = body as { readonly enabled: boolean }
        return shown(await console.switchCertificate(appId, { id, enabled }, act))
      },
    },
    {
      method: 'DELETE',
      url: `${base}/:id`,
      scope: 'projects:write',
      id: 'deleteCertificate',
      summary: 'Delete a disabled certificate for good',
      description: 'Once its last token has ended, or for a reason.',
      params: certificateParams,
      query: deletionQuery,
      reply: changed,
      refusals: refused,
      answer: async ({ params: { appId = '', id = '' }, query: { reason }, act }) =>
        shown(await console.deleteCertificate(appId, { id, reason }, act)),
    },
    {
      method: 'POST',
      url: `${base}/:id/reveal`,
      scope: 'certificates:reveal',
      id: 'revealCertificate',
      asks: true,
      summary: 'Show a certificate itself',
      description: 'The one answer with a certificate in it. It is noted in the audit who saw it.',
      params: certificateParams,
      reply: Type.Object({ certificate: Type.String() }),
      refusals: unknown,
      answer: async ({ params: { appId = '', id = '' }, act }) => ({
        certificate: await console.reveal(appId, id, act),
      }),
    },
  ]
}

interface NewCertificate {
  readonly place: 'primary' | 'secondary'
  readonly certificate?: string
}
