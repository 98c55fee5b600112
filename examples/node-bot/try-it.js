// A real token server and the emulator in this process, one clock for both; then an hour passes.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRest, listener, makeCustomer, startEmulator } from '@symbolon/emulator'
import { startServer } from '@symbolon/server'
import { rtcToken } from '@symbolon/token'
import { startBot } from './bot.js'

const appId = '970CA35de60c44645bbae8a215061b33'
const certificate = '5CFd2fd1755d40ecb72977518be15d3b'
const channel = 'lobby'
const apiKey = 'a-key-for-this-run-alone'
const emulator = startEmulator({ projects: [{ appId, certificate }] })
const now = () => Math.floor(emulator.clock.now())

const folder = mkdtempSync(join(tmpdir(), 'node-bot-'))
const env = {
  PORT: '0',
  SYMBOLON_DATA_DIR: folder,
  SYMBOLON_DRAIN_SECONDS: '0',
  SYMBOLON_API_KEY: apiKey,
}
const credentials = { AGORA_APP_ID: appId, AGORA_APP_CERTIFICATE: certificate }
const log = Object.fromEntries(
  ['info', 'warn', 'error', 'close'].map((name) => [name, () => undefined]),
)
const tokens = await startServer({
  command: 'dev',
  lan: false,
  env: { ...env, ...credentials },
  cwd: folder,
  tokenNow: now,
  log,
})
const customer = makeCustomer()
const answer = createRest(emulator.platform, { projects: emulator.projects, customer })
const api = createServer(listener(answer)).listen(0, '127.0.0.1')
await new Promise((resolve) => api.once('listening', resolve))

const bot = await startBot({
  tokenServer: `${tokens.url}/v1/tokens`,
  apiKey,
  rest: `http://127.0.0.1:${api.address().port}`,
  customer,
  place: { appId, channel, uid: 900 },
  join: (token) => emulator.join({ channel, token, uid: 900 }),
  isBanned: (uid) => uid === 13,
  log: (line) => console.log(line),
})

const renewed = new Promise((resolve) =>
  emulator.log.listen((one) => one.type === 'renewed' && resolve()),
)
emulator.clock.advance('59m30s') // the warning
await renewed
emulator.clock.advance('30m')
for (const uid of [7, 13]) {
  const token = rtcToken({ appId, certificate, channel, uid, issuedAt: now() })
  const member = emulator.join({ channel, token, uid, role: 'host' })
  member.on('connection-state-change', (state, _before, why) =>
    console.log(`${uid} is told: ${state} ${why}`),
  )
}
await bot.look()
await bot.stop()
await tokens.close(0.2)
api.close()
rmSync(folder, { recursive: true })
