/** Projects, for who mints and proves and keeps them without a server. Nothing of a database is loaded before it is opened. */

export { type Authority, keptAuthority, ownAuthority } from './authority.ts'
export { halfCredentials } from './config/half-credentials.ts'
export { readSettings } from './config/read-settings.ts'
export { ServerError } from './errors.ts'
export { dataDirOf, openProject } from './project/open-project.ts'
export type { Project } from './project/project.ts'
export type { Changed, Console, NewProject } from './projects/console.ts'
export {
  type Certificate,
  primaryOf,
  type RegisteredProject,
  secondaryOf,
  stateOf,
} from './projects/registered-project.ts'
