import type { Route } from '../http/routes.ts'
import { advanceClock } from './act/advance-clock.ts'
import { ban } from './act/ban.ts'
import { deleteSecondary } from './act/delete-secondary.ts'
import { expel } from './act/expel.ts'
import { liftBan } from './act/lift-ban.ts'
import { outage } from './act/outage.ts'
import { patchProject } from './act/patch-project.ts'
import { reset } from './act/reset.ts'
import { restore } from './act/restore.ts'
import { setLatency } from './act/set-latency.ts'
import { swapCertificates } from './act/swap-certificates.ts'
import { readBans } from './read/bans.ts'
import { readChannels } from './read/channels.ts'
import { readEvents } from './read/events.ts'
import { readMembers } from './read/members.ts'
import { readProjects } from './read/projects.ts'
import { readRules } from './read/rules.ts'
import { readSettings } from './read/settings.ts'
import { readStatus } from './read/status.ts'
import type { ControlVerb } from './verb.ts'

/** Every path of the control API begins with this. */
const controlRoot = '/emulator/v1'

const project = `${controlRoot}/projects/:appId`

export const controlRoutes: readonly Route<ControlVerb>[] = [
  { method: 'GET', path: controlRoot, handle: readStatus },
  { method: 'GET', path: `${controlRoot}/projects`, handle: readProjects },
  { method: 'PATCH', path: project, handle: patchProject },
  { method: 'POST', path: `${project}/swap-certificates`, handle: swapCertificates },
  { method: 'DELETE', path: `${project}/secondary`, handle: deleteSecondary },
  { method: 'GET', path: `${controlRoot}/channels`, handle: readChannels },
  { method: 'GET', path: `${controlRoot}/members`, handle: readMembers },
  { method: 'GET', path: `${controlRoot}/events`, handle: readEvents },
  { method: 'GET', path: `${controlRoot}/rules`, handle: readRules },
  { method: 'GET', path: `${controlRoot}/settings`, handle: readSettings },
  { method: 'GET', path: `${controlRoot}/bans`, handle: readBans },
  { method: 'POST', path: `${controlRoot}/bans`, handle: ban },
  { method: 'DELETE', path: `${controlRoot}/bans/:id`, handle: liftBan },
  { method: 'POST', path: `${controlRoot}/expel`, handle: expel },
  { method: 'POST', path: `${controlRoot}/clock/advance`, handle: advanceClock },
  { method: 'POST', path: `${controlRoot}/outage`, handle: outage },
  { method: 'POST', path: `${controlRoot}/restore`, handle: restore },
  { method: 'POST', path: `${controlRoot}/latency`, handle: setLatency },
  { method: 'POST', path: `${controlRoot}/reset`, handle: reset },
]
