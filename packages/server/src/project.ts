/** The project alone, for who mints and proves without a server: none of the server's dependencies is loaded. */

export { halfCredentials } from './config/half-credentials.ts'
export { readSettings } from './config/read-settings.ts'
export { dataDirOf, openProject } from './project/open-project.ts'
export type { Project } from './project/project.ts'
