import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningServer, type StartOptions, startServer } from '@symbolon/server'
import { onTestFinished } from 'vitest'
import { type AppDeps, createApp } from '../src/app.ts'
import { answerEveryone } from '../src/caller/authenticate.ts'
import { issueToken } from '../src/issue.ts'
import { mintGrant } from '../src/mint/mint-grant.ts'
import { dataOf, type Fields } from '../src/observe/log.ts'
import { decide } from '../src/policy/decide.ts'
import type { Project } from '../src/project/project.ts'
import { oneProject } from '../src/projects/signing-projects.ts'
import { recordGrant } from '../src/record/record.ts'

/** The public sample values of the official test vectors. */
export const project: Project = {
  appId: '970CA35de60c44645bbae8a215061b33',
  certificate: '5CFd2fd1755d40ecb72977518be15d3b',
  demo: false,
}

/** Every token of an app under test is issued then. */
export const now = 1_795_227_055

export const key = 'a-key-of-sixteen-characters-or-more'

interface LogLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly fields: Readonly<Record<string, unknown>>
  readonly message: string
}

export interface CollectingLog {
  readonly lines: LogLine[]
  readonly info: (fields: Fields, message: string) => void
  readonly warn: (fields: Fields, message: string) => void
  readonly error: (fields: Fields, message: string) => void
  readonly close: () => void
}

function collectingLog(): CollectingLog {
  const lines: LogLine[] = []
  const write = (level: LogLine['level']) => (fields: Fields, message: string) => {
    lines.push({ level, fields: { ...dataOf(fields) }, message })
  }
  const close = () => undefined
  return { lines, info: write('info'), warn: write('warn'), error: write('error'), close }
}

type AppOptions = Partial<AppDeps> & {
  readonly maxTokenSeconds?: number
  readonly project?: Project
}

/** The application without a port and without dialects, and all it logs. Closed when the test ends. */
export async function testApp({
  maxTokenSeconds = 86_400,
  project: own = project,
  ...options
}: AppOptions = {}) {
  const log = collectingLog()
  const projects = oneProject(own)
  const clocks = { tokenNow: () => now, systemNow: () => now }
  const deps = { authenticate: answerEveryone, projects, ...clocks, log, ...options }
  const app = await createApp({
    issue: issueToken({
      authenticate: deps.authenticate,
      decide: decide({ projects: deps.projects, maxTokenSeconds }),
      mint: mintGrant(deps.projects),
      record: recordGrant(deps.log),
      tokenNow: deps.tokenNow,
      systemNow: deps.systemNow,
    }),
    keyNeeded: false,
    pasteBox: undefined,
    dialects: [],
    dialectSettings: {
      strict: new Set(),
      format: {},
      rtcPathDialect: 'agora-token-service',
      fetchTokenSeconds: 3600,
    },
    corsAllowOrigin: '*',
    readiness: { draining: false },
    limits: {
      headersTimeoutSeconds: 5,
      requestTimeoutSeconds: 10,
      keepAliveSeconds: 5,
      maxConnections: 100,
    },
    ...deps,
  })
  onTestFinished(() => app.close())
  const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url, payload, headers })
  return { app, post, lines: log.lines }
}

/** A folder that is gone when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'symbolon-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A server on a free port, with nothing of this machine's environment. Stopped when the test ends. */
export async function start(
  env: Record<string, string> = {},
  options: Partial<StartOptions> = {},
): Promise<RunningServer & { readonly log: CollectingLog }> {
  const folder = temporaryFolder()
  const log = collectingLog()
  const server = await startServer({
    command: 'dev',
    lan: false,
    env: { PORT: '0', SYMBOLON_DATA_DIR: folder, SYMBOLON_DRAIN_SECONDS: '0', ...env },
    cwd: folder,
    log,
    ...options,
  })
  onTestFinished(() => server.close(0.2))
  return { ...server, log }
}
