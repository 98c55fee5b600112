import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { attachAgoraRtm } from '@symbolon/client/agora-rtm'
import { attachAgoraRtmLegacy } from '@symbolon/client/agora-rtm-legacy'
import { attachAgoraWeb } from '@symbolon/client/agora-web'
import { attachAgoraWebLegacy } from '@symbolon/client/agora-web-legacy'
import { attachChat } from '@symbolon/client/chat'
import { attachNativeEngine } from '@symbolon/client/native-engine'
import { startServer } from '@symbolon/server'
import { expect, onTestFinished, test } from 'vitest'
import { outcome, scene, sourceOn } from './fixture.ts'
import { Recorder } from './recorder.ts'
import { appId, stage } from './virtual-web-client.ts'

const attaching = {
  attachAgoraRtm,
  attachAgoraRtmLegacy,
  attachAgoraWebLegacy,
  attachChat,
  attachNativeEngine,
}

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
const blocks = Array.from(
  readme.matchAll(/<!-- readme-test: .+ -->\n```js\n([\s\S]*?)```/g),
  ([, code]) => code!,
)
/** The block whose code has this in it. */
const block = (text: string) => blocks.find((code) => code.includes(text))!

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
  expect(blocks).toEqual(all)
  expect(blocks).toHaveLength(3 + Object.keys(adapters).length)
})

async function run(text: string, names: Readonly<Record<string, unknown>>): Promise<void> {
  const withoutImports = block(text).replace(/^import .*\n/gm, '')
  await new AsyncFunction(...Object.keys(names), withoutImports)(...Object.values(names))
}

/** What the example of an adapter runs with, what happens to its client then, and what the client was asked for. */
const adapters: Readonly<Record<string, (on: { readonly sdk: Recorder }) => readonly string[]>> = {
  attachAgoraWebLegacy({ sdk }) {
    sdk.emit('onTokenPrivilegeDidExpire')
    return ['join 007token0 lobby 7', 'publish camera', 'join 007token1 lobby 7', 'publish camera']
  },
  attachAgoraRtm({ sdk }) {
    sdk.emit('tokenPrivilegeWillExpire', 'stage')
    const end = { currentState: 'FAILED', serviceType: 'MESSAGE', reasonCode: 'TOKEN_EXPIRED' }
    sdk.emit('linkState', end)
    const again = ['login 007token2', 'subscribe lobby']
    return ['login 007token0', 'subscribe lobby', 'renewToken 007token1 stage', ...again]
  },
  attachAgoraRtmLegacy({ sdk }) {
    sdk.emit('ConnectionStateChanged', 'ABORTED', 'TOKEN_EXPIRED')
    return ['login 007token0 ada', 'join channel', 'login 007token1 ada', 'join channel']
  },
  attachNativeEngine({ sdk }) {
    sdk.handler!.onRequestToken()
    return ['joinChannel 007token0', 'leaveChannel', 'joinChannel 007token1']
  },
  attachChat({ sdk }) {
    sdk.chat!.onTokenExpired()
    return ['open ada 007token0', 'open ada 007token1']
  },
}

test.each(Object.keys(adapters))('the example for %s keeps its client in', async (kind) => {
  const { world, source, device } = scene()
  const stageSource = sourceOn(device, { channel: 'stage' }).source
  const sdk = new Recorder()
  const called = (what: string) => () => void sdk.calls.push(what)
  const client = Object.assign(sdk, {
    subscribe: async (name: string) => called(`subscribe ${name}`)(),
    leaveChannel: called('leaveChannel'),
    joinChannel: (token: string) => {
      sdk.calls.push(`joinChannel ${token}`)
      for (const state of [2, 3]) sdk.handler!.onConnectionStateChanged({}, state)
    },
  })
  const names = {
    client,
    engine: client,
    connection: client,
    source,
    stageSource,
    camera: 'camera',
  }
  const channel = { join: called('join channel') }
  await outcome(world, run(`${kind}(`, { ...attaching, ...names, channel }), 2)
  const expected = adapters[kind]!({ sdk })
  await world.advance(2)
  expect(sdk.calls).toEqual(expected)
})

test('the example with a back end is refused, and has its token after the sign-in', async () => {
  let asked = 0
  const backEnd = createServer(async (request, reply) => {
    const body = JSON.parse(await text(request))
    const issuedAt = Math.floor(Date.now() / 1000)
    const made = { token: `007 ${body.channel} ${body.uid}`, issuedAt, expiresAt: issuedAt + 3600 }
    reply.statusCode = asked++ === 0 ? 401 : 200
    reply.end(JSON.stringify(made))
  })
  await new Promise<void>((resolve) => backEnd.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void backEnd.close())
  const { port } = backEnd.address() as AddressInfo
  const file = join(folder('backend'), 'example.mjs')
  writeFileSync(file, block('fetchToken').replace('localhost:3000', `127.0.0.1:${port}`))
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
  expect(await text(child.stdout)).toBe('401 sign in again\nTOKEN_REFUSED\n007\n')
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
  writeFileSync(file, block('url: ').replace('http://localhost:8080', server.url))
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
  expect(await text(child.stdout)).toBe('007 true\n')
})

test('the example for the Web SDK joins, publishes and changes its role', async () => {
  const { client, source, world } = stage({ lifeSeconds: 3600 })
  const names = { attachAgoraWeb, client, source, appId, microphone: 'audio', camera: 'video' }
  await outcome(world, run('attachAgoraWeb(', names), 5)
  expect(client.calls).toEqual([
    'join lobby 7',
    'publish audio,video',
    'unpublish',
    'setClientRole audience',
    'renewToken',
  ])
})
