import { checkChannel } from '@symbolon/token'
import Type from 'typebox'
import type { Changed, NewProject, ProjectWish } from '../projects/console.ts'
import { publicProject } from '../projects/public-project.ts'
import { findingsOf } from '../v1/findings.ts'
import { nextCursor, pageOf, pageQuery } from './page.ts'
import {
  changed,
  changeProjectBody,
  drains,
  newProjectBody,
  appIdParams as params,
  project,
  tempTokenBody,
  tempTokenReply,
} from './project-schemas.ts'
import { type AdminRoute, type Owner, refuseField } from './route.ts'

const unknown = { 404: 'There is no such project.' }

export function shown({ project: one, byHand }: Changed): object {
  return { project: publicProject(one), byHand }
}

/** `/v1/projects`. */
export function projectRoutes({ console }: Owner): AdminRoute[] {
  return [...readRoutes(console), ...changeRoutes(console), ...otherRoutes(console)]
}

function readRoutes(console: Owner['console']): AdminRoute[] {
  return [
    {
      method: 'GET',
      url: '/v1/projects',
      scope: 'projects:read',
      id: 'listProjects',
      summary: 'List projects',
      description: 'In the order in which they came.',
      query: pageQuery,
      reply: Type.Object({ projects: Type.Array(project), nextCursor }),
      refusals: {},
      answer: async ({ query }) => {
        const { items, ...next } = pageOf(await console.list(), ({ appId }) => appId, query)
        return { projects: items.map(publicProject), ...next }
      },
    },
    {
      method: 'GET',
      url: '/v1/projects/:appId',
      scope: 'projects:read',
      id: 'showProject',
      summary: 'Show a project',
      description: 'With how many tokens of each certificate are still about.',
      params,
      reply: Type.Object({ project, drains }),
      refusals: unknown,
      answer: async ({ params: { appId }, at }) => {
        const one = await console.show(appId!)
        const known = [...(await console.drains(appId!, at))]
        return {
          project: publicProject(one),
          drains: known.map(([certificateId, drain]) => ({ certificateId, ...drain })),
        }
      },
    },
  ]
}

function changeRoutes(console: Owner['console']): AdminRoute[] {
  return [
    {
      method: 'POST',
      url: '/v1/projects',
      scope: 'projects:write',
      id: 'createProject',
      summary: 'Make a project, or bring one here',
      body: newProjectBody,
      status: 201,
      reply: changed,
      refusals: { 409: 'There is a project with this App ID.' },
      answer: async ({ body, act }) => shown(await console.create(newProject(body), act)),
    },
    {
      method: 'PATCH',
      url: '/v1/projects/:appId',
      scope: 'projects:write',
      id: 'changeProject',
      summary: 'Rename a project, switch it, its co-host authentication or its audit',
      params,
      body: changeProjectBody,
      reply: changed,
      refusals: unknown,
      answer: async ({ params: { appId }, body, act }) =>
        shown(await console.change(appId!, body as ProjectWish, act)),
    },
  ]
}

function otherRoutes(console: Owner['console']): AdminRoute[] {
  return [
    {
      method: 'DELETE',
      url: '/v1/projects/:appId/no-certificate',
      scope: 'projects:write',
      id: 'deleteNoCertificate',
      summary: 'Refuse joins with the App ID alone',
      params,
      reply: changed,
      refusals: { ...unknown, 409: 'Nobody could join any more.' },
      answer: async ({ params: { appId }, act }) =>
        shown(await console.deleteNoCertificate(appId!, act)),
    },
    {
      method: 'POST',
      url: '/v1/projects/:appId/temp-tokens',
      scope: 'tokens:temp',
      id: 'makeTempToken',
      summary: 'Make a temporary token',
      description:
        'For a day, one channel and any user, RTC alone. No limit of this server binds it.',
      params,
      body: tempTokenBody,
      status: 201,
      reply: tempTokenReply,
      refusals: {
        ...unknown,
        403: 'It would let in who is banned, or the project is disabled.',
        409: 'The project has no certificate.',
      },
      answer: ({ params: { appId }, body, act: asked, tokenAt: at }) => {
        const { channel } = body as { readonly channel: string }
        const findings = findingsOf([])
        findings.rule('#/channel', () => checkChannel(channel, { wildcards: false }))
        findings.refuseIfAny()
        return console.tempToken(appId!, channel, { ...asked, at })
      },
    },
  ]
}

/** What belongs to made projects and what to imported ones excludes each other. */
function newProject(body: unknown): NewProject {
  const wish = body as NewProject
  if (wish.appId === undefined && wish.certificate !== undefined) {
    throw refuseField('#/certificate', 'FIELD_CONFLICT', 'belongs to an imported project: appId')
  }
  if (wish.appId !== undefined && wish.appIdOnly) {
    throw refuseField('#/appIdOnly', 'FIELD_CONFLICT', 'is for projects that are made here')
  }
  return wish
}
