/** Projects, for who mints and proves and keeps them without a server. Nothing of a database is loaded before it is opened. */

export type { Act } from './act.ts'
export type { AuditDesk, ShownEntry } from './audit/audit-desk.ts'
export type { VerifiedChain } from './audit/verify-audit.ts'
export { verifyExport } from './audit/verify-export.ts'
export { type Authority, keptAuthority, ownAuthority } from './authority.ts'
export { type Ban, spanBounds } from './bans/ban.ts'
export { leftOver } from './bans/left-over.ts'
export { type PlatformView, publicBan, shownState } from './bans/public-ban.ts'
export { type NamedTarget, readTarget } from './bans/read-target.ts'
export { halfCredentials } from './config/half-credentials.ts'
export { secretAddress } from './config/kinds.ts'
export { readSettings } from './config/read-settings.ts'
export { ServerError } from './errors.ts'
export { type OverGrant, overGrants } from './grants/over-grants.ts'
export { algorithms, type Issuer, usualAlgorithms } from './issuers/issuer.ts'
export { type ApiKey, type KeyState, keyState } from './keys/api-key.ts'
export type { KeyDesk } from './keys/key-desk.ts'
export { publicKey } from './keys/public-key.ts'
export { isScope, type Scope, scopes, scopeTexts, usualScopes } from './keys/scopes.ts'
export { clean } from './observe/clean.ts'
export { dataDirOf, openProject } from './project/open-project.ts'
export type { Project } from './project/project.ts'
export type { Changed, Console, NewProject } from './projects/console.ts'
export type { Emergency } from './projects/emergency.ts'
export { openCertificate } from './projects/keyring.ts'
export { publicProject } from './projects/public-project.ts'
export {
  type Certificate,
  primaryOf,
  type RegisteredProject,
  secondaryOf,
  stateOf,
} from './projects/registered-project.ts'
export type { ChannelToll, Drain, LedgerEntry, Toll } from './record/ledger.ts'
export { NothingKept } from './store/nothing-kept.ts'
export { tokenIdOf, tokenNameOf } from './token-id.ts'
export { isRole, type Role, roles, roleTexts } from './users/roles.ts'
export { publicSession, type Session } from './users/session.ts'
export { publicUser, type User } from './users/user.ts'
