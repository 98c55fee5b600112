import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCustomer, startEmulator } from '@symbolon/emulator'
import { startServer } from '@symbolon/server'
import { expect, onTestFinished, test } from 'vitest'
import { startBot } from '../../examples/node-bot/bot.js'

const appId = '970CA35de60c44645bbae8a215061b33'
const certificate = '5CFd2fd1755d40ecb72977518be15d3b'
const channel = 'lobby'
const apiKey = 'a-key-for-this-run-alone'

/** A token server on the emulator's clock. @returns where it gives tokens */
async function tokenServer(now: () => number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'node-bot-'))
  const silent = () => undefined
  const server = await startServer({
    command: 'dev',
    lan: false,
    env: {
      PORT: '0',
      SYMBOLON_DATA_DIR: folder,
      SYMBOLON_DRAIN_SECONDS: '0',
      SYMBOLON_API_KEY: apiKey,
      AGORA_APP_ID: appId,
      AGORA_APP_CERTIFICATE: certificate,
    },
    cwd: folder,
    tokenNow: now,
    log: { info: silent, warn: silent, error: silent, close: silent },
  })
  onTestFinished(async () => {
    await server.close(0.2)
    rmSync(folder, { recursive: true })
  })
  return `${server.url}/v1/tokens`
}

test('a bot that was put out because its token ended joins again', async () => {
  const emulator = startEmulator({ projects: [{ appId, certificate }] })
  onTestFinished(() => emulator.close())
  const lines: string[] = []
  let joins = 0
  const bot = await startBot({
    tokenServer: await tokenServer(() => Math.floor(emulator.clock.now())),
    apiKey,
    rest: 'http://127.0.0.1:9',
    customer: makeCustomer(),
    place: { appId, channel, uid: 900 },
    join: (token: string) => {
      joins += 1
      const member = emulator.join({ channel, token, uid: 900 })
      if (joins === 1) member.renewToken = () => Promise.reject(new Error('timeout'))
      return member
    },
    isBanned: () => false,
    log: (line: string) => lines.push(line),
  })
  const isIn = '900 is in lobby'
  const failed = 'the SDK did not take the token: timeout'
  emulator.clock.advance('59m30s') // the warning
  await expect.poll(() => lines).toEqual([isIn, failed])
  emulator.clock.advance('30s') // the end
  await expect.poll(() => lines).toEqual([isIn, failed, 'put out: the token has ended', isIn])
  emulator.clock.advance('59m') // the next warning
  await expect.poll(() => lines.at(-1)).toBe('renewed')
  await bot.stop()
})
