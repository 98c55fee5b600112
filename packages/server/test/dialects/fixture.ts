import { onTestFinished } from 'vitest'
import { type AppDeps, createApp } from '../../src/app.ts'
import { answerEveryone } from '../../src/caller/authenticate.ts'
import type { DialectSettings } from '../../src/config/dialect-settings.ts'
import { dialects } from '../../src/dialects/dialects.ts'
import { issueToken } from '../../src/issue.ts'
import { mintGrant } from '../../src/mint/mint-grant.ts'
import { dataOf, type Fields } from '../../src/observe/log.ts'
import { decide } from '../../src/policy/decide.ts'
import type { Project } from '../../src/project/project.ts'
import { oneProject } from '../../src/projects/signing-projects.ts'
import { recordGrant } from '../../src/record/record.ts'

/** The public sample values of the official test vectors. */
export const project = {
  appId: '970CA35de60c44645bbae8a215061b33',
  certificate: '5CFd2fd1755d40ecb72977518be15d3b',
  demo: false,
}

/** When the first recordings were made; every token of these tests is issued then. */
export const now = 1_795_227_055

interface LogLine {
  readonly level: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly message: string
}

type Options = Partial<DialectSettings> &
  Partial<Pick<AppDeps, 'authenticate' | 'corsAllowOrigin'> & { readonly project?: Project }>

const limits = {
  headersTimeoutSeconds: 5,
  requestTimeoutSeconds: 10,
  keepAliveSeconds: 5,
  maxConnections: 100,
}

/** The whole application without a port, and all it logs. Closed when the test ends. */
export async function dialectApp(options: Options = {}) {
  const lines: LogLine[] = []
  const write = (level: string) => (fields: Fields, message: string) => {
    lines.push({ level, fields: { ...dataOf(fields) }, message })
  }
  const log = { info: write('info'), warn: write('warn'), error: write('error') }
  const { authenticate = answerEveryone, corsAllowOrigin = '*' } = options
  const projects = oneProject(options.project ?? project)
  const app = await createApp({
    issue: issueToken({
      authenticate,
      decide: decide({ projects, maxTokenSeconds: 86_400 }),
      mint: mintGrant(projects),
      record: recordGrant(log),
      tokenNow: () => now,
      systemNow: () => now,
    }),
    authenticate,
    projects,
    keyNeeded: false,
    pasteBox: undefined,
    dialects,
    dialectSettings: {
      strict: new Set(),
      format: {},
      rtcPathDialect: 'agora-token-service',
      fetchTokenSeconds: 3600,
      ...options,
    },
    corsAllowOrigin,
    readiness: { draining: false },
    limits,
    log,
    tokenNow: () => now,
    systemNow: () => now,
  })
  onTestFinished(() => app.close())
  return { app, lines }
}
