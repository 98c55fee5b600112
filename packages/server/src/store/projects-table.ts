import type { Insertable, Kysely, Selectable } from 'kysely'
import { ServerError } from '../errors.ts'
import { sorted } from '../projects/change-project.ts'
import type { Certificate, RegisteredProject } from '../projects/registered-project.ts'
import type { Change } from './changing.ts'
import { instant } from './instant.ts'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

type ProjectActs = Pick<Store, 'listProjects' | 'findProject' | 'addProject' | 'changeProject'>

/** What the store does with projects and their keyrings. */
export function projectActs(db: Kysely<Schema>, changing: Change): ProjectActs {
  return {
    listProjects: () => readProjects(db),
    findProject: async (appId) => (await readProjects(db, appId))[0],
    addProject: (project, note) =>
      changing(async (transaction) => {
        if ((await readProjects(transaction, project.appId)).length > 0) {
          throw new ServerError('PROJECT_EXISTS', 'there is a project with this App ID')
        }
        await transaction.insertInto('projects').values(projectRow(project)).execute()
        await writeCertificates(transaction, project)
        return { result: undefined, notes: [note] }
      }),
    changeProject: (appId, change, note) =>
      changing(async (transaction) => {
        const [found] = await readProjects(transaction, appId)
        if (found === undefined)
          throw new ServerError('PROJECT_UNKNOWN', 'there is no such project')
        const { origin } = found
        const changed = { ...change(found), appId, origin }
        const row = projectRow(changed)
        await transaction.updateTable('projects').set(row).where('app_id', '=', appId).execute()
        await writeCertificates(transaction, changed)
        return { result: changed, notes: [note(changed, found)] }
      }),
  }
}

async function readProjects(
  db: Kysely<Schema>,
  appId?: string,
): Promise<readonly RegisteredProject[]> {
  let projects = db.selectFrom('projects').selectAll().orderBy('position')
  let certificates = db.selectFrom('certificates').selectAll()
  if (appId !== undefined) {
    projects = projects.where('app_id', '=', appId)
    certificates = certificates.where('app_id', '=', appId)
  }
  const keyrings = new Map<string, CertificateRow[]>()
  for (const row of await certificates.execute()) {
    const keyring = keyrings.get(row.app_id)
    if (keyring === undefined) keyrings.set(row.app_id, [row])
    else keyring.push(row)
  }
  const rows = await projects.execute()
  return rows.map((row) => projectOf(row, keyrings.get(row.app_id) ?? []))
}

type ProjectRow = Selectable<Schema['projects']>
type CertificateRow = Selectable<Schema['certificates']>

function projectOf(row: ProjectRow, certificates: readonly CertificateRow[]): RegisteredProject {
  return {
    appId: row.app_id,
    name: row.name,
    origin: row.origin,
    enabled: row.enabled === 1,
    appIdOnly: row.app_id_only === 1,
    coHost: {
      enabled: row.co_host === 1,
      confirmedAt: instant(row.co_host_confirmed_at),
      confirmedBy: row.co_host_confirmed_by ?? undefined,
    },
    certificates: sorted(certificates.map(certificateOf)),
    createdAt: Number(row.created_at),
    audit: row.audit,
  }
}

function certificateOf(row: CertificateRow): Certificate {
  return {
    id: row.id,
    place: row.place ?? undefined,
    enabled: row.enabled === 1,
    sealed: row.sealed === null ? undefined : new Uint8Array(row.sealed),
    fingerprint: row.fingerprint,
    last4: row.last4,
    createdAt: Number(row.created_at),
    activatedAt: instant(row.activated_at),
    drainingSince: instant(row.draining_since),
    retiredAt: instant(row.retired_at),
    retiredBecause: row.retired_because ?? undefined,
    disabledBecause: row.disabled_because ?? undefined,
  }
}

function projectRow({ coHost, ...project }: RegisteredProject): Insertable<Schema['projects']> {
  return {
    app_id: project.appId,
    name: project.name,
    origin: project.origin,
    enabled: Number(project.enabled),
    app_id_only: Number(project.appIdOnly),
    co_host: Number(coHost.enabled),
    co_host_confirmed_at: coHost.confirmedAt ?? null,
    co_host_confirmed_by: coHost.confirmedBy ?? null,
    created_at: project.createdAt,
    audit: project.audit,
  }
}

/** Certificates are never taken out: of a deleted one the row stays, without its secret. */
async function writeCertificates(
  db: Kysely<Schema>,
  { appId, certificates }: RegisteredProject,
): Promise<void> {
  for (const certificate of certificates) {
    const row = certificateRow(appId, certificate)
    await db
      .insertInto('certificates')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute()
  }
}

function certificateRow(appId: string, one: Certificate): Insertable<Schema['certificates']> {
  return {
    id: one.id,
    app_id: appId,
    place: one.place ?? null,
    enabled: Number(one.enabled),
    sealed: one.sealed ?? null,
    fingerprint: one.fingerprint,
    last4: one.last4,
    created_at: one.createdAt,
    activated_at: one.activatedAt ?? null,
    draining_since: one.drainingSince ?? null,
    retired_at: one.retiredAt ?? null,
    retired_because: one.retiredBecause ?? null,
    disabled_because: one.disabledBecause ?? null,
  }
}
