/** What operators do beside owners' acts. Nothing of a database is loaded before it is needed. */

export { type Backup, backUp } from './operate/back-up.ts'
export { checkConfig } from './operate/check-config.ts'
export { examine } from './operate/doctor/examine.ts'
export type { Finding } from './operate/doctor/finding.ts'
export { OperationError } from './operate/operation-error.ts'
export { type Restored, restore } from './operate/restore.ts'
