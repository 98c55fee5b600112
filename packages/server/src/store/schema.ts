import type { ColumnType, Generated } from 'kysely'
import type { AnswersTable } from './answers-table.ts'
import type { AuditCutsTable } from './audit-cuts-table.ts'
import type { AuditHeadsTable, AuditTable } from './audit-table.ts'
import type { BansTable } from './bans-table.ts'
import type { IssuersTable } from './issuers-table.ts'
import type { LeasesTable } from './leases-table.ts'
import type { DrainsTable, GrantsTable } from './ledger-table.ts'
import type { PoliciesTable } from './policies-table.ts'
import type { UserSessionsTable } from './user-sessions-table.ts'
import type { UsersTable } from './users-table.ts'

/** Booleans are 0 and 1, instants Unix seconds in 8 bytes: so both databases read alike. */
export interface Schema {
  readonly projects: {
    readonly position: Generated<number>
    readonly app_id: string
    readonly name: string
    readonly origin: 'local' | 'linked'
    readonly enabled: number
    readonly app_id_only: number
    readonly co_host: number
    readonly co_host_confirmed_at: Instant | null
    readonly co_host_confirmed_by: string | null
    readonly created_at: Instant
    readonly audit: 'strict' | 'buffered'
  }
  readonly certificates: {
    readonly id: string
    readonly app_id: string
    readonly place: 'primary' | 'secondary' | null
    readonly enabled: number
    readonly sealed: Uint8Array | null
    readonly fingerprint: string
    readonly last4: string
    readonly created_at: Instant
    readonly activated_at: Instant | null
    readonly draining_since: Instant | null
    readonly retired_at: Instant | null
    readonly retired_because: string | null
    readonly disabled_because: string | null
  }
  readonly api_keys: {
    readonly position: Generated<number>
    readonly id: string
    readonly name: string
    /** with a space between */
    readonly scopes: string
    readonly hash: string
    readonly last4: string
    readonly created_at: Instant
    readonly expires_at: Instant | null
    readonly revoked_at: Instant | null
    readonly last_used_at: Instant | null
    readonly replaced_by: string | null
  }
  readonly kept_values: { readonly name: string; readonly value: string }
  readonly grants: GrantsTable
  readonly drains: DrainsTable
  readonly audit: AuditTable
  readonly audit_heads: AuditHeadsTable
  readonly audit_cuts: AuditCutsTable
  readonly policies: PoliciesTable
  readonly issuers: IssuersTable
  readonly bans: BansTable
  readonly answers: AnswersTable
  readonly leases: LeasesTable
  readonly users: UsersTable
  readonly user_sessions: UserSessionsTable
  /** one row */
  readonly revisions: { readonly projects: number }
}

/** PostgreSQL gives 8 bytes as text. */
type Instant = ColumnType<number | string, number, number>
