import { join } from 'node:path'
import type { RunningServer, StartOptions } from '@symbolon/server'
import { onTestFinished } from 'vitest'
import { type Authority, openAuthority } from '../src/authority.ts'
import { scopes as allScopes, type Scope } from '../src/keys/scopes.ts'
import { acting } from './acting.ts'
import { type CollectingLog, start, temporaryFolder } from './fixture.ts'

export const appId = '970ca35de60c44645bbae8a215061b33'
export const certificate = '5cfd2fd1755d40ecb72977518be15d3b'

export const seconds = (): number => Math.floor(Date.now() / 1000)

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: a reply that a test looks into
  readonly body: any
}

export interface Kept {
  readonly dataDir: string
  readonly authority: Authority
  /** a new key, as text */
  readonly keyFor: (...scopes: readonly Scope[]) => Promise<string>
}

export interface Calling {
  readonly server: RunningServer & { readonly log: CollectingLog }
  /** `line` is a method and a path */
  readonly call: (line: string, how?: Calls) => Promise<Answer>
}

interface Calls {
  readonly key?: string | undefined
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

const everything = {
  rules: [
    { name: 'keys', effect: 'allow' },
    { name: 'everyone', effect: 'allow', caller: { kind: 'anonymous' } },
  ],
} as const

/** A database with one imported project, open to every caller. */
export async function keptProject(): Promise<Kept> {
  const dataDir = temporaryFolder()
  const authority = await openAuthority(join(dataDir, 'symbolon.db'), {
    masterKey: undefined,
    dataDir,
  })
  onTestFinished(() => authority.close())
  await authority.console.create({ name: 'Shop', appId, certificate }, acting(seconds()))
  await authority.store.setPolicy({ appId, policy: everything }, acting(seconds()))
  const keyFor = async (...scopes: readonly Scope[]) => {
    const wish = { name: 'test', scopes: scopes.length === 0 ? allScopes : scopes }
    return (await authority.keys.create(wish, acting(seconds()))).text
  }
  return { dataDir, authority, keyFor }
}

/** A server of that database. */
export async function serving(
  { dataDir }: Kept,
  env: Record<string, string> = {},
  command: 'dev' | 'serve' = 'dev',
  clocks: Pick<StartOptions, 'tokenNow' | 'systemNow'> = {},
): Promise<Calling> {
  const server = await start({ SYMBOLON_DATA_DIR: dataDir, ...env }, { command, ...clocks })
  const call: Calling['call'] = async (line, { key, body, headers } = {}) => {
    const [method = '', path = ''] = line.split(' ')
    const answer = await fetch(server.url + path, {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const isJson = /\/(problem\+)?json/.test(answer.headers.get('content-type') ?? '')
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      body: isJson && JSON.parse(text),
    }
  }
  return { server, call }
}
