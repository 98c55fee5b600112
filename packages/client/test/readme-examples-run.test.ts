import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { attachAgoraWeb } from '@symbolon/client/agora-web'
import { startServer } from '@symbolon/server'
import { expect, onTestFinished, test } from 'vitest'
import { outcome } from './fixture.ts'
import { appId, stage } from './virtual-web-client.ts'

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
const blocks = Array.from(
  readme.matchAll(/<!-- readme-test: (\w+) -->\n```js\n([\s\S]*?)```/g),
  ([, kind, code]) => ({ kind: kind!, code: code! }),
)
const block = (kind: string) => blocks.find((one) => one.kind === kind)!.code

const AsyncFunction = (async () => undefined).constructor as new (
  ...text: string[]
) => (...values: unknown[]) => Promise<void>

/** Inside the repository, so that the packages are found. */
function folder(name: string): string {
  const path = join(import.meta.dirname, '../../../.cache', `client-readme-${name}-${process.pid}`)
  mkdirSync(path, { recursive: true })
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

test('every block of code in the README is run by a test', () => {
  const all = Array.from(readme.matchAll(/```js\n([\s\S]*?)```/g), ([, code]) => code)
  expect(blocks.map(({ code }) => code)).toEqual(all)
  expect(blocks.map(({ kind }) => kind)).toEqual(['node', 'web'])
})

test('the example for Node gets a token of a real server, as it is printed', async () => {
  const path = folder('node')
  const silent = () => undefined
  const server = await startServer({
    command: 'dev',
    lan: false,
    env: { PORT: '0', SYMBOLON_DATA_DIR: path, SYMBOLON_DRAIN_SECONDS: '0' },
    cwd: path,
    log: { info: silent, warn: silent, error: silent, close: silent },
  })
  onTestFinished(() => server.close(0.2))
  const file = join(path, 'example.mjs')
  writeFileSync(file, block('node').replace('http://localhost:8080', server.url))
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
  expect(await text(child.stdout)).toBe('007 true\n')
})

test('the example for the Web SDK joins, publishes and changes its role', async () => {
  const { client, source, world } = stage({ lifeSeconds: 3600 })
  const names = { attachAgoraWeb, client, source, appId, microphone: 'audio', camera: 'video' }
  const withoutImports = block('web').replace(/^import .*\n/gm, '')
  const run = new AsyncFunction(...Object.keys(names), withoutImports)
  await outcome(world, run(...Object.values(names)), 5)
  expect(client.calls).toEqual([
    'join lobby 7',
    'publish audio,video',
    'unpublish',
    'setClientRole audience',
    'renewToken',
  ])
})
