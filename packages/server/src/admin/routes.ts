import type { FastifyInstance } from 'fastify'
import { refuseOtherMethods } from '../v1/guard.ts'
import { auditRoutes, exportAudit } from './audit.ts'
import { banRoutes } from './bans.ts'
import { certificateRoutes } from './certificates.ts'
import { emergencyRoutes } from './emergency.ts'
import { grantRoutes } from './grants.ts'
import { issuerRoutes } from './issuers.ts'
import { keyRoutes } from './keys.ts'
import { policyRoutes } from './policies.ts'
import { policyQuestionRoutes } from './policy-questions.ts'
import { policyReplayRoutes } from './policy-replay.ts'
import { projectRoutes } from './projects.ts'
import { pushRoutes } from './push.ts'
import { type AdminDeps, type AdminRoute, answerRoute } from './route.ts'
import { userRoutes } from './users.ts'

/** What owners do with projects, certificates, policies, keys, issuers and users, on an app that settles who asks. */
export function answerAdmin(app: FastifyInstance, deps: AdminDeps): void {
  const routes = [
    ...projectRoutes(deps),
    ...certificateRoutes(deps),
    ...emergencyRoutes(deps),
    ...banRoutes(deps),
    ...pushRoutes(deps),
    ...policyRoutes(deps),
    ...policyQuestionRoutes(deps),
    ...policyReplayRoutes(deps),
    ...grantRoutes(deps),
    ...auditRoutes(deps),
    ...keyRoutes(deps),
    ...issuerRoutes(deps),
    ...userRoutes(deps),
  ]
  exportAudit(app, deps)
  const byUrl = new Map<string, AdminRoute[]>()
  for (const route of routes) {
    answerRoute(app, deps, route)
    byUrl.set(route.url, [...(byUrl.get(route.url) ?? []), route])
  }
  refuseOtherMethods(app, {
    ...{ url: '/v1/audit/export', served: ['GET', 'HEAD'], scope: 'audit:read' },
  })
  for (const [url, own] of byUrl) {
    const served = own.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    refuseOtherMethods(app, { url, served, scope: own[0]!.scope })
  }
}
