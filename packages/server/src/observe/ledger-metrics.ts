import { Gauge, type Registry } from 'prom-client'
import type { RegisteredProject } from '../projects/registered-project.ts'
import type { Store } from '../store/store.ts'
import { cachedReading } from './cached-reading.ts'

/** Counting a million live tokens takes a database some hundredths of a second; nobody needs it more often. */
const cachedSeconds = 30

/** Certificates that are counted, the ones that sign first: each is a question to the database. */
const mostCertificates = 100

export interface LedgerFacts {
  readonly store: Pick<Store, 'listProjects'> & {
    readonly ledger: Pick<Store['ledger'], 'drainOf'>
  }
  /** Unix seconds */
  readonly now: () => number
}

interface Registered {
  readonly registry: Registry
  readonly projectLabel: (appId: string) => string
  readonly storeFailed: (op: string) => void
}

interface Counted {
  readonly project: string
  readonly cert: string
  readonly place: string
  readonly tokens: number
  readonly lastEndsAt: number
  readonly createdAt: number
}

/** What is live, asked of the ledger when somebody looks, and not again for a while. */
export function measureLedger(
  { registry, projectLabel, storeFailed }: Registered,
  { store, now }: LedgerFacts,
): void {
  // what the first of them reads, the others find
  const reading = cachedReading<readonly Counted[]>({
    read: () => count(store, projectLabel, now()),
    nothing: [],
    onFault: () => storeFailed('metrics'),
    ...{ seconds: cachedSeconds, now },
  })
  for (const { name, help, byProject, read } of gauges) {
    new Gauge({
      name,
      help,
      labelNames: byProject ? ['project'] : ['project', 'cert', 'place'],
      registers: [registry],
      async collect() {
        const all = await reading()
        this.reset()
        for (const one of all) {
          const { project, cert, place } = one
          if (byProject) this.inc({ project }, read(one, now()))
          else if (project !== 'other') this.set({ project, cert, place }, read(one, now()))
        }
      },
    })
  }
}

const gauges: readonly {
  readonly name: string
  readonly help: string
  readonly byProject?: true
  readonly read: (one: Counted, now: number) => number
}[] = [
  {
    name: 'symbolon_live_grants',
    help: 'Tokens that have not ended.',
    byProject: true,
    read: ({ tokens }) => tokens,
  },
  {
    name: 'symbolon_certificate_unexpired_tokens',
    help: 'Tokens of a certificate that have not ended.',
    read: ({ tokens }) => tokens,
  },
  {
    name: 'symbolon_certificate_last_token_seconds',
    help: 'Until the last token of a certificate ends; 0 when there is none.',
    read: ({ lastEndsAt }, now) => Math.max(0, lastEndsAt - now),
  },
  {
    name: 'symbolon_certificate_age_seconds',
    help: 'Since a certificate came here.',
    read: ({ createdAt }, now) => now - createdAt,
  },
]

async function count(
  { listProjects, ledger }: LedgerFacts['store'],
  projectLabel: (appId: string) => string,
  now: number,
): Promise<Counted[]> {
  const counted: Counted[] = []
  for (const { project, certificate } of inUse(await listProjects())) {
    const { unexpiredTokens, lastEndsAt = 0 } = await ledger.drainOf(certificate.id, now)
    const { id: cert, place = '', createdAt } = certificate
    const label = projectLabel(project.appId)
    counted.push({ project: label, cert, place, tokens: unexpiredTokens, lastEndsAt, createdAt })
  }
  return counted
}

/** Primaries first: should there be too many, they are what somebody watches. */
function inUse(projects: readonly RegisteredProject[]) {
  const all = projects.flatMap((project) =>
    project.certificates.map((certificate) => ({ project, certificate })),
  )
  const of = (place: 'primary' | 'secondary') =>
    all.filter(({ certificate }) => certificate.place === place)
  return [...of('primary'), ...of('secondary')].slice(0, mostCertificates)
}
