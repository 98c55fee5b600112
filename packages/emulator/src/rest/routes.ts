import type { Route } from '../http/routes.ts'
import { listChannels } from './channels/list-channels.ts'
import { listHosts } from './channels/list-hosts.ts'
import { listUsers } from './channels/list-users.ts'
import { userStatus } from './channels/user-status.ts'
import { createRule } from './kicking-rule/create-rule.ts'
import { deleteRule } from './kicking-rule/delete-rule.ts'
import { listRules } from './kicking-rule/list-rules.ts'
import { updateRule } from './kicking-rule/update-rule.ts'
import { createProject } from './projects/create-project.ts'
import { getProject } from './projects/get-project.ts'
import { listProjects } from './projects/list-projects.ts'
import { resetCertificate } from './projects/reset-certificate.ts'
import { setRecordingServer } from './projects/set-recording-server.ts'
import { setStatus } from './projects/set-status.ts'
import { switchCertificate } from './projects/switch-certificate.ts'
import type { Verb } from './verb.ts'

const kickingRule = '/dev/v1/kicking-rule'

/** The platform's REST, whole. The usage queries (`/dev/v3/usage`) are not answered. */
export const restRoutes: readonly Route<Verb>[] = [
  { method: 'POST', path: kickingRule, handle: createRule },
  { method: 'GET', path: kickingRule, handle: listRules },
  { method: 'PUT', path: kickingRule, handle: updateRule },
  { method: 'DELETE', path: kickingRule, handle: deleteRule },
  { method: 'GET', path: '/dev/v1/channel/:appid', handle: listChannels },
  { method: 'GET', path: '/dev/v1/channel/user/property/:appid/:uid/:cname', handle: userStatus },
  { method: 'GET', path: '/dev/v1/channel/user/:appid/:cname/hosts_only', handle: listHosts },
  { method: 'GET', path: '/dev/v1/channel/user/:appid/:cname', handle: listUsers },
  { method: 'POST', path: '/dev/v1/project', handle: createProject },
  { method: 'GET', path: '/dev/v1/project', handle: getProject },
  { method: 'GET', path: '/dev/v1/projects', handle: listProjects },
  { method: 'POST', path: '/dev/v1/project_status', handle: setStatus },
  { method: 'POST', path: '/dev/v1/signkey', handle: switchCertificate },
  { method: 'POST', path: '/dev/v1/reset_signkey', handle: resetCertificate },
  { method: 'POST', path: '/dev/v1/recording_config', handle: setRecordingServer },
]
