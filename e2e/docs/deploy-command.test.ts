import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { blocksOf } from './blocks.ts'
import { read, root } from './pages.ts'

test('the command that docs/deploy.md gives for Node serves, to who has the key', async () => {
  const home = mkdtempSync(join(tmpdir(), 'symbolon-deploy-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  const key = 'a-key-of-some-length-for-this-test-alone'
  const files = { key, 'app-id': 'a'.repeat(32), certificate: 'b'.repeat(32) }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), `${text}\n`)

  const block = blocksOf('deploy.md', read('docs/deploy.md')).find(({ code }) =>
    / serve$/m.test(code),
  )!
  const command = block.code.replaceAll('/etc/symbolon', home).replace('node ', 'exec node ')
  const env = { PATH: process.env.PATH, HOME: home, SYMBOLON_DATA_DIR: home, PORT: '0' }
  const server = spawn('sh', ['-c', command], { cwd: root, env })
  onTestFinished(async () => {
    const ended = once(server, 'exit')
    server.kill('SIGTERM')
    await ended
  })
  let printed = ''
  for (const stream of [server.stdout, server.stderr]) {
    stream.on('data', (data) => {
      printed += data
    })
  }
  await expect.poll(() => printed, { timeout: 30_000 }).toMatch(/http:\/\/[\d.]+:\d+/)
  const port = /http:\/\/[\d.]+:(\d+)/.exec(printed)![1]
  const ask = (headers: Record<string, string>) =>
    fetch(`http://127.0.0.1:${port}/rtcToken?channelName=lobby`, { headers })
  expect((await ask({})).status).toBe(401)
  expect((await ask({ authorization: `Bearer ${key}` })).status).toBe(200)
})
